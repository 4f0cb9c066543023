/**
 * What the balancer sees of its agents during one decision. Only what it gives away itself changes that, so loads are
 * reckoned once, and again for whoever was given something since.
 */
import { accountOf, Candidates, type Assigner, type Ledger } from '../../../agents/index.ts';
import type { Plan } from '../../../plan/index.ts';

/** Not reckoned yet. */
const unseen = -1;

export class Sight {
  readonly #assigner: Assigner;
  readonly #open: Candidates;
  readonly #idle: Candidates;
  readonly #loadMs: number[];
  #ledger: Ledger;
  #now = 0;

  /** `room` says how many more tasks an agent may be given. */
  constructor(plan: Plan, assigner: Assigner, room: (ledger: Ledger, agent: number) => number) {
    this.#assigner = assigner;
    this.#ledger = assigner.init();
    this.#loadMs = plan.agents.map(() => unseen);
    const isOpen = (agent: number): boolean => room(this.#ledger, agent) > 0;
    this.#open = new Candidates(plan, isOpen);
    this.#idle = new Candidates(plan, (agent) => accountOf(this.#ledger, agent).count === 0 && isOpen(agent));
  }

  /** A decision begins. */
  begin(ledger: Ledger, now: number): void {
    this.#ledger = ledger;
    this.#now = now;
    this.#open.begin();
    this.#idle.begin();
    this.#loadMs.fill(unseen);
  }

  /** An agent was given a task. */
  given(agent: number): void {
    this.#loadMs[agent] = unseen;
  }

  /** Those that can do what a need asks and have room. */
  openOf(need: number): readonly number[] {
    return this.#open.of(need);
  }

  /** Those of them that have nothing in hand. */
  idleOf(need: number): readonly number[] {
    return this.#idle.of(need);
  }

  /** Slots that nobody uses; below nothing where tasks wait. */
  free(agent: number): number {
    return this.#assigner.freeSlots(this.#ledger, agent);
  }

  /** Expected work left over slots, ms. */
  loadMs(agent: number): number {
    const known = this.#loadMs[agent]!;
    return known === unseen ? (this.#loadMs[agent] = this.#assigner.backlogMs(this.#ledger, agent, this.#now)) : known;
  }
}
