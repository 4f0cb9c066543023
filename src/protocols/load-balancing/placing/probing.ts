/**
 * The policies that ask before they place: join the shortest queue asks every agent that can do the task, the power of
 * d choices a few drawn by lot (Mitzenmacher 2001). An answer is a number of tasks; what was given to the agent since it
 * was asked is added. An agent that does not answer in time is left out.
 */
import { heldBy, isSuspect } from '../../../agents/index.ts';
import type { Context, Message } from '../../../kernel/index.ts';
import {
  actorOfAgent,
  agentAt,
  agentOfActor,
  needAt,
  needOf,
  takeReady,
  waitingKey,
  atOnceOf,
} from '../../../plan/index.ts';
import type { Load, Probe } from '../messages.ts';
import { Scan } from './scan.ts';
import { type BalancerState, type Choice, type Desk, type Inquiry } from '../state.ts';

/** Tasks on whose behalf agents are asked at one time; the others wait. */
const inquiriesMax = 256;

export interface ProbeTimer extends Message {
  readonly type: 'load-balancing.unanswered';
  readonly task: number;
  readonly probe: number;
}

/** Asks on behalf of the next tasks in order, of no more than there is room for. */
export function askForNext(desk: Desk, state: BalancerState, context: Context): void {
  let most = inquiriesMax;
  if (desk.settings.queueLimit > 0) {
    const room = desk.plan.agents.reduce((sum, _, agent) => sum + Math.max(0, desk.room(state.ledger, agent)), 0);
    most = Math.min(most, room);
  }
  while (state.probing < most) {
    const need = desk.firstNeed(state);
    if (need === -1) return;
    ask(desk, state, takeReady(state.pool, need), context);
  }
}

/** Places every task whose answers are in, in the plan's order; what has no room any more is handed to `back`. */
export function placeAnswered(
  desk: Desk,
  state: BalancerState,
  back: (task: number) => void,
  context: Context,
): Choice[] {
  if (state.answered.length === 0) return [];
  const keys = new Map(state.answered.map((task) => [task, waitingKey(desk.plan, task, state.readyMs[task]!)]));
  const probeOf = (task: number): number => state.inquiries[task]!.probe;
  const tasks = state.answered.sort((a, b) => keys.get(a)! - keys.get(b)! || probeOf(a) - probeOf(b));
  state.answered = [];
  const choices: Choice[] = [];
  const extra = new Map<number, number>();
  const scan = new Scan(desk.plan.agents.length);
  for (const task of tasks) {
    const choice = chosen(desk, state, { task, extra, scan }, context);
    closeInquiry(state, task);
    if (choice === null) back(task);
    else {
      choices.push(choice);
      extra.set(choice.agent, (extra.get(choice.agent) ?? 0) + 1);
    }
  }
  return choices;
}

/** Takes an answer in; true when it was the last that was missing. */
export function hear(state: BalancerState, { task, probe, length }: Load, context: Context): boolean {
  const inquiry = state.inquiries[task];
  if (inquiry === undefined || inquiry.probe !== probe || inquiry.missing === 0) return false;
  const at = inquiry.asked.indexOf(agentOfActor(context.from));
  if (at === -1 || inquiry.lengths[at] !== -1) return false;
  inquiry.lengths[at] = length;
  inquiry.missing -= 1;
  if (inquiry.missing > 0) return false;
  state.answered.push(task);
  return true;
}

/** Waits no longer for answers; true when there was something to wait for. */
export function hearNoMore(state: BalancerState, { task, probe }: ProbeTimer): boolean {
  const inquiry = state.inquiries[task];
  if (inquiry === undefined || inquiry.probe !== probe || inquiry.missing === 0) return false;
  inquiry.missing = 0;
  state.answered.push(task);
  return true;
}

/** Forgets an inquiry; false when there is none. */
export function closeInquiry(state: BalancerState, task: number): boolean {
  if (state.inquiries[task] === undefined) return false;
  delete state.inquiries[task];
  state.probing -= 1;
  const at = state.answered.indexOf(task);
  if (at !== -1) state.answered.splice(at, 1);
  return true;
}

function ask(desk: Desk, state: BalancerState, task: number, context: Context): void {
  const asked = whomToAsk(desk, state, task, context);
  state.probes += 1;
  state.probing += 1;
  const probe = state.probes;
  const inquiry: Inquiry = {
    probe,
    asked,
    given: asked.map((agent) => state.given[agent]!),
    lengths: asked.map(() => -1),
    missing: asked.length,
  };
  state.inquiries[task] = inquiry;
  for (const agent of asked)
    context.send(actorOfAgent(agent), { type: 'load-balancing.probe', task, probe } satisfies Probe);
  if (state.ledger.lossy) waitForAnswers(desk, task, probe, context);
}

/** Where answers may be lost it does not wait for them longer than they can take. */
function waitForAnswers(desk: Desk, task: number, probe: number, context: Context): void {
  context.after(4 * desk.plan.delayMaxMs + 1, { type: 'load-balancing.unanswered', task, probe } satisfies ProbeTimer);
}

/** Answers that are on their way may never come, from here on. */
export function doubtAnswers(desk: Desk, state: BalancerState, context: Context): void {
  for (const [task, { probe, missing }] of Object.entries(state.inquiries))
    if (missing > 0) waitForAnswers(desk, Number(task), probe, context);
}

/** All that can do it, or `choices` different ones by lot; none that is under suspicion. */
function whomToAsk(desk: Desk, state: BalancerState, task: number, context: Context): readonly number[] {
  const { capable } = needAt(desk.plan, needOf(desk.plan, task));
  const live = capable.filter((agent) => !isSuspect(state.ledger, agent));
  const count = desk.plan.balancing === 'jsq' ? live.length : Math.min(live.length, desk.settings.choices);
  if (count === live.length) return live;
  const stream = context.random('load-balancing/choices');
  for (let at = 0; at < count; at += 1) {
    const other = stream.integer(at, live.length - 1);
    [live[at], live[other]] = [live[other]!, live[at]!];
  }
  return live.slice(0, count).sort((a, b) => a - b);
}

/** The shortest queue of those that answered and have room; without an answer, by what the balancer knows; null when none has room. */
function chosen(
  desk: Desk,
  state: BalancerState,
  { task, extra, scan }: { readonly task: number; readonly extra: ReadonlyMap<number, number>; readonly scan: Scan },
  context: Context,
): Choice | null {
  const { asked, lengths, given } = state.inquiries[task]!;
  const { ledger } = state;
  const roomAt = (agent: number): boolean => desk.room(ledger, agent) > (extra.get(agent) ?? 0);
  const perSlot = (agent: number, length: number): number =>
    (length + (extra.get(agent) ?? 0)) / atOnceOf(agentAt(desk.plan, agent));
  scan.clear();
  asked.forEach((agent, at) => {
    if (lengths[at] !== -1 && roomAt(agent))
      scan.add(agent, perSlot(agent, lengths[at]! + state.given[agent]! - given[at]!));
  });
  if (scan.best === -1)
    for (const agent of needAt(desk.plan, needOf(desk.plan, task)).capable)
      if (roomAt(agent)) scan.add(agent, perSlot(agent, heldBy(ledger, agent)));
  return scan.best === -1 ? null : scan.choice(desk, state, task, context);
}
