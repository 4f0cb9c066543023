/**
 * What always holds of coming back from a checkpoint, as folds over facts: an agent has again what its last checkpoint held and no
 * more, and what it has forgotten is told.
 */
import { exactTime } from '../../document/index.ts';
import {
  agentOfActor,
  agentTitle,
  invariantRule,
  taskTitle,
  type Invariant,
  type KnownFact,
  type Plan,
} from '../../plan/index.ts';

/** Work in hand, by task and lease: when it was begun and how much of it was done before, ms; begun at -1 while it waits. */
interface InHand {
  readonly sinceMs: number;
  readonly beforeMs: number;
}
type Hands = Map<string, InHand>;

/** One agent as the facts have it. */
interface Course {
  hands: Hands;
  /** What stood in its last checkpoint, with how much can have been done of it at most; null before there is one. */
  kept: ReadonlyMap<string, number> | null;
  keptMs: number;
  /** Attempts that ended since. */
  ended: number;
  /** What it had when it crashed. */
  atCrash: ReadonlySet<string>;
}

interface Courses {
  readonly agents: readonly Course[];
  /** Who comes back in this step, and what of that is still to come. */
  back: { readonly agent: number; readonly step: number; kept: number; readonly tasks: number; lost: number } | null;
  /** What a restored attempt has done before it goes on. */
  readonly done: Map<string, number>;
}

function nobodyYet({ agents }: Plan): Courses {
  const fresh = (): Course => ({ hands: new Map(), kept: null, keptMs: -1, ended: 0, atCrash: new Set() });
  return { agents: agents.map(fresh), back: null, done: new Map() };
}

const keyOf = ({ task, lease }: { readonly task: number; readonly lease: number }): string =>
  `${String(task)}/${String(lease)}`;

/** What it has again was in its last checkpoint, and of each no more is done than was then. */
const asItWas = invariantRule<Courses>({
  rule: 'RC1',
  title: 'an agent has again what its last checkpoint held, and no more of it done',
  room: 'workflow',
  init: nobodyYet,
  fact(state, fact, { time }, plan) {
    let broken: string | null = null;
    if (fact.type === 'task.restored') {
      const { agent, doneMs } = fact;
      const most = state.agents[agent]!.kept?.get(keyOf(fact));
      const who = agentTitle(plan, agent);
      if (most === undefined)
        broken = `${who} had ${taskTitle(plan, fact.task)} again, which its checkpoint did not hold`;
      else if (doneMs > most)
        broken = `${who} had ${exactTime(doneMs)} of ${taskTitle(plan, fact.task)} done again, and its checkpoint ${exactTime(most)}`;
    }
    enter(state, fact, time);
    return broken;
  },
});

/** What it says that it has forgotten is what it has. */
const forgottenTold = invariantRule<Courses>({
  rule: 'RC2',
  title: 'what an agent has forgotten with a crash is told',
  room: 'workflow',
  init: nobodyYet,
  fact(state, fact, { step, time }, plan) {
    const before = state.back !== null && state.back.step !== step ? unsaid(state, plan) : null;
    if (state.back?.step !== step) state.back = null;
    let broken: string | null = null;
    if (fact.type === 'agent.restored') {
      const { agent, checkpointMs, results, kept, tasks } = fact;
      const { keptMs, ended, atCrash } = state.agents[agent]!;
      if (checkpointMs !== keptMs) broken = `came back to a checkpoint that is not its last`;
      else if (results !== ended) broken = `forgot ${String(ended)} results and told of ${String(results)}`;
      state.back = { agent, step, kept, tasks, lost: atCrash.size };
    }
    if (fact.type === 'task.restored' && state.back?.agent === fact.agent) {
      state.back.kept -= 1;
      if (state.agents[fact.agent]!.atCrash.has(keyOf(fact))) state.back.lost -= 1;
    }
    enter(state, fact, time);
    return broken === null ? before : `${agentTitle(plan, state.back!.agent)} ${broken}`;
  },
  end: (state, _moment, plan) => (state.back === null ? null : unsaid(state, plan)),
});

