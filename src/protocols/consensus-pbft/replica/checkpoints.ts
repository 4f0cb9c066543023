/**
 * Checkpoints and what follows from them (Castro and Liskov 1999, section 4.3): every so many slots the replicas compare
 * the digests of their states; what a quorum has in common is stable, and what led there is forgotten. A replica that
 * missed something asks the others, and takes nothing that is not certified.
 */
import {
  isSound,
  stateDigest,
  type Certified,
  type CheckpointVote,
  type Fetch,
  type NewView,
  type Proof,
  type StableFact,
  type StateTold,
  type Taken,
  type Timeout,
} from '../messages.ts';
import { Ordering } from './ordering.ts';
import { slotAt } from './state.ts';

/** Checkpoints that a member can have spoken of: nobody is further ahead of what is stable. */
const claimsMax = 2;
/** Times that what is missing is asked for, at most. */
const fetchesMax = 12;
/** And how often the pause before doubles; the first is a quarter of the patience with a leader. */
const doublingsMax = 6;

export abstract class Checkpoints extends Ordering {
  protected abstract newView(message: NewView): void;

  protected override checkpoint(): void {
    const { executed: slot, chain, answers } = this.state;
    const taken: Taken = { slot, chain, answers: { ...answers } };
    const digest = stateDigest(taken);
    this.state.taken.push({ state: taken, digest });
    this.broadcast({ type: 'consensus-pbft.checkpoint', group: this.number, slot, digest } satisfies CheckpointVote);
    this.#claim(this.place, slot, digest);
  }

  protected claimed({ slot, digest }: CheckpointVote): void {
    this.#claim(this.sender, slot, digest);
  }

  #claim(place: number, slot: number, digest: string): void {
    const claims = this.state.claims[place]!;
    if (slot <= this.state.stable.slot || claims.some((each) => each.slot === slot)) return;
    claims.push({ slot, digest });
    claims.sort((a, b) => a.slot - b.slot);
    if (claims.length > claimsMax) claims.shift();
    const certificate: number[] = [];
    this.state.claims.forEach((each, at) => {
      if (each.some((claim) => claim.slot === slot && claim.digest === digest)) certificate.push(at);
    });
    if (certificate.length >= this.group.quorum) this.certified({ slot, digest, certificate });
    else if (certificate.length > this.group.faulty && !certificate.includes(this.place)) this.lacks(slot);
  }

  /** Whoever hears one honest member speak of a slot that it has not executed asks, if it does not get there by itself. */
  protected override lacks(slot: number): void {
    const { state } = this;
    if (slot <= state.executed || slot <= state.hole) return;
    state.hole = slot;
    state.fetches = 0;
    this.missing();
  }

  /** A checkpoint that a quorum signed: it is stable as soon as this replica is there. */
  protected certified(certified: Certified): void {
    const { state } = this;
    if (certified.slot <= state.stable.slot) return;
    if (state.executed < certified.slot) {
      if (certified.slot > (state.target?.slot ?? 0)) state.target = certified;
      this.missing();
      this.hearAgain();
      return;
    }
    const own = state.taken.find((each) => each.state.slot === certified.slot);
    // One who came to another state stays with it: that is for the rules to find.
    if (own?.digest === certified.digest) this.#stabilise(own.state, certified, 'stable');
  }

  #stabilise(own: Taken, certified: Certified, how: 'stable' | 'installed'): void {
    const { state, number: group, agent } = this;
    const { slot, digest } = certified;
    state.stable = certified;
    state.kept = own;
    state.taken = state.taken.filter((each) => each.state.slot > slot);
    state.claims = state.claims.map((claims) => claims.filter((each) => each.slot > slot));
    if (state.target !== null && state.target.slot <= slot) state.target = null;
    for (const each of Object.keys(state.slots)) if (Number(each) <= slot) delete state.slots[Number(each)];
    const certificate = this.agentsAt(certified.certificate);
    const type = `consensus-pbft.${how}` as const;
    this.context.record({ type, group, agent, slot, digest, certificate } satisfies StableFact);
    this.giveAll();
    this.hearAgain();
  }

  /** Whether others are known to have gone further. */
  protected get lags(): boolean {
    return this.state.target !== null || this.state.executed < this.state.hole;
  }

  protected missing(): void {
    const { state, context } = this;
    if (state.behind !== 0 || state.fetches >= fetchesMax) return;
    const ms = Math.max(1, Math.floor(this.group.viewTimeoutMs / 4)) * (1 << Math.min(state.fetches, doublingsMax));
    state.behind = context.after(ms, { type: 'consensus-pbft.behind', group: this.number } satisfies Timeout);
  }

  protected fetchMissing(): void {
    const { state } = this;
    state.behind = 0;
    if (!this.lags) {
      state.fetches = 0;
      return;
    }
    this.fetch();
    state.fetches += 1;
    this.missing();
  }

  protected fetch(): void {
    const { view, executed: slot } = this.state;
    this.broadcast({ type: 'consensus-pbft.fetch', group: this.number, view, slot } satisfies Fetch);
  }

  /** Tells a member what it lacks, if it lacks anything. */
  protected help(place: number, view: number, executed: number): void {
    const { state } = this;
    const taken = state.kept.slot > executed ? state.kept : null;
    const entries: Proof[] = [];
    const from = taken?.slot ?? executed;
    for (let slot = Math.max(from, state.stable.slot) + 1; slot <= state.executed; slot += 1) {
      const done = state.slots[slot]?.done;
      if (done === undefined || done === null) break;
      if (slot > from) entries.push(done);
    }
    const newView = state.active && state.view > view ? state.newView : null;
    if (taken === null && entries.length === 0 && newView === null) return;
    const checkpoint = taken === null ? null : { taken, certified: state.stable };
    const type = 'consensus-pbft.state';
    this.send(place, { type, group: this.number, checkpoint, entries, newView } satisfies StateTold);
  }

  protected told(message: StateTold): void {
    const { checkpoint, entries, newView } = message;
    const before = this.state.executed;
    if (checkpoint !== null && checkpoint.taken.slot > this.state.executed) {
      const { taken, certified } = checkpoint;
      const sound =
        certified.slot === taken.slot &&
        this.isCertified(certified) &&
        Object.values(taken.answers).every(({ order }) => isSound(order));
      if (sound && stateDigest(taken) === certified.digest) this.#install(taken, certified);
      else this.refuse(message.type, 'the state is not the certified one');
    }
    for (const entry of entries) {
      if (entry.slot !== this.state.executed + 1) continue;
      if (!this.isProved(entry)) {
        this.refuse(message.type, `what is told of slot ${entry.slot} is not certified`);
        break;
      }
      const at = slotAt(this.state, entry.slot);
      if (at.done === null) {
        at.done = entry;
        this.tellPhase('consensus-pbft.committed', entry);
      }
      this.execute();
    }
    if (this.state.executed > before) this.state.fetches = 0;
    if (newView !== null) this.newView(newView);
  }

  #install(taken: Taken, certified: Certified): void {
    const { state } = this;
    state.executed = taken.slot;
    state.given = Math.max(state.given, taken.slot);
    state.chain = taken.chain;
    state.answers = { ...taken.answers };
    state.taken = [];
    for (const { order } of Object.values(taken.answers))
      if ((state.pending[order.task]?.attempt ?? Infinity) <= order.attempt) delete state.pending[order.task];
    this.#stabilise(taken, certified, 'installed');
    if (!this.waits && state.active) this.calm();
    this.execute();
  }
}
