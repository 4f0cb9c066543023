/**
 * Where two runs part: the first place at which they say different things happened. It compares facts, in order, and the time of
 * each; it changes neither run.
 */
import { exactTime } from '../../document/index.ts';
import { canonical } from '../../base/index.ts';
import { describe, nodesOf, type Run } from '../../replay/index.ts';

/** What one run says at a place of its log. */
export interface Told {
  readonly step: number;
  readonly timeMs: number;
  readonly text: string;
}

export interface Divergence {
  /** Facts that both tell alike. */
  readonly alike: number;
  /** The last of these, in order. */
  readonly before: readonly Told[];
  /** What the one and the other tell at the place where they part; null where it was already over. */
  readonly first: Told | null;
  readonly other: Told | null;
  /** What each tells next after that. */
  readonly after: readonly [readonly Told[], readonly Told[]];
}

/** Facts that are told on both sides of the place. */
const around = 3;

/** The first difference of two runs that are over; null when they tell the same. */
export function divergenceOf(first: Run, other: Run): Divergence | null {
  const places = Math.max(first.log.length, other.log.length);
  const named = !sameNodes(first, other);
  for (let at = 0; at < places; at += 1) {
    if (at < first.log.length && at < other.log.length && said(first, at, named) === said(other, at, named)) continue;
    return {
      alike: at,
      before: toldFrom(first, Math.max(0, at - around), Math.min(around, at)),
      first: toldFrom(first, at, 1)[0] ?? null,
      other: toldFrom(other, at, 1)[0] ?? null,
      after: [toldFrom(first, at + 1, around), toldFrom(other, at + 1, around)],
    };
  }
  return null;
}

/** Facts name tasks and agents by their places: where these are not of the same nodes, the ids are compared too. */
function said(run: Run, at: number, named: boolean): string {
  const fact = run.log.at(at);
  const ids = named ? nodesOf(fact, run.compiled.plan).join(' ') : '';
  return `${String(run.log.timeOf(at))} ${ids} ${canonical(fact)}`;
}

function sameNodes(first: Run, other: Run): boolean {
  const ids = ({ compiled: { plan } }: Run): string =>
    canonical([plan.tasks.map(({ id }) => id), plan.agents.map(({ id }) => id)]);
  return ids(first) === ids(other);
}

function toldFrom(run: Run, from: number, count: number): Told[] {
  const told: Told[] = [];
  for (let at = from; at < Math.min(run.log.length, from + count); at += 1)
    told.push({
      step: run.log.stepOf(at),
      timeMs: run.log.timeOf(at),
      text: textOf(run, at),
    });
  return told;
}

/** As the log says it, and where work begins, until when: two beginnings may differ in nothing else. */
function textOf(run: Run, at: number): string {
  const fact = run.log.at(at);
  const { text } = describe(fact, run.compiled.plan);
  return fact.type === 'task.started' ? `${text}, until ${exactTime(fact.dueMs)}` : text;
}
