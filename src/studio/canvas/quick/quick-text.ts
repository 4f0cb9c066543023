/**
 * What a person types into the quick add, read as a node: "Chop 300ms @knife < Peel" is a task with a name, a duration, a capability
 * that it requires and a task that it waits for. What means nothing for a kind stays part of the name. Pure.
 */
import type { Json } from '../../../base/index.ts';
import { shownName, type Document } from '../../../document/index.ts';
import type { NodeKindId } from '../graph/node-kinds.ts';

/** What was read of a text, for one kind of node. */
export interface QuickText {
  readonly name: string;
  /** Milliseconds, or the least and the most of them. */
  readonly duration: number | { readonly min: number; readonly max: number } | null;
  readonly capabilities: readonly string[];
  /** How many: slots of an agent, units of a resource. */
  readonly count: number | null;
  /** Names of what it comes after: tasks that it waits for, or the manager that it reports to. */
  readonly after: readonly string[];
}

/** Words that name a kind at the beginning of a text. */
const kindWords: Readonly<Record<string, NodeKindId>> = {
  task: 'task',
  worker: 'worker',
  agent: 'worker',
  manager: 'manager',
  supervisor: 'manager',
  decision: 'decision',
  vote: 'decision',
  composite: 'composite',
  resource: 'resource',
  memory: 'memory',
  note: 'note',
  frame: 'frame',
  group: 'frame',
};
const timed: ReadonlySet<NodeKindId> = new Set(['task']);
const skilled: ReadonlySet<NodeKindId> = new Set(['task', 'worker', 'manager']);
const counted: ReadonlySet<NodeKindId> = new Set(['worker', 'manager', 'resource']);
const following: ReadonlySet<NodeKindId> = new Set(['task', 'decision', 'composite', 'worker', 'manager']);
const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, sec: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

/** The kind that a text begins with, and what is left of it; null when it names none, or nothing else. */
export function kindAtStart(text: string): { readonly kind: NodeKindId; readonly rest: string } | null {
  const [, word = '', rest = ''] = /^\s*(\p{L}+):?\s+(\S.*)$/su.exec(text) ?? [];
  const key = word.toLowerCase();
  return Object.hasOwn(kindWords, key) ? { kind: kindWords[key] ?? 'task', rest } : null;
}

/** Reads a text as a node of a kind. */
export function readQuickText(text: string, kind: NodeKindId): QuickText {
  const cut = following.has(kind) ? text.search(/(^|\s)<-?/u) : -1;
  const head = cut === -1 ? text : text.slice(0, cut);
  const after = cut === -1 ? [] : listOf(text.slice(cut).replace(/^\s*<-?/u, ''));
  const name: string[] = [];
  const capabilities: string[] = [];
  let duration: QuickText['duration'] = null;
  let count: number | null = null;
  for (const word of joined(head).split(/\s+/u)) {
    const time = timed.has(kind) ? durationOf(word) : null;
    const times = counted.has(kind) ? /^[x×](\d{1,5})$/iu.exec(word) : null;
    if (skilled.has(kind) && /^@./u.test(word)) capabilities.push(...listOf(word.slice(1)));
    else if (time !== null) duration = time;
    else if (times !== null) count = Number(times[1]);
    else if (word !== '') name.push(word);
  }
  return { name: name.join(' '), duration, capabilities: [...new Set(capabilities)], count, after };
}

/** "300 ms" is one word. */
function joined(text: string): string {
  return text.replaceAll(/(\d)\s+(ms|sec|s|min|h)(?=\s|$)/giu, '$1$2');
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** "300ms", "1.5s", "2min", "300-500ms"; null for any other word. */
function durationOf(word: string): QuickText['duration'] {
  const [, low = '', high, unit = ''] =
    /^(\d+(?:[.,]\d+)?)(?:(?:-|–|\.\.)(\d+(?:[.,]\d+)?))?(ms|sec|s|min|m|h)$/iu.exec(word) ?? [];
  const factor = units[unit.toLowerCase()];
  if (factor === undefined) return null;
  const ms = (figure: string) => Math.round(Number(figure.replace(',', '.')) * factor);
  if (high === undefined) return ms(low);
  const [min, max] = [ms(low), ms(high)].sort((one, other) => one - other);
  return min === undefined || max === undefined ? null : { min, max };
}

/** The fields of the document that a text fills in. */
export function fieldsSaid(kind: NodeKindId, said: QuickText): Readonly<Record<string, Json>> {
  const { name, duration, capabilities, count } = said;
  const agent = kind === 'worker' || kind === 'manager';
  return {
    ...(name === '' ? {} : { name }),
    ...(duration === null ? {} : { action: { kind: 'simulate', durationMs: duration } }),
    ...(capabilities.length === 0 ? {} : { [agent ? 'capabilities' : 'requires']: [...capabilities] }),
    ...(count === null ? {} : { [agent ? 'slots' : 'units']: count }),
  };
}

/** Nodes by the names that were typed: by id or name, or by how one of them begins; else a sentence that says which name is none. */
export function nodesCalled(
  document: Document,
  kind: NodeKindId,
  names: readonly string[],
): { readonly ids: readonly string[] } | { readonly problem: string } {
  const agents = kind === 'worker' || kind === 'manager';
  const nodes = (agents ? document.agents : document.tasks) ?? [];
  if (agents && names.length > 1) return { problem: 'An agent reports to one manager: name one after <.' };
  const ids: string[] = [];
  for (const typed of names) {
    const wanted = typed.toLowerCase();
    const called = nodes.map((node) => ({ id: node.id, name: shownName(node) }));
    const exact = called.filter(({ id, name }) => id === typed || name.toLowerCase() === wanted);
    const fits = exact.length > 0 ? exact : called.filter(({ name }) => name.toLowerCase().startsWith(wanted));
    const [first, second] = fits;
    if (first === undefined) return { problem: `No ${agents ? 'agent' : 'task'} is called “${typed}”.` };
    if (second !== undefined)
      return { problem: `“${typed}” fits ${first.name} and ${second.name}: write more of the name.` };
    ids.push(first.id);
  }
  return { ids: [...new Set(ids)] };
}
