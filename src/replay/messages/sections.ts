/**
 * The phases of a run, as its messages go through them: which message belongs to which phase, and what was reached by it. Folded
 * beside the messages; it reads facts and cards and knows no protocol by name.
 */
import type { Message } from '../../kernel/index.ts';
import { agentTitle, type KnownFact, type Plan } from '../../plan/index.ts';
import { bandOf, factCardOf } from '../../protocols/index.ts';

/** What stands for the phase of a message that belongs to none. */
export const noSection = -1;

/** One phase of one conversation. */
export interface Section {
  readonly id: string;
  readonly says: string;
  /** Whether a line where it begins says enough. */
  readonly moment: boolean;
  /** Where what was reached by it is looked up. */
  readonly reach: string;
  /** Index of the task that it gives to somebody; -1 for none. */
  readonly awards: number;
  /** How many of its messages were sent so far, whatever a filter lets pass. */
  count: number;
}

/** Who has come to something by a phase, and where in the log the last of them did. */
export interface Achieved {
  readonly word: string;
  readonly who: readonly string[];
  readonly place: number;
}

interface Sending {
  readonly from: number;
  readonly to: number;
  readonly timeMs: number;
  readonly message: Message;
}

export class Sections {
  readonly all: Section[] = [];
  readonly #plan: Plan;
  readonly #byId = new Map<string, number>();
  /** Rounds of each conversation that have begun. */
  readonly #rounds = new Map<number, number>();
  readonly #reached = new Map<string, { readonly word: string; readonly agents: Set<number>; place: number }>();
  readonly #awards = new Map<number, { readonly agent: number; readonly place: number }[]>();

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** The phase of a message of this room and conversation, as an index; it begins with the first one. */
  add(sent: Sending, room: string, talk: number): number {
    const band = bandOf(sent, this.#plan);
    if (band === null) return noSection;
    let id = `${room}/${band.of}`;
    if (band.round !== undefined) {
      const rounds = this.#rounds.get(talk) ?? 0;
      const begins = band.round === 'begins' && !this.#byId.has(id);
      if (begins) this.#rounds.set(talk, rounds + 1);
      if (band.round === 'within') id = `${id}/round ${rounds}`;
    }
    let at = this.#byId.get(id);
    if (at === undefined) {
      const { says, moment = false, awards = false } = band;
      const { task = -1 } = sent.message as { readonly task?: number };
      const reach = reachOf(sent.message, band.slot);
      at = this.all.push({ id, says, moment, reach, awards: awards ? task : -1, count: 0 }) - 1;
      this.#byId.set(id, at);
    }
    this.all[at]!.count += 1;
    return at;
  }

  /** Notes what a fact says that somebody has come to. */
  note(fact: KnownFact, place: number): void {
    if (fact.type === 'task.assigned') {
      const known = this.#awards.get(fact.task);
      const award = { agent: fact.agent, place };
      if (known === undefined) this.#awards.set(fact.task, [award]);
      else known.push(award);
      return;
    }
    const phase = factCardOf(fact.type)?.phase;
    const by = phase?.says[0];
    if (phase === undefined || by === undefined) return;
    const { agent, task, view, term, slot } = phase.reached(fact);
    const key = `${by}/${view ?? term ?? ''}/${slot ?? task}`;
    const known = this.#reached.get(key) ?? { word: phase.word, agents: new Set<number>(), place };
    if (!known.agents.has(agent)) known.place = place;
    known.agents.add(agent);
    this.#reached.set(key, known);
  }

  /** What came of a phase whose first message was sent at this place, up to an end; null for nothing that is told. */
  achieved(section: number, begins: number, stepOf: (place: number) => number): Achieved | null {
    const { reach, awards } = this.all[section]!;
    if (awards >= 0) {
      const award = this.#awards.get(awards)?.find(({ place }) => stepOf(place) >= stepOf(begins));
      return award === undefined
        ? null
        : { word: 'got it', who: [agentTitle(this.#plan, award.agent)], place: award.place };
    }
    const found = this.#reached.get(reach);
    if (found === undefined) return null;
    const who = [...found.agents].map((agent) => agentTitle(this.#plan, agent));
    return { word: found.word, who, place: found.place };
  }
}

/** As the facts of a phase name what they are about: the message by which it is vouched for, its view or term, its slot or task. */
function reachOf(message: Message, slotOf: number | undefined): string {
  const { type, view, term, slot, task } = message as Message & {
    readonly view?: number;
    readonly term?: number;
    readonly slot?: number;
    readonly task?: number;
  };
  return `${type}/${view ?? term ?? ''}/${slotOf ?? slot ?? task ?? -1}`;
}
