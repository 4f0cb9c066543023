/**
 * What the workflow remembers of a run: one number a task for each thing, so that a copy is cheap. Plain data; only
 * the workflow's machine changes it.
 */
import type { Json, JsonObject } from '../base/index.ts';
import type { Minds, Plan } from '../plan/index.ts';
import type { KeptEnds } from './inputs/kept.ts';
import { talliesOf, type Tally } from './progress/tally.ts';

export interface WorkflowState {
  /** One of `status`, by task. */
  states: number[];
  attempt: number[];
  /** Dependencies of each task that are settled, and those of them that are satisfied. */
  settled: number[];
  satisfied: number[];
  endedMs: number[];
  ranOn: number[];
  /** Results other than null, by task. */
  results: Record<number, Json>;
  /** What tasks that are over read and wrote last of shared memories, by task, with the step of their end; absent while there is none. */
  memory?: Record<number, { readonly step: number; readonly values: JsonObject }>;
  /** What tasks that are over recalled, by task, as `memory`; absent while nobody sees any. */
  recalled?: Record<number, { readonly step: number; readonly values: JsonObject }>;
  /** Timers of queue timeouts, by task. */
  queueTimers: Record<number, number>;
  /** The last attempt that is known to have begun, by task; kept only where a limit asks for it. */
  begun: Record<number, number>;
  /** Tasks that were under way when the run ran out of time: once they have stopped, they have failed. */
  doomed: Record<number, true>;
  /** Whether the run ran out of time. */
  overtime: boolean;
  /** Ordinary tasks that are not over. */
  open: number;
  phase: 'running' | 'stopping' | 'compensating' | 'finished';
  /** Why it stops. */
  reason: string | null;
  /** Tasks that can be undone, in order of their success. */
  undoable: number[];
  timer: number;
  /** Whether the coordinator was asked to give up what waits for nobody, and nothing has come of it; absent while it was not. */
  lastCall?: true;
  /** How the parts of each composite stand, by task; absent where there are none. */
  tallies?: Record<number, Tally>;
  /** Dependencies that do not count although they succeeded, by their place in the plan; absent while there are none. */
  untaken?: Record<number, true>;
  /** Conditions and reductions that wait for a task that they name, by place; absent while there are none. */
  postponed?: Record<number, true>;
  /** What agents believe and have reached; absent where nobody has a goal and no task changes a belief, until a person changes something. */
  minds?: MindsState;
  /** Copies of services that may differ from others, by service and agent; absent while there are none. */
  unsettled?: Record<string, true>;
  /** Ends of an earlier run that are still to come; absent when there are none. */
  kept?: KeptEnds;
}

interface MindsState {
  /** By agent. */
  beliefs: JsonObject[];
  /** Places of the goals that each agent has reached, by agent. */
  reached: number[][];
  /** Places of the goals that a person has given up, by agent; absent while there were none. */
  dropped?: Record<number, number[]>;
  /** Whether anything has changed since goals were looked at. */
  due: boolean;
}

export function initialState(plan: Plan): WorkflowState {
  const zeros = (): number[] => new Array<number>(plan.tasks.length).fill(0);
  return {
    states: zeros(),
    attempt: zeros(),
    settled: zeros(),
    satisfied: zeros(),
    endedMs: zeros(),
    ranOn: new Array<number>(plan.tasks.length).fill(-1),
    results: {},
    queueTimers: {},
    begun: {},
    doomed: {},
    overtime: false,
    open: plan.ordinary,
    phase: 'running',
    reason: null,
    undoable: [],
    timer: 0,
    ...(plan.parts.size === 0 ? {} : { tallies: talliesOf(plan) }),
    ...(plan.minds.kept ? { minds: freshMinds(plan.minds) } : {}),
  };
}

/** What agents have in mind before anything has happened. */
export function freshMinds({ agents }: Minds): MindsState {
  return { beliefs: agents.map(({ beliefs }) => beliefs), reached: agents.map(() => []), due: false };
}
