/** What always holds of turns at an agent that works in slices, as folds over facts. */
import { exactTime } from '../../document/index.ts';
import {
  agentAt,
  agentTitle,
  invariantRule,
  taskAt,
  taskTitle,
  usesAt,
  type Invariant,
  type KnownFact,
  type Moment,
  type Plan,
} from '../../plan/index.ts';
import { Rounds, type Course, type InRound } from './rounds.ts';

/** What is told of turns, and of agents that lose them. */
const hears = [
  'slice.waits',
  'slice.left',
  'slice.began',
  'slice.ended',
  'task.suspended',
  'task.ended',
  'actor.crashed',
] as const;

type Check = (
  course: Course,
  fact: Extract<KnownFact, { readonly type: (typeof hears)[number] }> & {
    readonly agent: number;
    readonly task: number;
  },
  moment: Moment,
  plan: Plan,
) => string | null;

/** A rule that is asked before each fact of a turn is entered. */
function turnRule(rule: string, title: string, check: Check, end?: Invariant<Rounds>['end']): Invariant {
  return invariantRule<Rounds>({
    rule,
    title,
    room: 'workflow',
    hears,
    init: (plan) => new Rounds(plan),
    fact(rounds, fact, moment, plan) {
      const course = 'agent' in fact ? rounds.of(fact.agent) : undefined;
      const broken = course === undefined ? null : check(course, fact as Parameters<Check>[1], moment, plan);
      rounds.enter(fact, moment.time);
      return broken;
    },
    ...(end !== undefined && { end }),
  });
}

const oneAtATime = turnRule('SL1', 'one task has a turn at a time', ({ now, all }, fact, _moment, plan) => {
  const title = taskTitle(plan, fact.task);
  const agent = agentTitle(plan, fact.agent);
  if (fact.type === 'slice.began' && now !== null)
    return `${agent} began a turn of ${title} in that of ${taskTitle(plan, now.task)}`;
  if (fact.type === 'slice.ended' && (now === null || now.task !== fact.task || now.lease !== fact.lease))
    return `${agent} ended a turn of ${title}, which had none`;
  if (fact.type === 'task.ended' && now?.task === fact.task && now.lease === fact.lease && all.size > 0)
    return `${title} ended in a turn of ${agent} that did not`;
  return null;
});

const conserved = turnRule(
  'SL2',
  'nobody waits for a turn while nobody has one',
  (course, fact, { time }, plan) => {
    const idleMs = course.idleFor(time);
    return fact.type === 'slice.began' && idleMs > agentAt(plan, fact.agent).slice!.switchMs
      ? `${agentTitle(plan, fact.agent)} stood idle for ${exactTime(idleMs)} while a task waited for its turn`
      : null;
  },
  (rounds, { time }, plan) => {
    const agent = plan.agents.findIndex(
      ({ slice }, at) => slice !== undefined && rounds.of(at)!.idleFor(time) > slice.switchMs,
    );
    return agent === -1 ? null : `${agentTitle(plan, agent)} stood idle at the end while a task waited for its turn`;
  },
);

const addsUp = turnRule(
  'SL3',
  'what is left of work is what was left less what was worked',
  (course, fact, { time }, plan) => {
    if (!('lease' in fact)) return null;
    const turn = course.find(fact);
    const title = taskTitle(plan, fact.task);
    if (turn === undefined) return null;
    if (fact.type === 'slice.began') {
      const again = usesAt(plan, fact.task).all.some(({ takeable }) => takeable === 'restart');
      return turn.leftMs === -1 || again || turn.leftMs === fact.leftMs
        ? null
        : `${title} went on with ${exactTime(fact.leftMs)} left, and it was ${exactTime(turn.leftMs)}`;
    }
    if (fact.type === 'slice.ended' && !plan.live) {
      const ranMs = time - turn.sinceMs;
      return fact.ranMs === ranMs && fact.leftMs === turn.leftMs - ranMs
        ? null
        : `${title} was worked at for ${exactTime(ranMs)} of ${exactTime(turn.leftMs)} and has ${exactTime(fact.leftMs)} left`;
    }
    return null;
  },
);

