/**
 * What is known of each negotiation from the facts of a run: its attempts, what the parties said that they want, every word with
 * its place among the facts, and how it ended. It is folded once and read by whoever draws it.
 */
import type { JsonObject } from '../../../base/index.ts';
import { bargainAt } from '../table.ts';
import type { KnownFact, Plan, Preferences } from '../../../plan/index.ts';
import { dealOf } from '../figures.ts';
import { outcomeText, type ClosedFact, type NegotiationFact } from '../messages.ts';

export interface SpokenWord {
  /** Place of its fact. */
  readonly at: number;
  readonly word: 'offered' | 'accepted' | 'proposed';
  /** Index of the agent; -1 for the mediator. */
  readonly agent: number;
  /** 0 of what a mediator proposes. */
  readonly round: number;
  readonly outcome: number;
  readonly text: string;
  /** By place, where one of two had to concede: what each risked; null elsewhere. */
  readonly risks: readonly number[] | null;
}

export interface NegotiationAttempt {
  readonly attempt: number;
  /** Place of the fact that it was called by. */
  readonly at: number;
  /** What all said that they want; null until the desk has heard it. */
  declared: readonly Preferences[] | null;
  readonly words: SpokenWord[];
  ended: { readonly at: number; readonly fact: ClosedFact; readonly deal: JsonObject; readonly text: string } | null;
}

export class NegotiationAccount {
  readonly #plan: Plan;
  readonly #attempts = new Map<number, NegotiationAttempt[]>();

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** Tasks that are negotiated, in the order of the document, whether or not they have begun. */
  tasks(): readonly number[] {
    return [...this.#plan.decisions.keys()].filter((task) => bargainAt(this.#plan, task) !== undefined);
  }

  of(task: number): readonly NegotiationAttempt[] {
    return this.#attempts.get(task) ?? [];
  }

  fact(known: KnownFact, at: number): void {
    const fact = known as KnownFact | NegotiationFact;
    if (fact.type === 'negotiation.called') {
      const begun = { attempt: fact.attempt, at, declared: null, words: [], ended: null };
      this.#attempts.set(fact.task, [...this.of(fact.task), begun]);
      return;
    }
    const attempt = 'task' in fact ? this.of(fact.task).at(-1) : undefined;
    if (attempt === undefined) return;
    if (fact.type === 'negotiation.opened') attempt.declared = fact.parties;
    else if (fact.type === 'negotiation.offered' || fact.type === 'negotiation.accepted') {
      const { agent, round, number: outcome, risks } = fact;
      const word = fact.type === 'negotiation.offered' ? 'offered' : 'accepted';
      attempt.words.push({ at, word, agent, round, outcome, text: outcomeText(fact.outcome), risks });
    } else if (fact.type === 'negotiation.proposed') {
      const of = { agent: -1, round: 0, outcome: fact.number, text: outcomeText(fact.outcome), risks: null };
      attempt.words.push({ at, word: 'proposed', ...of });
    } else if (fact.type === 'negotiation.closed') {
      const text = fact.outcome === null ? '' : outcomeText(fact.outcome);
      attempt.ended = { at, fact, deal: dealOf(this.#plan, fact, attempt.declared), text };
    }
  }
}
