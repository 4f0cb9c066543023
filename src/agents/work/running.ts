/**
 * Work that has a slot, as plain data: how far it has come, the words that it sends itself, and what whoever has it in hand does
 * beside the work.
 */
import type { Json, JsonObject } from '../../base/index.ts';
import type { AttemptEnd } from '../../plan/index.ts';
import type { Recall } from '../memory/mind.ts';
import type { Asked, Work } from '../role.ts';
import type { FinishMessage } from './effect.ts';
import type { TurnsState } from '../slices/turns.ts';
import type { Using } from './using.ts';

/** Work that has a slot. */
export interface Running {
  readonly work: Work;
  /** Timer of its data, of its next need or of its end; 0 when it fired. */
  timer: number;
  /** Timer of its timeout; 0 when there is none or it fired. */
  timeout: number;
  /** The effect that carries it out; absent in a simulation. */
  effect?: number;
  /** False while it obtains what it needs. */
  begun: boolean;
  /** Set once it has been told to stop. */
  stopping: 'cancelled' | 'timeout' | null;
  /** Set once it has recalled what it recalls: the values by key, where anybody sees them. */
  recalled?: true | JsonObject;
  /** What it uses of services, and its clock; absent where it uses nothing and no checkpoint is written of it. */
  using?: Using;
  /** When it runs out of time, ms; absent where it never does, or no checkpoint is written of it. */
  limitMs?: number;
}

/** What of an agent's state the work in its hands is. */
export interface HandsState {
  running: Running[];
  /** Whose turn it is, where it works in slices; absent until it has something to share. */
  turns?: TurnsState;
}

export type HandsMessage =
  | { readonly type: 'agent.begin' | 'agent.need' | 'agent.timeout'; readonly task: number; readonly lease: number }
  | FinishMessage
  | { readonly type: 'agent.stopped'; readonly task: number; readonly lease: number; readonly forced: boolean };

/** Whose hands they are. */
export interface HandsOwner {
  /** So many times as long does work take now. */
  readonly slowness: number;
  /** Looks into its memory for what the work recalls. */
  recall(work: Work): Recall;
  /** Work has succeeded: what of it is to be remembered is. */
  remember(work: Work, result: Json): void;
  /** Has the role of a service's room get what is used, or bring what is written. */
  ask(asked: Asked): void;
  /** Work is over that had asked for this: it uses it no longer. */
  letGo(asked: Asked): void;
  /** Work has ended, and its slot is free. */
  over(work: Work, end: AttemptEnd): void;
}

/** What was recalled for work, where anybody sees it. */
export function withRecalled({ recalled }: Running): { readonly recalled?: JsonObject } {
  return typeof recalled === 'object' ? { recalled } : {};
}
