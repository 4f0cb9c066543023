/**
 * The workers of the page: the engine, made when the studio is first opened, and one reader a file. Their addresses pass the
 * `app-worker` trusted-types policy, which knows these scripts and refuses all others.
 */
import { connectEngine } from '../bridge/index.ts';
import engineUrl from '../engine/worker.ts?worker&url';
import type { ImportFile } from '../studio/library/index.ts';
import type { EnginePort } from '../studio/state/index.ts';
import type { ImportReply, ImportRequest } from './import-worker.ts';
import importUrl from './import-worker.ts?worker&url';

interface TrustedPolicy {
  createScriptURL(url: string): string;
}
interface TrustedPolicies {
  createPolicy(name: string, rules: TrustedPolicy): TrustedPolicy;
}

const rules: TrustedPolicy = {
  createScriptURL: (url) => {
    if (url !== engineUrl && url !== importUrl)
      throw new TypeError('Only the engine and the importer may run in a worker.');
    return url;
  },
};

/** No file takes longer than this to read; one that does is given up. */
const readMsMax = 20_000;

let policy: TrustedPolicy | undefined;
let line: EnginePort | undefined;

function start(url: string, name: string): Worker {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedPolicies };
  policy ??= trustedTypes?.createPolicy('app-worker', rules) ?? rules;
  return new Worker(policy.createScriptURL(url), { type: 'module', name });
}

/** The engine's line, connected at the first call. */
export function engineLine(): EnginePort {
  line ??= connectEngine(() => start(engineUrl, 'engine'));
  return line;
}

/** Reads a file in a worker that ends with it. */
export const readFile: ImportFile = (bytes, fileName) => {
  const worker = start(importUrl, 'import');
  const reply = new Promise<ImportReply>((resolve) => {
    const giveUp = (message: string): void => {
      resolve({ ok: false, error: { message } });
    };
    setTimeout(() => {
      giveUp(`it took longer than ${String(readMsMax / 1000)} s to read; take a part of it.`);
    }, readMsMax);
    worker.onerror = () => {
      giveUp('its reader stopped; the file may be too large for this browser.');
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