const doneToTheEnd = invariantRule<Map<string, number>>({
  rule: 'SL8',
  title: 'work succeeds with nothing of it left',
  room: 'workflow',
  init: () => new Map(),
  hears: ['slice.ended', 'task.ended'],
  fact(left, fact, _moment, plan) {
    if (fact.type === 'slice.ended') left.set(keyOf(fact), fact.leftMs);
    if (fact.type !== 'task.ended') return null;
    const leftMs = left.get(keyOf(fact)) ?? 0;
    left.delete(keyOf(fact));
    return fact.end === 'succeeded' && leftMs > 0 && !plan.live
      ? `${taskTitle(plan, fact.task)} succeeded with ${exactTime(leftMs)} left`
      : null;
  },
});

function keyOf({ task, lease }: { readonly task: number; readonly lease: number }): string {
  return `${String(task)}/${String(lease)}`;
}

const inEachRound = turnRule('SL4', 'nobody has a second turn in a round', (course, fact, _moment, plan) => {
  if (fact.type !== 'slice.began') return null;
  const { policy, quantumMs } = agentAt(plan, fact.agent).slice!;
  const turn = course.find(fact);
  if (turn === undefined || turn.beganAt === -1 || turn.goesOn || (policy !== 'weighted' && policy !== 'deficit'))
    return null;
  const passed = course
    .ready()
    .find(
      (each) =>
        each !== turn &&
        each.readyAt < turn.beganAt &&
        quantumMs * each.weight >= (policy === 'weighted' ? 1 : Math.max(1, taskAt(plan, each.task).pieceMs)),
    );
  return passed === undefined
    ? null
    : `${taskTitle(plan, fact.task)} had a second turn before ${taskTitle(plan, passed.task)} had one`;
});

const byWeight = turnRule(
  'SL5',
  'shares of time are within one quantum of the weights',
  (course, fact, { time }, plan) => {
    if (fact.type !== 'slice.ended') return null;
    const { policy, quantumMs } = agentAt(plan, fact.agent).slice!;
    const turn = course.find(fact);
    if (turn === undefined || policy === 'edf' || policy === 'priority') return null;
    const pieceOf = ({ task, weight }: InRound): number => taskAt(plan, task).pieceMs / weight;
    if (!turn.counts) return null;
    const had = turn.had + (time - turn.sinceMs) / turn.weight;
    for (const other of course.ready()) {
      // It had turns while the other was suspended.
      if (!other.counts || turn.beganAt < other.backAt) continue;
      // Fractions of a millisecond, and of what is added up.
      const grain = turn.grain + other.grain;
      const owed = policy === 'deficit' ? pieceOf(other) : 0;
      const turns = 1 + Number(turn.passedBy) + Number(other.passedBy);
      const most = turns * (policy === 'stride' ? quantumMs / turn.weight : quantumMs) + pieceOf(turn) + owed + grain;
      if (had - other.had > most + 1e-6 * had)
        return `${taskTitle(plan, turn.task)} had ${exactTime(had - other.had)} for its weight more than ${taskTitle(plan, other.task)}, and a quantum brings ${exactTime(most)}`;
    }
    return null;
  },
);

const firstFirst = turnRule(
  'SL6',
  'nobody has a turn while one that goes before it is ready',
  (course, fact, { time }, plan) => {
    if ((fact.type !== 'slice.began' && fact.type !== 'slice.ended') || plan.live) return null;
    const { policy } = agentAt(plan, fact.agent).slice!;
    if (policy !== 'edf' && policy !== 'priority') return null;
    const { priority, deadlineMs, pieceMs } = taskAt(plan, fact.task);
    const goesBefore = ({ task }: InRound): boolean => {
      const other = taskAt(plan, task);
      if (policy === 'priority') return other.priority > priority;
      return other.deadlineMs > 0 && (deadlineMs === 0 || other.deadlineMs < deadlineMs);
    };
    const first = course.ready().find((each) => {
      if (each.task === fact.task || !goesBefore(each)) return false;
      return fact.type === 'slice.began' || time - Math.max(each.sinceMs, course.now?.sinceMs ?? 0) > pieceMs;
    });
    return first === undefined
      ? null
      : `${taskTitle(plan, fact.task)} had a turn while ${taskTitle(plan, first.task)}, which goes before it, was ready`;
  },
);

/** The rules of turns, as far as anybody works in slices. */
export function sliceRules({ agents }: Plan): readonly Invariant[] {
  if (agents.every(({ slice }) => slice === undefined)) return [];
  return [oneAtATime, conserved, addsUp, doneToTheEnd, inEachRound, byWeight, firstFirst];
}
