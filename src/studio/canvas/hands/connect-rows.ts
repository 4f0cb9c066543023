/**
 * What the selected tasks can be connected to, or the selected agents report to, by name; what they are connected to already can be
 * let go of. Pure.
 */
import { shownName, type Document, type Edit } from '../../../document/index.ts';
import { answerConnection } from '../graph/connection-rules.ts';

export interface ConnectRow {
  readonly id: string;
  readonly name: string;
  /** True where all of the selected wait for it, or report to it, already. */
  readonly joined: boolean;
  /** Why it can be connected in neither way. */
  readonly problem?: string;
}

/** Which way a connection goes: the selected come after what is chosen, or before it. */
export type Way = 'after' | 'before';

const listedMax = 60;

/** Nodes whose names hold a text, those that begin with it first. */
export function connectRows(document: Document, ids: readonly string[], text: string): readonly ConnectRow[] {
  const nodes = nodesLike(document, ids);
  const wanted = text.trim().toLowerCase();
  const chosen = new Set(ids);
  const rank = (name: string) => (name.toLowerCase().startsWith(wanted) ? 0 : 1);
  return nodes
    .filter(({ id }) => !chosen.has(id))
    .map(({ id, name }) => ({ id, name: shownName({ id, name }) }))
    .filter(({ id, name }) => `${name} ${id}`.toLowerCase().includes(wanted))
    .sort((one, other) => rank(one.name) - rank(other.name))
    .slice(0, listedMax)
    .map(({ id, name }) => {
      const joined = ids.every((one) => isJoined(document, id, one));
      const problem = joined || edits(document, ids, id, 'after') !== null ? null : refusalOf(document, ids, id);
      return { id, name, joined, ...(problem === null ? {} : { problem }) };
    });
}

/** The edit that connects the selected with another node; null when it may not be. What is joined already is let go of. */
export function connectEdit(document: Document, ids: readonly string[], id: string, way: Way): Edit | null {
  if (way === 'after' && ids.every((one) => isJoined(document, id, one)))
    return { kind: 'batch', label: 'Disconnect', edits: ids.map((one) => parted(document, id, one)) };
  const all = edits(document, ids, id, way);
  return all === null ? null : { kind: 'batch', label: 'Connect', edits: all };
}

function edits(document: Document, ids: readonly string[], id: string, way: Way): Edit[] | null {
  const made = ids.flatMap((one) => {
    const ends = way === 'after' ? { source: id, target: one } : { source: one, target: id };
    const answer = answerConnection(document, ends);
    return 'edit' in answer ? [answer.edit] : [];
  });
  return made.length === 0 ? null : made;
}

function refusalOf(document: Document, ids: readonly string[], id: string): string | null {
  if (edits(document, ids, id, 'before') !== null) return null;
  const [first = ''] = ids;
  const answer = answerConnection(document, { source: id, target: first });
  return 'refusal' in answer ? answer.refusal : null;
}

function nodesLike({ tasks = [], agents = [] }: Document, [first]: readonly string[]) {
  return tasks.some(({ id }) => id === first) ? tasks : agents;
}

function isJoined({ tasks = [], agents = [] }: Document, earlier: string, later: string): boolean {
  const task = tasks.find(({ id }) => id === later);
  if (task !== undefined)
    return (task.dependsOn ?? []).some((one) => (typeof one === 'string' ? one : one.task) === earlier);
  return agents.find(({ id }) => id === later)?.reportsTo === earlier;
}

function parted({ tasks = [] }: Document, earlier: string, later: string): Edit {
  return tasks.some(({ id }) => id === later)
    ? { kind: 'disconnect', from: earlier, to: later }
    : { kind: 'set-manager', agent: later, manager: null };
}
