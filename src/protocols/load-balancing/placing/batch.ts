/**
 * Policies that place the tasks of an instant together (Maheswaran et al. 1999): min-min gives the task that would be
 * done first to the agent that does it first; sufferage begins with the task that would lose most by not getting its
 * best agent. Tasks are taken in the plan's order, so many at a time that a step stays short.
 */
import type { Context } from '../../../kernel/index.ts';
import { addReady, agentAt, needAt, needOf, takeReady, atOnceOf } from '../../../plan/index.ts';
import { refresh } from './place.ts';
import { type BalancerState, type Choice, type Desk } from '../state.ts';

export const batchMax = 64;
/** So many equals of the one that a lot fell on are named. */
const besideMax = 7;

interface Row {
  readonly task: number;
  readonly capable: readonly number[];
  /** Duration on each of them, and how long until all that the task needs is there; null where it is there already. */
  readonly lengthMs: readonly number[];
  readonly waitMs: readonly number[] | null;
  /** Completion on the best agent and on the next best, ms from now; Infinity where there is none. */
  best: number;
  bestMs: number;
  second: number;
  secondMs: number;
}

/** Places up to a batch of tasks; empty when no agent has room for any. */
export function placeBatch(desk: Desk, state: BalancerState, context: Context): Choice[] {
  const { now } = context;
  const tasks: number[] = [];
  const room = desk.plan.agents.map((_, agent) => desk.room(state.ledger, agent));
  const most = Math.min(
    batchMax,
    room.reduce((sum, each) => sum + Math.max(0, each), 0),
  );
  for (let need = desk.firstNeed(state); need !== -1 && tasks.length < most; need = desk.firstNeed(state))
    tasks.push(takeReady(state.pool, need));
  if (tasks.length === 0) return [];
  const loads = loadsOf(desk, state, now);
  const rows = tasks.map((task) => rowOf(desk, state, task, now));
  for (const row of rows) weigh(row);
  const choices: Choice[] = [];
  while (rows.length > 0) {
    const at = desk.plan.balancing === 'sufferage' ? mostSuffering(rows) : soonestDone(rows);
    const row = rows.splice(at, 1)[0]!;
    if (row.best === -1) {
      addReady(state.pool, desk.plan, row.task, state.readyMs[row.task]!);
      continue;
    }
    const equals = desk.draws && row.secondMs === row.bestMs ? equalsOf(row) : [row.best];
    const agent = equals[desk.drawn(equals.length, state, row.task, context)]!;
    const beside = equals.length > 1 ? equals.filter((each) => each !== agent).slice(0, besideMax) : [row.second];
    const compared = [{ agent, value: row.bestMs }];
    for (const other of beside) if (other !== -1) compared.push({ agent: other, value: row.secondMs });
    const choice: { -readonly [Key in keyof Choice]: Choice[Key] } = { task: row.task, agent, compared };
    if (equals.length > 1) {
      choice.tied = equals.length;
      choice.comparedOf = Math.max(equals.length, compared.length);
    }
    choices.push(choice);
    room[agent]! -= 1;
    loads[agent]! += desk.durationMs(row.task, agent) / atOnceOf(agentAt(desk.plan, agent));
    for (const other of rows) if (other.best === agent || other.second === agent) weigh(other);
  }
  return choices;

  /** When it would be done on one of those that can do it, ms from now. */
  function doneMs({ capable, lengthMs, waitMs }: Row, at: number): number {
    const load = loads[capable[at]!]!;
    return (waitMs === null ? load : Math.max(load, waitMs[at]!)) + lengthMs[at]!;
  }

  /** All with room where it would be done first. */
  function equalsOf(row: Row): number[] {
    return row.capable.filter((agent, at) => room[agent]! > 0 && doneMs(row, at) === row.bestMs);
  }

  /** The two agents where the task would be done first. */
  function weigh(row: Row): void {
    row.best = row.second = -1;
    row.bestMs = row.secondMs = Infinity;
    for (let at = 0; at < row.capable.length; at += 1) {
      const agent = row.capable[at]!;
      if (room[agent]! <= 0) continue;
      const done = doneMs(row, at);
      if (done < row.bestMs) {
        row.second = row.best;
        row.secondMs = row.bestMs;
        row.best = agent;
        row.bestMs = done;
      } else if (done < row.secondMs) {
        row.second = agent;
        row.secondMs = done;
      }
    }
  }
}

function rowOf(desk: Desk, state: BalancerState, task: number, now: number): Row {
  const { capable } = needAt(desk.plan, needOf(desk.plan, task));
  const lengthMs = capable.map((agent) => desk.durationMs(task, agent));
  const waitMs =
    state.arrivals[task] === undefined ? null : capable.map((agent) => desk.availableMs(state, task, agent, now) - now);
  return { task, capable, lengthMs, waitMs, best: -1, bestMs: Infinity, second: -1, secondMs: Infinity };
}

/** When each agent would be through with what it has, ms from now. One with a free slot could begin at once. */
function loadsOf(desk: Desk, state: BalancerState, now: number): number[] {
  if (desk.settings.staleMs > 0) {
    refresh(desk, state, now);
    return state.seenLoad.map((load, agent) => (state.seenFree[agent]! > 0 ? 0 : load));
  }
  return desk.plan.agents.map((_, agent) =>
    desk.assigner.freeSlots(state.ledger, agent) > 0 ? 0 : desk.assigner.backlogMs(state.ledger, agent, now),
  );
}

function soonestDone(rows: readonly Row[]): number {
  let at = 0;
  for (let i = 1; i < rows.length; i += 1) if (rows[i]!.bestMs < rows[at]!.bestMs) at = i;
  return at;
}

function mostSuffering(rows: readonly Row[]): number {
  let at = 0;
  for (let i = 1; i < rows.length; i += 1) if (sufferage(rows[i]!) > sufferage(rows[at]!)) at = i;
  return at;
}

function sufferage(row: Row): number {
  return row.best === -1 ? 0 : row.secondMs - row.bestMs;
}
