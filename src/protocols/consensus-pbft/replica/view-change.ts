/**
 * Changing the primary (Castro and Liskov 1999, section 4.4): whoever waits too long asks for the next view and says
 * what it had prepared; the new primary carries that over, and every backup works out for itself what has to be carried
 * over and refuses anything else. Whatever was committed keeps its slot.
 */
import { equalJson } from '../../../base/index.ts';
import { Checkpoints } from './checkpoints.ts';
import {
  nullOrder,
  type Certified,
  type EnteredFact,
  type NewView,
  type Proof,
  type Slotted,
  type SuspectedFact,
  type ViewChange,
} from '../messages.ts';

export abstract class ViewChanges extends Checkpoints {
  /** Patience came to its end. */
  protected expired(): void {
    const { state } = this;
    state.timer = 0;
    if (state.active) {
      if (this.waits && !this.leads) this.#change(state.view + 1, 'timeout');
    } else if (state.heard) this.#change(state.view + 1, 'timeout');
    else {
      state.tries += 1;
      this.#repeat();
      this.patience();
    }
  }

  protected override insist(): void {
    if (this.state.timer !== 0) return;
    this.#repeat();
    this.patience();
  }

  /** Back from a crash: the log is there, timers are not, and others may have gone on. */
  protected resumed(): void {
    const { state } = this;
    state.timer = 0;
    state.behind = 0;
    state.tries = 0;
    this.fetch();
    if (this.lags) this.missing();
    if (state.active) this.watch();
    else this.insist();
  }

  /** Asks for a view without cause: what a liar does. */
  protected cry(): void {
    this.broadcast(this.#asking(this.state.view + 1, false));
  }

  #repeat(): void {
    this.broadcast(this.#asking(this.state.view, true));
  }

  #change(view: number, why: SuspectedFact['why']): void {
    const { state, number: group, agent } = this;
    const type = 'consensus-pbft.suspected';
    this.context.record({ type, group, agent, view: view - 1, why } satisfies SuspectedFact);
    state.view = view;
    state.active = false;
    state.heard = false;
    state.assigned = {};
    state.tries += 1;
    const change = this.#asking(view, false);
    state.changes[this.place] = change;
    this.broadcast(change);
    this.patience();
    this.#gathered();
  }

  #asking(view: number, again: boolean): ViewChange {
    const { executed, stable, slots } = this.state;
    const prepared: Proof[] = [];
    for (const { proof } of Object.values(slots)) if (proof !== null) prepared.push(proof);
    return { type: 'consensus-pbft.view-change', group: this.number, view, executed, again, stable, prepared };
  }

  protected changing(message: ViewChange): void {
    const { state, sender: place } = this;
    const { view, executed, again } = message;
    if (!this.#isSound(message)) {
      this.refuse(message.type, 'what it says was prepared is not certified');
      return;
    }
    const late = state.active && (view < state.view || (view === state.view && again));
    if (late || state.executed > executed) this.help(place, late ? view - 1 : state.view, executed);
    if (state.changes[place] !== null && state.changes[place]!.view >= view) return;
    state.changes[place] = message;
    const higher = state.changes.flatMap((each) => (each !== null && each.view > state.view ? [each.view] : []));
    if (higher.length > this.group.faulty) this.#change(Math.min(...higher), 'joined');
    else this.#gathered();
  }

  /** Enough asked for the view: its primary opens it, and everybody else waits for that. */
  #gathered(): void {
    const { state } = this;
    if (state.active) return;
    const { quorum } = this.group;
    const asked = state.changes.filter((each) => each !== null && each.view >= state.view).length;
    if (asked >= quorum && !state.heard) {
      state.heard = true;
      this.patience();
    }
    if (this.primaryOf(state.view) !== this.place) return;
    const changes = state.changes.flatMap((change, place) => (change?.view === state.view ? [{ place, change }] : []));
    if (changes.length < quorum) return;
    const { orders } = carriedOver(changes.map(({ change }) => change));
    const type = 'consensus-pbft.new-view';
    const message: NewView = { type, group: this.number, view: state.view, changes, orders };
    this.broadcast(message);
    this.#enter(message);
  }

  protected override newView(message: NewView): void {
    const { state } = this;
    const { view, changes, orders } = message;
    if (view < state.view || (view === state.view && state.active)) return;
    const different = new Set(changes.map(({ place }) => place));
    if (
      different.size < this.group.quorum ||
      changes.some(({ change }) => change.view !== view || !this.#isSound(change))
    ) {
      this.refuse(message.type, `too few asked for view ${view}`);
      return;
    }
    const right = carriedOver(changes.map(({ change }) => change)).orders;
    if (equalJson(right, orders)) this.#enter(message);
    else this.refuse(message.type, `what it carries over into view ${view} does not follow from what was prepared`);
  }

  #enter(message: NewView): void {
    const { state, number: group, agent } = this;
    const { view, changes, orders } = message;
    state.view = view;
    state.active = true;
    state.heard = false;
    state.newView = message;
    state.assigned = {};
    this.calm();
    const certificate = this.agentsAt(changes.map(({ place }) => place));
    const type = 'consensus-pbft.entered';
    this.context.record({ type, group, agent, view, certificate } satisfies EnteredFact);
    const { low } = carriedOver(changes.map(({ change }) => change));
    state.given = Math.max(low.slot, orders.at(-1)?.slot ?? 0);
    this.opening = true;
    this.certified(low);
    if (state.executed < low.slot) this.fetch();
    for (const { slot, order } of orders)
      // What it had committed there before stays: it votes for nothing else.
      if (slot > state.stable.slot && (state.slots[slot]?.done?.order.digest ?? order.digest) === order.digest)
        this.accept(slot, order, this.primaryOf(view));
    this.opening = false;
    this.giveAll();
    this.hearAgain();
    this.watch();
  }

  #isSound({ stable, prepared }: ViewChange): boolean {
    return (
      this.isCertified(stable) &&
      prepared.every((proof) => this.isProved(proof) && proof.slot <= stable.slot + this.window)
    );
  }
}

/** What a new view begins with: the highest stable checkpoint, and behind it at each slot what was prepared last, or nothing. */
export function carriedOver(changes: readonly ViewChange[]): {
  readonly low: Certified;
  readonly orders: readonly Slotted[];
} {
  let low = changes[0]!.stable;
  for (const { stable } of changes) if (stable.slot > low.slot) low = stable;
  const last = new Map<number, Proof>();
  let high = low.slot;
  for (const { prepared } of changes)
    for (const proof of prepared) {
      if (proof.slot <= low.slot) continue;
      if (proof.view > (last.get(proof.slot)?.view ?? -1)) last.set(proof.slot, proof);
      high = Math.max(high, proof.slot);
    }
  const orders: Slotted[] = [];
  for (let slot = low.slot + 1; slot <= high; slot += 1)
    orders.push({ slot, order: last.get(slot)?.order ?? nullOrder });
  return { low, orders };
}
