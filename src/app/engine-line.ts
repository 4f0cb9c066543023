/**
 * The page's one line to the engine worker, made when the studio is first opened. The worker's address passes the `app-worker`
 * trusted-types policy, which knows this one script and refuses all others.
 */
import { connectEngine } from '../bridge/index.ts';
import workerUrl from '../engine/worker.ts?worker&url';
import type { EnginePort } from '../studio/state/index.ts';

interface TrustedPolicy {
  createScriptURL(url: string): string;
}
interface TrustedPolicies {
  createPolicy(name: string, rules: TrustedPolicy): TrustedPolicy;
}

const rules: TrustedPolicy = {
  createScriptURL: (url) => {
    if (url !== workerUrl) throw new TypeError('Only the engine may run in a worker.');
    return url;
  },
};

let line: EnginePort | undefined;

/** The line, connected at the first call. */
export function engineLine(): EnginePort {
  if (line === undefined) {
    const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedPolicies };
    const policy = trustedTypes?.createPolicy('app-worker', rules) ?? rules;
    line = connectEngine(() => new Worker(policy.createScriptURL(workerUrl), { type: 'module', name: 'engine' }));
  }
  return line;
}
