/**
 * The desk of all negotiations: it hears what each party wants, tells it to all, and hears from two how they ended, or proposes one
 * outcome to all as a mediator. It repeats what has no answer and closes at the deadline. It is trusted, and wants nothing.
 */
import { invariant, type JsonObject } from '../../base/index.ts';
import { priority, type Context, type Machine } from '../../kernel/index.ts';
import {
  actorOfAgent,
  agentAt,
  agentOfActor,
  decisionAt,
  groupAt,
  type Bargain,
  type Plan,
  type Preferences,
  type TaskFact,
  type TaskReady,
} from '../../plan/index.ts';
import { DecisionDesk, type DecisionDeskState, type OpenDecision } from '../decision-desk.ts';
import {
  callsMax,
  type Again,
  type Answer,
  type Call,
  type CalledFact,
  type Close,
  type ClosedFact,
  type Declare,
  type Open,
  type OpenedFact,
  type Over,
  type Propose,
  type ProposedFact,
  type RepeatedFact,
  type Report,
} from './messages.ts';
import { pointOf, rationalOf } from './bargain/points.ts';
import { utilityOf } from './bargain/space.ts';
import { outcomeAt } from './bargain/told.ts';
import { bargainAt, pointOfProtocol, protocolAt, tableOf } from './table.ts';

interface Sitting extends OpenDecision {
  phase: 'declaring' | 'talking' | 'proposing';
  /** By place, what has come from each. */
  readonly declared: (Preferences | null)[];
  readonly reports: (Pick<Report, 'outcome' | 'rounds' | 'reason'> | null)[];
  readonly answers: (boolean | null)[];
  proposed: number;
  /** Repetitions so far, and the timer of the next; 0 for none. */
  calls: number;
  again: number;
}

export type DeskState = DecisionDeskState<Sitting>;
type Heard = Declare | Report | Answer | Again | Close;

export function deskMachine(plan: Plan): Machine<DeskState> {
  const desk = new Desk(plan);
  return {
    init: () => ({ open: {} }),
    receive(state, message, context) {
      desk.receive(state, message, context);
    },
  };
}

/** How one ended: the outcome, or why there is none. */
interface End {
  readonly outcome: number;
  readonly rounds: number;
  readonly reason: string | null;
}

class Desk extends DecisionDesk<Sitting, DeskState, Heard> {
  protected override begin(state: DeskState, { task, attempt }: TaskReady, context: Context): void {
    const members = this.#membersOf(task);
    const none = (): null[] => members.map(() => null);
    const sitting: Sitting = {
      ...{ attempt, timer: 0, phase: 'declaring', declared: none(), reports: none(), answers: none() },
      ...{ proposed: -1, calls: 0, again: 0 },
    };
    state.open[task] = sitting;
    const untilMs = context.now + this.#bargainOf(task).deadlineMs;
    const { group } = decisionAt(this.plan, task);
    context.record({ type: 'negotiation.called', task, attempt, group, members, untilMs } satisfies CalledFact);
    this.#arm(task, sitting, context);
    this.#ask(task, sitting, members, context);
  }

  protected override hear(state: DeskState, message: Heard, context: Context): void {
    const { task, attempt } = message;
    const sitting = state.open[task];
    if (sitting?.attempt !== attempt) return;
    if (message.type === 'negotiation.close') {
      this.#end(state, task, { outcome: -1, rounds: 0, reason: 'no deal by the deadline' }, context);
      return;
    }
    if (message.type === 'negotiation.again') {
      this.#repeat(task, sitting, context);
      return;
    }
    const place = this.#membersOf(task).indexOf(agentOfActor(context.from));
    if (place === -1) return;
    switch (message.type) {
      case 'negotiation.declare':
        if (sitting.phase !== 'declaring') return;
        sitting.declared[place] ??= message.preferences;
        if (!sitting.declared.includes(null)) this.#open(state, task, context);
        return;
      case 'negotiation.report':
        if (sitting.phase !== 'talking') return;
        sitting.reports[place] ??= { outcome: message.outcome, rounds: message.rounds, reason: message.reason };
        if (!sitting.reports.includes(null)) this.#reported(state, task, context);
        return;
      case 'negotiation.answer':
        if (sitting.phase !== 'proposing') return;
        sitting.answers[place] ??= message.accepts;
        if (!sitting.answers.includes(null)) this.#answered(state, task, context);
    }
  }

