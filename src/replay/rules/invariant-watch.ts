/**
 * Folds every invariant of a run over its facts and remembers where each was first broken. It may lag behind the log
 * and catches up when asked.
 */
import { Holdings, type Invariant, type KnownFact, type Moment } from '../../plan/index.ts';
import type { Compiled } from '../../workflow/index.ts';
import type { FactLog } from '../log/fact-log.ts';
import type { InvariantView } from '../views.ts';

interface Watched {
  readonly rule: Invariant;
  state: unknown;
  broken: { readonly step: number; readonly message: string } | null;
}

export class InvariantWatch {
  readonly #compiled: Compiled;
  readonly #log: FactLog;
  #watched: Watched[] | null = null;
  /** Whoever hears facts of a type, by the type: most rules hear of few. */
  readonly #hearers = new Map<string, Watched[]>();
  /** Who holds what before the fact that is folded next: one book for all rules. */
  #held: Holdings;
  #at = 0;
  #ended: Moment | null = null;
  #moment: Moment = { step: 0, time: 0 };

  constructor(compiled: Compiled, log: FactLog) {
    this.#compiled = compiled;
    this.#log = log;
    this.#held = new Holdings(compiled.plan);
  }

  /** Begins again from the first fact: what was folded may have been cut off. */
  reset(): void {
    this.#watched = null;
    this.#hearers.clear();
    this.#held = new Holdings(this.#compiled.plan);
    this.#at = 0;
    this.#ended = null;
  }

  /** The rules with their states, made when the first fact is folded: a run that nobody checks pays nothing for them. */
  #rules(): Watched[] {
    this.#watched ??= this.#compiled.invariants.map((rule) => ({
      rule,
      state: rule.init(this.#compiled.plan, this.#held),
      broken: null,
    }));
    return this.#watched;
  }

  #hearersOf(type: string): Watched[] {
    let hearers = this.#hearers.get(type);
    if (hearers === undefined) {
      hearers = this.#rules().filter(({ rule }) => rule.hears?.includes(type) ?? true);
      this.#hearers.set(type, hearers);
    }
    return hearers;
  }

  /** Says that no more facts will come. */
  finish(moment: Moment): void {
    this.#ended = moment;
  }

  /** Folds one fact more, which need not stand in the log. */
  hear(fact: KnownFact, step: number, time: number): void {
    if (this.#moment.step !== step || this.#moment.time !== time) this.#moment = { step, time };
    const moment = this.#moment;
    const { plan } = this.#compiled;
    for (const watched of this.#hearersOf(fact.type)) {
      if (watched.broken !== null) continue;
      const message = watched.rule.fact(watched.state, fact, moment, plan);
      if (message !== null) watched.broken = { step, message };
    }
    this.#held.enter(fact, time);
  }

  /** Folds at most so many facts more; true when all are folded. */
  advance(factsMax: number): boolean {
    const { plan } = this.#compiled;
    const rules = this.#rules();
    const until = Math.min(this.#log.length, this.#at + factsMax);
    for (; this.#at < until; this.#at += 1)
      this.hear(this.#log.at(this.#at), this.#log.stepOf(this.#at), this.#log.timeOf(this.#at));
    if (this.#at < this.#log.length || this.#ended === null) return this.#at === this.#log.length;
    for (const watched of rules) {
      const message = watched.broken === null ? (watched.rule.end?.(watched.state, this.#ended, plan) ?? null) : null;
      if (message !== null) watched.broken = { step: this.#ended.step, message };
    }
    this.#ended = null;
    return true;
  }

  /** Every rule, held or broken, after all facts so far were folded. */
  views(): InvariantView[] {
    while (!this.advance(1_000_000));
    return this.#rules().map(({ rule, broken }) => ({
      rule: rule.rule,
      title: rule.title,
      room: rule.room,
      holds: broken === null,
      step: broken?.step ?? null,
      message: broken?.message ?? null,
    }));
  }
}
