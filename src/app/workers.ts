/**
 * The workers of the page: the engine, made when the studio is first opened, the layout, made when it is first asked for,
 * one reader a file, and a few that measure for each experiment. Each is started by its address, which
 * `trusted-scripts` knows.
 */
import { connectEngine, isUnfetched, unfetched, watchAlive } from '../bridge/index.ts';
import type { MeasureReply, MeasureRequest, PairReply, PairRequest } from '../experiments/index.ts';
import type { ImportFile } from '../studio/library/index.ts';
import type { EnginePort, LayOut, Measurer } from '../studio/state/index.ts';
import type { ImportReply, ImportRequest } from './import-worker.ts';
import type { LayoutReply, LayoutRequest } from './layout-worker.ts';
import { trustedScript } from './trusted-scripts.ts';

/** No file takes longer than this to read; one that does is given up. */
const readMsMax = 20_000;

let line: EnginePort | undefined;

let started = 0;

/** Starts a worker. One that ends of itself says so as an error, within a second. */
function start(script: 'engine' | 'experiment' | 'import' | 'layout'): Worker {
  started += 1;
  const name = `${script}-${String(started)}-${String(Math.round(performance.timeOrigin))}`;
  const worker = new Worker(trustedScript(script), { type: 'module', name });
  const stop = watchAlive(name, () => {
    worker.dispatchEvent(new ErrorEvent('error', { message: 'The worker has ended.' }));
  });
  const terminate = worker.terminate.bind(worker);
  worker.terminate = () => {
    stop();
    terminate();
  };
  return worker;
}

/** The engine's line, connected at the first call. */
export function engineLine(): EnginePort {
  line ??= connectEngine(() => start('engine'));
  return line;
}

/** Reads a file in a worker that ends with it. */
export const readFile: ImportFile = (bytes, fileName) => {
  const worker = start('import');
  const reply = new Promise<ImportReply>((resolve) => {
    const giveUp = (message: string): void => {
      resolve({ ok: false, error: { message } });
    };
    setTimeout(() => {
      giveUp(`it took longer than ${String(readMsMax / 1000)} s to read; take a part of it.`);
    }, readMsMax);
    worker.onerror = (event) => {
      giveUp(isUnfetched(event) ? unfetched : 'its reader stopped; the file may be too large for this browser.');
    };
    worker.onmessage = ({ data }: MessageEvent<ImportReply>) => {
      resolve(data);
    };
    const request: ImportRequest = { bytes, fileName };
    worker.postMessage(request, [bytes.buffer]);
  });
  return reply.finally(() => {
    worker.terminate();
  });
};

let layout: Worker | undefined;
let turn = 0;

/** Works out where everything of a document stands best, in a worker that stays for the next time. */
export const layOut: LayOut = (document) => {
  layout ??= start('layout');
  const worker = layout;
  turn += 1;
  const request: LayoutRequest = { turn, document };
  return new Promise((resolve, reject) => {
    const end = new AbortController();
    worker.addEventListener(
      'message',
      ({ data }: MessageEvent<LayoutReply>) => {
        if (data.turn !== request.turn) return;
        end.abort();
        resolve(data.places);
      },
      { signal: end.signal },
    );
    worker.addEventListener(
      'error',
      (event) => {
        end.abort();
        worker.terminate();
        layout = undefined;
        const stopped = 'The layout stopped; the document may be too large for this browser.';
        reject(new Error(isUnfetched(event) ? unfetched : stopped));
      },
      { signal: end.signal },
    );
    worker.postMessage(request);
  });
};

/** A worker that measures runs until it is ended; one request at a time. */
export function measurer(): Measurer {
  const worker = start('experiment');
  const ask = <Reply>(request: MeasureRequest | PairRequest): Promise<Reply> =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<Reply>) => {
        resolve(data);
      };
      worker.onerror = (event) => {
        const stopped = 'A worker of the experiment stopped; the document may be too large for this browser.';
        reject(new Error(isUnfetched(event) ? unfetched : stopped));
      };
      worker.postMessage(request);
    });
  return {
    measure: (request) => ask<MeasureReply>(request),
    pair: (request) => ask<PairReply>(request),
    end: () => {
      worker.terminate();
    },
  };
}
