/**
 * Lays documents out in a worker, so that the page stays alive however large they are. It keeps nothing between two requests and
 * changes no document: what to do with the places is decided by who asked.
 */
/// <reference lib="webworker" />
import { stayAlive } from '../bridge/index.ts';
import type { Document } from '../document/index.ts';
import { layoutDocument, type Place } from '../layout/index.ts';

declare const self: DedicatedWorkerGlobalScope;

stayAlive(self.name);

export interface LayoutRequest {
  readonly turn: number;
  readonly document: Document;
}
export interface LayoutReply {
  readonly turn: number;
  readonly places: Readonly<Record<string, Place>>;
}

self.onmessage = ({ data: { turn, document } }: MessageEvent<LayoutRequest>) => {
  const reply: LayoutReply = { turn, places: layoutDocument(document) };
  self.postMessage(reply);
};
