/**
 * The scripts that may run beside the page: the engine, the reader of files, the layout, the measurer of experiments and the keeper of
 * the offline copy. Their addresses pass the `app-worker` trusted-types policy, which knows these and refuses all others. A worker that
 * is started by its address has only the policy that its host sends with it, and many hosts send none. One that is started from a blob
 * has the policy of the page, so each is started from a blob of one line that imports it.
 */
import engineUrl from '../engine/worker.ts?worker&url';
import experimentUrl from './experiment-worker.ts?worker&url';
import importUrl from './import-worker.ts?worker&url';
import layoutUrl from './layout-worker.ts?worker&url';

interface TrustedPolicy {
  createScriptURL(url: string): string;
}
interface TrustedPolicies {
  createPolicy(name: string, rules: TrustedPolicy): TrustedPolicy;
}

/** Each by what it does; the offline copy's is written by the build, beside the page. */
const scripts = {
  engine: engineUrl,
  experiment: experimentUrl,
  import: importUrl,
  layout: layoutUrl,
  offline: './sw.js',
} as const;
const known: ReadonlySet<string> = new Set(Object.values(scripts));

const starts = new Map<string, string>();

/** The address of a line that imports the script: what it starts is under the page's policy. */
function under(url: string): string {
  const made = starts.get(url);
  if (made !== undefined) return made;
  const line = `import ${JSON.stringify(new URL(url, document.baseURI).href)};`;
  const start = URL.createObjectURL(new Blob([line], { type: 'text/javascript' }));
  starts.set(url, start);
  return start;
}

const rules: TrustedPolicy = {
  createScriptURL: (url) => {
    if (!known.has(url)) throw new TypeError('Only the scripts of this page may run beside it.');
    return url === scripts.offline ? url : under(url);
  },
};

let policy: TrustedPolicy | undefined;

/** The address of a script, as the browser wants it. */
export function trustedScript(name: keyof typeof scripts): string {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedPolicies };
  policy ??= trustedTypes?.createPolicy('app-worker', rules) ?? rules;
  return policy.createScriptURL(scripts[name]);
}
