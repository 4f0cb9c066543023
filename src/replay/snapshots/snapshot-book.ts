/**
 * The snapshots of a run (Chandy and Lamport) along its log: when each was begun, who has recorded, when it was complete, and its cut,
 * the states and the channels. Folded from facts; of any step it tells what was known there.
 */
import { agentAt, agentOfActor, coordinatorActor, taskAt, type Plan } from '../../plan/index.ts';
import { messageWords, takingPart, type SnapshotFact } from '../../protocols/index.ts';
import type { FactLog } from '../log/fact-log.ts';
import type { SnapshotCut, SnapshotRow, SnapshotsView } from './snapshot-views.ts';

const toldMax = 40;

/** One snapshot, with the places of what was told of it. */
interface Taken {
  readonly by: number;
  readonly number: number;
  readonly places: number[];
}

export class SnapshotBook {
  readonly #plan: Plan;
  readonly #log: FactLog;
  readonly #parts: number;
  /** In the order in which they were begun. */
  readonly #taken = new Map<string, Taken>();
  #count = 0;

  constructor(plan: Plan, log: FactLog) {
    this.#plan = plan;
    this.#log = log;
    this.#parts = takingPart(plan).length;
  }

  /** Folds so many facts more at most; true when nothing is left. */
  advance(factsMax: number): boolean {
    const until = Math.min(this.#log.length, this.#count + factsMax);
    for (; this.#count < until; this.#count += 1) {
      const fact = this.#log.unpackedAt(this.#count) as SnapshotFact | null;
      if (fact?.type.startsWith('snapshots.') !== true) continue;
      const { by, number } = fact;
      const name = `${String(by)}/${String(number)}`;
      const taken = this.#taken.get(name) ?? { by, number, places: [] };
      this.#taken.set(name, taken);
      taken.places.push(this.#count);
    }
    return this.#count === this.#log.length;
  }

  /** All that were begun until a step, and the cut of one of them. */
  at({ step, of }: AskedSnapshots): SnapshotsView {
    const passed = this.#log.countAt(step);
    const begun = [...this.#taken.values()].filter(({ places }) => places[0]! < passed);
    const asked =
      of === null ? undefined : begun.find(({ by, number }) => this.#who(by) === of.by && number === of.number);
    return {
      able: this.#plan.snapshots !== undefined,
      rows: begun
        .slice(-toldMax)
        .reverse()
        .map((taken) => this.#row(taken, passed)),
      more: Math.max(0, begun.length - toldMax),
      cut: asked === undefined ? null : this.#cut(asked, passed),
    };
  }

  #facts({ places }: Taken, passed: number): { readonly fact: SnapshotFact; readonly place: number }[] {
    return places
      .filter((place) => place < passed)
      .map((place) => ({ fact: this.#log.at(place) as unknown as SnapshotFact, place }));
  }

  #row(taken: Taken, passed: number): SnapshotRow {
    const facts = this.#facts(taken, passed);
    const end = facts.find(({ fact }) => fact.type === 'snapshots.complete');
    const complete =
      end?.fact.type === 'snapshots.complete'
        ? {
            ...this.#when(end.place),
            ...{ held: end.fact.held, given: end.fact.given, carried: end.fact.carried },
            markers: this.#parts * (this.#parts - 1),
          }
        : null;
    return {
      by: this.#who(taken.by),
      number: taken.number,
      ...this.#when(facts[0]!.place),
      recorded: facts.filter(({ fact }) => fact.type === 'snapshots.recorded').length,
      parts: this.#parts,
      complete,
      broken: facts.some(({ fact }) => fact.type === 'snapshots.broken'),
    };
  }

  #cut(taken: Taken, passed: number): SnapshotCut {
    const facts = this.#facts(taken, passed);
    const closed = new Set(facts.flatMap(({ fact }) => (fact.type === 'snapshots.closed' ? [fact.actor] : [])));
    return {
      by: this.#who(taken.by),
      number: taken.number,
      parts: facts.flatMap(({ fact, place }) =>
        fact.type === 'snapshots.recorded'
          ? [
              {
                who: this.#who(fact.actor),
                ...this.#when(place),
                held: fact.held.map(({ task, lease }) => ({ task: taskAt(this.#plan, task).id, lease })),
                given: fact.given.map(({ task, lease, agent }) => ({
                  ...{ task: taskAt(this.#plan, task).id, lease },
                  agent: agentAt(this.#plan, agent).id,
                })),
                closed: closed.has(fact.actor),
              },
            ]
          : [],
      ),
      channels: facts.flatMap(({ fact }) =>
        fact.type === 'snapshots.closed'
          ? fact.channels.map(({ from, carries }) => ({
              from: this.#who(from),
              to: this.#who(fact.actor),
              carries: carries.map(({ type, piece }) => ({
                what: messageWords(type),
                task: piece === null ? null : taskAt(this.#plan, piece.task).id,
              })),
            }))
          : [],
      ),
    };
  }

  #who(actor: number): string | null {
    return actor === coordinatorActor ? null : agentAt(this.#plan, agentOfActor(actor)).id;
  }

  #when(place: number): { readonly step: number; readonly timeMs: number } {
    return { step: this.#log.stepOf(place), timeMs: this.#log.timeOf(place) };
  }
}

export interface AskedSnapshots {
  readonly step: number;
  /** The one whose cut is looked at. */
  readonly of: { readonly by: string | null; readonly number: number } | null;
}