  protected override resume(state: DeskState, task: number, context: Context): void {
    // Nobody could answer meanwhile: its time begins anew, and what has no answer is asked for again.
    const sitting = state.open[task]!;
    sitting.calls = 0;
    this.#arm(task, sitting, context);
    this.#repeat(task, sitting, context);
  }

  protected override stopTimers(sitting: Sitting, context: Context): void {
    super.stopTimers(sitting, context);
    if (sitting.again !== 0) context.cancel(sitting.again);
    sitting.again = 0;
  }

  /** Those who still talk are told that it is over. */
  protected override close(state: DeskState, task: number, context: Context): void {
    const sitting = state.open[task];
    if (sitting?.phase === 'talking') {
      const { attempt } = sitting;
      for (const member of this.#silent(task, sitting))
        context.send(actorOfAgent(member), { type: 'negotiation.over', task, attempt } satisfies Over);
    }
    super.close(state, task, context);
  }

  /** All have said what they want: two begin to talk, or one outcome is proposed to all. */
  #open(state: DeskState, task: number, context: Context): void {
    const sitting = state.open[task]!;
    const { attempt } = sitting;
    const members = this.#membersOf(task);
    const parties = this.#declaredIn(sitting);
    const { space } = tableOf(this.plan, task, this.#bargainOf(task), parties);
    const rational = rationalOf(space);
    const { group } = decisionAt(this.plan, task);
    context.record({
      type: 'negotiation.opened',
      ...{ task, attempt, group, parties, outcomes: space.count, rational: rational.length },
    } satisfies OpenedFact);
    sitting.calls = 0;
    const asked = pointOfProtocol(protocolAt(this.plan, task));
    if (asked === undefined) sitting.phase = 'talking';
    else if (rational.length === 0) {
      this.#end(state, task, { outcome: -1, rounds: 0, reason: 'no outcome is acceptable to all' }, context);
      return;
    } else {
      sitting.phase = 'proposing';
      const wanted = pointOf(space, asked, rational);
      // Where somebody can gain nothing there are no shares to make even.
      const point = wanted.chosen === -1 ? 'egalitarian' : asked;
      const { chosen, outcomes } = wanted.chosen === -1 ? pointOf(space, point, rational) : wanted;
      sitting.proposed = chosen;
      context.record({
        type: 'negotiation.proposed',
        ...{ task, attempt, group, point, number: chosen, outcome: outcomeAt(space.issues, chosen) },
        ...{ gains: space.gains.map((gain) => gain[chosen]!), tied: outcomes.length },
      } satisfies ProposedFact);
    }
    this.#ask(task, sitting, members, context);
  }

  #reported(state: DeskState, task: number, context: Context): void {
    const reports = state.open[task]!.reports.flatMap((report) => report ?? []);
    const [first, second] = reports;
    invariant(first !== undefined && second !== undefined, 'two report');
    const rounds = Math.max(first.rounds, second.rounds);
    if (first.outcome !== second.outcome)
      this.#end(state, task, { outcome: -1, rounds, reason: 'the parties name different deals' }, context);
    else
      this.#end(
        state,
        task,
        { outcome: first.outcome, rounds, reason: first.outcome === -1 ? first.reason : null },
        context,
      );
  }

  #answered(state: DeskState, task: number, context: Context): void {
    const { answers, proposed } = state.open[task]!;
    const place = answers.indexOf(false);
    const who = place === -1 ? null : agentAt(this.plan, this.#membersOf(task)[place]!).name;
    const end =
      who === null ? { outcome: proposed, reason: null } : { outcome: -1, reason: `${who} refused the proposal` };
    this.#end(state, task, { ...end, rounds: 1 }, context);
  }

  #end(state: DeskState, task: number, { outcome: number, rounds, reason }: End, context: Context): void {
    const sitting = state.open[task]!;
    const { attempt } = sitting;
    const { issues, conflictFails, parties } = this.#bargainOf(task);
    const members = this.#membersOf(task);
    this.close(state, task, context);
    const { group } = decisionAt(this.plan, task);
    const agreed = number !== -1;
    const told = sitting.declared.map((each, at) => each ?? parties[at]!);
    const utilities = told.map((each) => (agreed ? utilityOf(issues, each, number) : each.reservation));
    const outcome = agreed ? outcomeAt(issues, number) : null;
    const closed = { group, agreed, number, outcome, utilities, rounds, reason };
    context.record({ type: 'negotiation.closed', task, attempt, ...closed } satisfies ClosedFact);
    if (!agreed && conflictFails) {
      this.done(task, attempt, { kind: 'failed', reason: reason! }, context);
      return;
    }
    const byId = Object.fromEntries(members.map((member, at) => [agentAt(this.plan, member).id, utilities[at]!]));
    const deal: JsonObject = { agreed, outcome, utilities: byId, rounds };
    if (agreed)
      context.record({
        ...{ type: 'decision.made', task, group, value: outcome, members, note: { rounds, utilities: byId } },
      } satisfies TaskFact);
    this.done(task, attempt, { kind: 'succeeded', result: deal }, context);
  }

  #arm(task: number, sitting: Sitting, context: Context): void {
    const { attempt } = sitting;
    const { deadlineMs } = this.#bargainOf(task);
    sitting.timer = context.after(
      deadlineMs,
      { type: 'negotiation.close', task, attempt } satisfies Close,
      priority.decision,
    );
  }

  /** Sends what these members are to answer, and sets the time at which it is sent again to who has not. */
  #ask(task: number, sitting: Sitting, members: readonly number[], context: Context): void {
    const { attempt, phase, proposed } = sitting;
    for (const member of members) {
      const to = actorOfAgent(member);
      const of = { task, attempt };
      if (phase === 'declaring') context.send(to, { type: 'negotiation.call', ...of } satisfies Call);
      else if (phase === 'proposing')
        context.send(to, { type: 'negotiation.propose', ...of, outcome: proposed } satisfies Propose);
      else context.send(to, { type: 'negotiation.open', ...of, parties: this.#declaredIn(sitting) } satisfies Open);
    }
    if (sitting.again !== 0) context.cancel(sitting.again);
    sitting.again = 0;
    if (sitting.calls >= callsMax) return;
    const { deadlineMs } = this.#bargainOf(task);
    const pause = Math.max(2 * this.plan.delayMaxMs + 1, Math.ceil(deadlineMs / callsMax));
    if (pause < deadlineMs)
      sitting.again = context.after(pause, { type: 'negotiation.again', task, attempt } satisfies Again);
  }

  #repeat(task: number, sitting: Sitting, context: Context): void {
    sitting.calls += 1;
    const { attempt, calls: round } = sitting;
    const members = this.#silent(task, sitting);
    context.record({ type: 'negotiation.repeated', task, attempt, members, round } satisfies RepeatedFact);
    this.#ask(task, sitting, members, context);
  }

  /** Members of which nothing has come yet that this phase asks for. */
  #silent(task: number, { phase, declared, reports, answers }: Sitting): readonly number[] {
    const come = { declaring: declared, talking: reports, proposing: answers }[phase];
    return this.#membersOf(task).filter((_, place) => come[place] === null);
  }

  #declaredIn({ declared }: Sitting): readonly Preferences[] {
    return declared.flatMap((each) => each ?? []);
  }
  #bargainOf(task: number): Bargain {
    const bargain = bargainAt(this.plan, task);
    invariant(bargain !== undefined, 'what comes to this desk is negotiated');
    return bargain;
  }
  #membersOf(task: number): readonly number[] {
    return groupAt(this.plan, decisionAt(this.plan, task).group).members;
  }
}
