/**
 * The centralized coordinator (PROTOCOLS section 1): it knows every ready task and every free slot, and decides at
 * the end of each instant who gets what. It never gives a task to an agent that cannot do it, and never runs one.
 */
import { Assigner, FrontDesk, leaseOf, type FrontDeskState } from '../../agents/index.ts';
import type { Context, Machine } from '../../kernel/index.ts';
import type { Plan } from '../../plan/index.ts';
import { chooserOf } from './choose.ts';
import type { Chooser } from './desk.ts';
import type { MatchedFact } from './messages.ts';
import type { CentralizedSettings } from './settings.ts';

export interface CentralizedState extends FrontDeskState {
  /** For a schedule made beforehand: how far each agent's sequence has been followed, and what never will come. */
  followed: number[];
  gone: Record<number, true>;
}

export function coordinator(plan: Plan, settings: CentralizedSettings): Machine<CentralizedState> {
  const desk = new CentralDesk(plan, settings);
  return {
    init: () => desk.init(),
    receive(state, message, context) {
      desk.receive(state, message, context);
    },
  };
}

class CentralDesk extends FrontDesk<CentralizedState> {
  readonly #chooser: Chooser;
  readonly #followsSchedule: boolean;

  constructor(plan: Plan, settings: CentralizedSettings) {
    const lease = leaseOf(settings.leaseMs, plan);
    super('centralized', plan, new Assigner('centralized', plan, { acknowledge: settings.acknowledge, lease }));
    this.#chooser = chooserOf(plan, settings, this.assigner);
    this.#followsSchedule = plan.assignment === 'heft' || plan.assignment === 'cpop';
  }

  init(): CentralizedState {
    return this.desk({ followed: this.plan.agents.map(() => 0), gone: {} });
  }

  protected override giveOut(state: CentralizedState, context: Context): void {
    const chooser = this.#chooser;
    chooser.begin(state, context.now);
    for (let choice = chooser.next(state, context); choice !== null; choice = chooser.next(state, context)) {
      const { task, agent, availableMs, rule, compared, comparedOf, tied } = choice;
      if (choice.proof !== undefined)
        context.record({ type: 'centralized.matched', ...choice.proof } satisfies MatchedFact);
      // Written out: a spread copy is ten times as slow, and this is done for every task.
      const attempt = state.attempt[task]!;
      this.assigner.assign(state.ledger, context, {
        task,
        attempt,
        agent,
        availableMs,
        rule,
        compared,
        comparedOf,
        tied,
      });
    }
  }

  /** A schedule made beforehand waits for it no longer; should it be tried again, any agent may have it. */
  protected override stopped(state: CentralizedState, task: number, context: Context): void {
    if (this.#followsSchedule) state.gone[task] = true;
    this.decideSoon(state, context);
  }

  protected override voided(state: CentralizedState, task: number, _known: boolean, context: Context): void {
    this.stopped(state, task, context);
  }
}