/** What does not fit of what was told in the step that is over. */
function unsaid({ back }: Courses, plan: Plan): string | null {
  const { agent, kept, tasks, lost } = back!;
  if (kept !== 0) return `${agentTitle(plan, agent)} told of ${String(kept)} tasks more than it had again`;
  return tasks === lost ? null : `${agentTitle(plan, agent)} lost ${String(lost)} tasks and told of ${String(tasks)}`;
}

function enter({ agents, done }: Courses, fact: KnownFact, time: number): void {
  switch (fact.type) {
    case 'task.queued':
    case 'task.waiting':
    case 'task.recalling':
    case 'task.obtaining':
      agents[fact.agent]!.hands.set(keyOf(fact), { sinceMs: -1, beforeMs: 0 });
      return;
    case 'slice.waits':
      // Until its first turn it waits like what is queued.
      if (!agents[fact.agent]!.hands.has(keyOf(fact)))
        agents[fact.agent]!.hands.set(keyOf(fact), { sinceMs: -1, beforeMs: 0 });
      return;
    case 'task.restored':
      done.set(keyOf(fact), fact.doneMs);
      return;
    case 'task.started':
      agents[fact.agent]!.hands.set(keyOf(fact), { sinceMs: time, beforeMs: done.get(keyOf(fact)) ?? 0 });
      done.delete(keyOf(fact));
      return;
    case 'task.unqueued':
      agents[fact.agent]!.hands.delete(keyOf(fact));
      return;
    case 'task.ended': {
      const course = agents[fact.agent]!;
      course.hands.delete(keyOf(fact));
      course.ended += 1;
      return;
    }
    case 'agent.checkpointed': {
      const course = agents[fact.agent]!;
      const doneOf = ({ sinceMs, beforeMs }: InHand): number => (sinceMs === -1 ? 0 : beforeMs + time - sinceMs);
      course.kept = new Map([...course.hands].map(([key, each]) => [key, doneOf(each)]));
      course.keptMs = time;
      course.ended = 0;
      return;
    }
    case 'agent.restored':
      agents[fact.agent]!.ended = 0;
      return;
    case 'actor.crashed': {
      const course = agents[agentOfActor(fact.actor)];
      if (course === undefined) return;
      course.atCrash = new Set(course.hands.keys());
      course.hands = new Map();
      return;
    }
    default:
  }
}

/** What the coordinator says that it has forgotten is taken back, all of it in the step in which it is back. */
const assignmentsForgotten = invariantRule<{
  checkpointMs: number;
  back: { readonly step: number; readonly tasks: number; taken: number } | null;
}>({
  rule: 'RC8',
  title: 'what the coordinator has forgotten waits again',
  room: 'workflow',
  init: () => ({ checkpointMs: -1, back: null }),
  fact(state, fact, { step, time }) {
    let broken: string | null = null;
    const { back } = state;
    if (back !== null && back.step !== step) {
      if (back.taken !== back.tasks)
        broken = `the coordinator forgot ${String(back.tasks)} tasks and took ${String(back.taken)} back`;
      state.back = null;
    }
    if (fact.type === 'coordinator.checkpointed') state.checkpointMs = time;
    if (fact.type === 'coordinator.restored') {
      if (fact.checkpointMs !== state.checkpointMs)
        broken = 'the coordinator came back to a checkpoint that is not its last';
      state.back = { step, tasks: fact.tasks, taken: 0 };
    }
    if (fact.type === 'task.withdrawn' && state.back !== null) state.back.taken += 1;
    return broken;
  },
});

/** The rules of coming back, as far as anybody writes checkpoints. */
export function recoveryRules({ agents, coordinatorEveryMs }: Plan): readonly Invariant[] {
  return [
    ...(agents.some(({ checkpoint }) => checkpoint !== undefined) ? [asItWas, forgottenTold] : []),
    ...(coordinatorEveryMs === undefined ? [] : [assignmentsForgotten]),
  ];
}
