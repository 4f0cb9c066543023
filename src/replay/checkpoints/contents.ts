/**
 * What an agent, or the coordinator, has at a step: as its checkpoint holds it where it wrote one in that step, else as it stands in its
 * hands. Read off the world at the step, so it is what the machine itself would come back to. It changes nothing.
 */
import type { JsonObject } from '../../base/index.ts';
import { allWork, holdings, lastLease, type AgentState, type FrontDeskState } from '../../agents/index.ts';
import { actorOfAgent, agentAt, coordinatorActor, taskAt, type GoalStatus, type Plan } from '../../plan/index.ts';
import type { MindBook } from '../minds/mind-book.ts';
import type { Run } from '../run.ts';
import type { CheckpointWork } from './checkpoint-views.ts';

/** By index; null is the coordinator. */
export type Whose = number | null;

type Item = NonNullable<AgentState['memory']>['short'][string];

/** All of it, of which a view tells the first. */
export interface Contents {
  readonly written: boolean;
  readonly work: readonly CheckpointWork[];
  /** Null where nobody remembers anything. */
  readonly memory: Readonly<Record<string, Item>> | null;
  readonly beliefs: JsonObject;
  readonly goals: readonly { readonly id: string; readonly status: GoalStatus }[];
}

export function contentsAt(run: Run, minds: MindBook, { whose, step, written }: AskedContents): Contents {
  const { plan } = run.compiled;
  const states = run.worldAt(step).snapshot().states;
  if (whose === null) {
    const work = given(plan, states[coordinatorActor] as Partial<FrontDeskState>);
    return { written, work, memory: null, beliefs: {}, goals: [] };
  }
  const state = states[actorOfAgent(whose)] as AgentState;
  const last = written ? (state.checkpoint?.last ?? null) : null;
  const standing = minds.goalsOf(whose, step);
  return {
    written,
    work: last === null ? inHand(plan, state) : asKept(plan, last),
    memory: plan.recollections.size === 0 ? null : (last?.short ?? state.memory?.short ?? {}),
    beliefs: minds.beliefsOf(whose, step),
    goals: Object.entries(standing).map(([id, { status }]) => ({ id, status })),
  };
}

interface AskedContents {
  readonly whose: Whose;
  readonly step: number;
  /** Whether it wrote a checkpoint in that step. */
  readonly written: boolean;
}

type Last = NonNullable<NonNullable<AgentState['checkpoint']>['last']>;
type HeldWork = Last['queued'][number];
type OfWork = Omit<CheckpointWork, 'how'>;

function entry(plan: Plan, { task, attempt, lease }: Pick<HeldWork, 'task' | 'attempt' | 'lease'>): OfWork {
  return { task: taskAt(plan, task).id, agent: null, attempt, lease, doneMs: null, leftMs: null };
}
function asKept(plan: Plan, { running, queued }: Last): CheckpointWork[] {
  return [
    ...running.map(({ work, begun, doneMs, leftMs }): CheckpointWork => {
      const of = entry(plan, work);
      return begun ? { ...of, how: 'running', doneMs, leftMs } : { ...of, how: 'waiting for data' };
    }),
    ...queued.map((work): CheckpointWork => ({ ...entry(plan, work), how: 'queued' })),
  ];
}

function inHand(plan: Plan, { running, queue }: AgentState): CheckpointWork[] {
  return [
    ...running.map(({ work, begun }): CheckpointWork => ({
      ...entry(plan, work),
      how: begun ? 'running' : 'waiting for data',
    })),
    ...allWork(queue).map((work): CheckpointWork => ({ ...entry(plan, work), how: 'queued' })),
  ];
}

function given(plan: Plan, { ledger }: Partial<FrontDeskState>): CheckpointWork[] {
  if (ledger === undefined) return [];
  return holdings(ledger).map(({ task, attempt, holder }): CheckpointWork => ({
    ...entry(plan, { task, attempt, lease: lastLease(ledger, task) }),
    agent: agentAt(plan, holder).id,
    how: 'given',
  }));
}
