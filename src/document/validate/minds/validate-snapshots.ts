/*
 * Problems of snapshots: begun by nobody who is there, or by so many agents that markers would be all that a run says.
 */
import type { Document } from '../../schema.ts';
import { nearestName } from '../unknown/nearest.ts';
import { problemAt, type Problem } from '../problem.ts';

/** So many agents may take part: each sends a marker to all the others. */
const agentsMax = 64;
/** Who begins one where nobody is named. */
const coordinator = 'coordinator';

export function snapshotProblems(document: Document): Problem[] {
  const { snapshots = [], agents = [] } = document;
  if (snapshots.length === 0) return [];
  const ids = agents.map(({ id }) => id);
  const problems = snapshots.flatMap(({ by }, at) => {
    if (by === undefined || by === coordinator || ids.includes(by)) return [];
    const meant = nearestName(by, ids);
    const message = `A snapshot is to be begun by "${by}", and there is no such agent; ${meant === null ? 'name an agent, or nobody for the coordinator' : `perhaps "${meant}" is meant`}.`;
    return [problemAt(document, ['snapshots', at, 'by'], { code: 'snapshot-by', severity: 'error', message })];
  });
  if (ids.length <= agentsMax) return problems;
  const message = `A snapshot of ${String(ids.length)} agents takes ${String(ids.length * (ids.length + 1))} markers; at most ${String(agentsMax)} agents can take part, so take fewer agents or no snapshots.`;
  return [...problems, problemAt(document, ['snapshots'], { code: 'snapshot-many', severity: 'error', message })];
}
