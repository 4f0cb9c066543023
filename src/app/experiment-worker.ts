/**
 * Measures runs in a worker, and compares two of them, so that the page stays alive however many there are. What is asked and answered is said by the room of
 * experiments; it is ended by who started it.
 */
/// <reference lib="webworker" />
import { stayAlive } from '../bridge/index.ts';
import { answerPair, Measurements, type MeasureRequest, type PairRequest } from '../experiments/index.ts';

declare const self: DedicatedWorkerGlobalScope;

stayAlive(self.name);

const measurements = new Measurements();

self.onmessage = ({ data }: MessageEvent<MeasureRequest | PairRequest>) => {
  if ('sources' in data) {
    self.postMessage(answerPair(data));
    return;
  }
  const reply = measurements.answer(data);
  self.postMessage(reply, reply.ok ? [reply.rows.buffer] : []);
};
