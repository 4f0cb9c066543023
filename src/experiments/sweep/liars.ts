/**
 * The same document with so many liars among those that decide: the first ones of them, and so the first leader before all
 * others. It plans faults as a person would, from the beginning on; those that the document has stay.
 */
import { err, ok, type Result } from '../../base/index.ts';
import { decidersOf, type Document, type Fault } from '../../document/index.ts';
import { byzantineBound, crashBound } from '../../plan/index.ts';
import { wayOf } from '../../protocols/index.ts';

/** The path whose whole number is a number of liars; a way of failing may follow it, as in `liars:silent`. */
export const liarsPath = 'liars';

/** How agents may fail in a sweep; the first is what is meant where nothing is said. */
export const liarKinds = [
  'collude',
  'equivocate',
  'lie',
  'flip-votes',
  'silent',
  'selective-send',
  'replay',
  'false-view-change',
  'bad-new-view',
  'other-order',
  'gaps',
  'rogue-proposals',
  'crash',
] as const;
export type LiarKind = (typeof liarKinds)[number];

/** Those that decide, and how many of them may fail. */
export interface Council {
  readonly members: readonly string[];
  /** The same by their names, by id where a name is given twice. */
  readonly names: readonly string[];
  readonly faulty: number;
  /** Whether the bound is one against liars; Raft survives only crashes, and rules that count ballots trust everybody. */
  readonly protocol: string;
}

/** Who decides first in a document; null where nobody does. */
export function councilOf(document: Document): Council | null {
  for (const task of document.tasks ?? []) {
    if (task.action?.kind !== 'consensus') continue;
    const { protocol = 'pbft', faulty } = task.action;
    const members = decidersOf(document, task);
    const bound = wayOf(protocol)?.survives === 'crashes' ? crashBound : byzantineBound;
    return { members, names: namesOf(document, members), protocol, faulty: faulty ?? bound(members.length) };
  }
  return null;
}

function namesOf({ agents = [] }: Document, members: readonly string[]): string[] {
  const named = new Map(agents.map(({ id, name = '' }) => [id, name.trim() === '' ? id : name]));
  const all = [...named.values()];
  const alone = (name: string): boolean => all.indexOf(name) === all.lastIndexOf(name);
  return members.map((id) => {
    const name = named.get(id) ?? id;
    return alone(name) ? name : id;
  });
}

/** Whether a path is a number of liars. */
export function isLiarsPath(path: string): boolean {
  return path === liarsPath || path.startsWith(`${liarsPath}:`);
}

/** Numbers of liars that are worth a look: to some beyond the bound, while two are left that could disagree. */
export function liarCounts({ members, faulty }: Council): number[] {
  const most = Math.max(1, Math.min(members.length - 2, faulty + 3));
  return Array.from({ length: most + 1 }, (_, count) => count);
}

/** The document with so many liars, or why it cannot have them. */
export function withLiars(document: Document, path: string, count: number): Result<Document, string> {
  const kind = path === liarsPath ? liarKinds[0] : path.slice(liarsPath.length + 1);
  if (!isLiarKind(kind)) return err(`nobody fails by "${kind}"; choose one of ${liarKinds.join(', ')}`);
  const council = councilOf(document);
  if (council === null) return err('nothing is decided here, so nobody could lie about it');
  const { members } = council;
  if (!Number.isSafeInteger(count) || count < 0 || count > members.length)
    return err(`the number of liars is a whole number from 0 to ${String(members.length)}, since so many decide`);
  const liars = members.slice(0, count);
  const honest = members.slice(count);
  return ok({ ...document, faults: [...(document.faults ?? []), ...faultsOf(kind, liars, honest)] });
}

function isLiarKind(text: string): text is LiarKind {
  return (liarKinds as readonly string[]).includes(text);
}

function faultsOf(kind: LiarKind, liars: readonly string[], honest: readonly string[]): Fault[] {
  if (liars.length === 0) return [];
  switch (kind) {
    case 'collude':
      return [{ kind, agents: [...liars] }];
    case 'selective-send':
      return liars.map((agent) => ({ kind, agent, to: honest.slice(0, Math.ceil(honest.length / 2)) }));
    case 'replay':
      return liars.map((agent) => ({ kind, agent, rate: 0.5 }));
    case 'false-view-change':
      return liars.map((agent) => ({ kind, agent, everyMs: 100 }));
    case 'crash':
      return liars.map((agent) => ({ kind, agent, atMs: 0 }));
    default:
      return liars.map((agent) => ({ kind, agent }));
  }
}
