/**
 * What could make a run shorter, as edits to try: who waits for whom decides which come into question, and a trial run of each decides
 * what is told. Nothing here promises anything. Pure.
 */
import type { RunMetrics } from '../../../bridge/index.ts';
import { resolvedCapabilities, type Document, type Edit } from '../../../document/index.ts';
import type { NameOf } from '../names.ts';

type Bottleneck = NonNullable<RunMetrics['bottleneck']>;

/** One change of a document, in words that can stand before its figure. */
export interface Remedy {
  readonly words: string;
  readonly edit: Edit;
}

/** More are not tried. */
const remediesMax = 12;

/** What is worth a trial after a run that waited so; who gets what is changed before anybody is added. */
export function remediesFor(document: Document, bottleneck: Bottleneck | null, nameOf: NameOf): readonly Remedy[] {
  const sharing = sharingRemedies(document);
  const idle = bottleneck?.idle ?? [];
  const more = bottleneck === null ? [] : capacityRemedies(document, bottleneck, nameOf);
  // With somebody idle, more slots would only hide what keeps the work from them.
  return (idle.length > 0 ? sharing : [...more, ...sharing]).slice(0, remediesMax);
}

function capacityRemedies(document: Document, { agents, requires }: Bottleneck, nameOf: NameOf): readonly Remedy[] {
  const all = document.agents ?? [];
  const able = all.filter(({ id }) => agents.includes(id)).slice(0, 4);
  const slots = able.map((agent): Remedy => ({
    words: `${ordinal((agent.slots ?? 1) + 1)} slot for ${nameOf(agent.id)}`,
    edit: { kind: 'update-node', collection: 'agents', id: agent.id, field: ['slots'], value: (agent.slots ?? 1) + 1 },
  }));
  const others = all.filter(({ id, role }) => role !== 'manager' && !agents.includes(id)).slice(0, 4);
  const skills = others.map((agent): Remedy => ({
    words: `${requires.join(' and ')} for ${nameOf(agent.id)} too`,
    edit: {
      kind: 'update-node',
      collection: 'agents',
      id: agent.id,
      field: ['capabilities'],
      value: { ...resolvedCapabilities(agent), ...Object.fromEntries(requires.map((skill) => [skill, 1])) },
    },
  }));
  return [...slots, ...(requires.length === 0 ? [] : skills)];
}

function ordinal(count: number): string {
  return ['no', 'one', 'a second', 'a third', 'a fourth'][count] ?? String(count);
}

/** Other ways to decide who gets what. */
function sharingRemedies(document: Document): readonly Remedy[] {
  const pattern = document.coordination?.pattern ?? 'centralized';
  const remedies: Remedy[] = [];
  const schedule = (key: 'balancing' | 'assignment' | 'order', value: string, words: string): void => {
    if (document.scheduling?.[key] === value) return;
    remedies.push({
      words,
      edit:
        document.scheduling === undefined
          ? { kind: 'set-field', path: ['scheduling'], value: { [key]: value } }
          : { kind: 'set-field', path: ['scheduling', key], value },
    });
  };
  const settings = document.coordination as { readonly staleMs?: number } | undefined;
  if (pattern === 'load-balancing') {
    schedule('balancing', 'power-of-two', 'power of two choices');
    schedule('balancing', 'work-stealing', 'idle agents that steal');
    if ((settings?.staleMs ?? 0) > 0)
      remedies.push({
        words: 'a board that is never stale',
        edit: { kind: 'set-field', path: ['coordination', 'staleMs'], value: 0 },
      });
    schedule('balancing', 'idle-queue', 'idle agents that ask for work');
  }
  if (pattern === 'centralized') {
    schedule('assignment', 'heft', 'HEFT, which plans ahead');
    schedule('assignment', 'greedy', 'greedy assignment');
  }
  schedule('order', 'critical-path', 'the critical path first');
  for (const [id, words] of [
    ['contract-net', 'contract net'],
    ['load-balancing', 'load balancing'],
    ['centralized', 'a central coordinator'],
  ] as const)
    if (id !== pattern) remedies.push({ words, edit: patternEdit(document, id) });
  return remedies;
}

function patternEdit(document: Document, pattern: string): Edit {
  return document.coordination === undefined
    ? { kind: 'set-field', path: ['coordination'], value: { pattern } }
    : { kind: 'set-field', path: ['coordination', 'pattern'], value: pattern };
}
