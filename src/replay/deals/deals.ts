/** Negotiations for whoever looks: the outcomes of one by what they are worth to two of its parties, and all that was said in it. */
import { invariant, type Json, type JsonObject } from '../../base/index.ts';
import {
  agentAt,
  agentTitle,
  decisionAt,
  groupAt,
  taskAt,
  taskTitle,
  type Bargain,
  type Plan,
} from '../../plan/index.ts';
import {
  landscapeOf,
  NegotiationAccount,
  outcomeAt,
  outcomeText,
  spaceOf,
  thinned,
  wayOf,
  worthAt,
  type Landscape,
  type NegotiationAttempt,
  type Space,
} from '../../protocols/index.ts';
import type { FactLog } from '../log/fact-log.ts';
import type { DealView, PartyView } from './deal-views.ts';

/** Words that are told; of more, so many evenly. */
const wordsMax = 1000;
/** Longest outcome that is told. */
const outcomeMax = 160;

export interface AskedDeal {
  /** For '' the first that is negotiated. */
  readonly task: string;
  /** 0 for the newest. */
  readonly attempt: number;
  readonly axes: readonly [number, number];
  /** By what the parties said that they want, or by what they want. */
  readonly claimed: boolean;
}

interface Drawn {
  readonly key: string;
  readonly space: Space;
  readonly landscape: Landscape;
}

export class DealBook {
  readonly #plan: Plan;
  readonly #log: FactLog;
  readonly #account: NegotiationAccount;
  #folded = 0;
  /** The last that was drawn: a playhead that moves asks for the same. */
  #drawn: Drawn | null = null;

  constructor(plan: Plan, log: FactLog) {
    this.#plan = plan;
    this.#log = log;
    this.#account = new NegotiationAccount(plan);
  }

  advance(factsMax: number): boolean {
    const until = Math.min(this.#log.length, this.#folded + factsMax);
    for (; this.#folded < until; this.#folded += 1) {
      const fact = this.#log.unpackedAt(this.#folded);
      if (fact !== null) this.#account.fact(fact, this.#folded);
    }
    return until === this.#log.length;
  }

  of({ task: id, attempt: number, axes: wanted, claimed }: AskedDeal): DealView | null {
    const plan = this.#plan;
    const tasks = this.#account.tasks();
    const task = id === '' ? tasks[0] : tasks.find((each) => taskAt(plan, each).id === id);
    if (task === undefined) return null;
    const attempts = this.#account.of(task);
    const attempt = attempts.find((each) => each.attempt === number) ?? attempts.at(-1) ?? null;
    const { group, bargain } = negotiatedAt(plan, task);
    const { members, protocol } = groupAt(plan, group);
    const axes = wanted.every((place) => place < members.length) ? wanted : ([0, 1] as const);
    const { space, landscape } = this.#draw(task, attempt, axes, claimed);
    const worths = (outcome: number): number[] => members.map((_, place) => worthAt(space, place, outcome));
    const spot = (outcome: number): [number, number] => [
      worthAt(space, axes[0], outcome),
      worthAt(space, axes[1], outcome),
    ];
    const words = attempt?.words ?? [];
    return {
      tasks: tasks.map((each) => ({ id: taskAt(plan, each).id, title: taskTitle(plan, each) })),
      task: taskAt(plan, task).id,
      protocol: wayOf(protocol)?.name ?? protocol,
      parties: members.map((member, place): PartyView => {
        const agent = agentAt(plan, member);
        const { reservation } = space.parties[place]!;
        const lied = liesOf(attempt).has(agent.id);
        const pace = protocol === 'alternating' ? bargain.stances[place]!.concession : null;
        return { id: agent.id, name: agentTitle(plan, member), reservation, lied, pace };
      }),
      axes: [...axes],
      outcomes: space.count,
      rational: landscape.rational,
      spots: landscape.spots.map(([x, y]): [number, number] => [x, y]),
      front: landscape.front?.map(spot) ?? null,
      points: landscape.points.map(({ kinds, outcome, tied }) => ({
        ...{ kinds: [...kinds], spot: spot(outcome), outcome: textOf(space, outcome), worths: worths(outcome), tied },
      })),
      attempts: attempts.map((each) => ({ attempt: each.attempt, step: this.#log.stepOf(each.at) })),
      attempt: attempt?.attempt ?? 0,
      words: thinned(words, wordsMax).map(({ at, word, agent, round, outcome, text, risks }) => ({
        ...{ step: this.#log.stepOf(at), timeMs: this.#log.timeOf(at), word, party: members.indexOf(agent), round },
        ...{ spot: spot(outcome), outcome: short(text), worths: worths(outcome), risks: risks && [...risks] },
      })),
      total: words.length,
      ended: this.#ended(attempt, space, axes, members),
    };
  }

  #draw(task: number, attempt: NegotiationAttempt | null, axes: readonly [number, number], claimed: boolean): Drawn {
    const { issues, parties: truth } = negotiatedAt(this.#plan, task).bargain;
    const declared = claimed ? (attempt?.declared ?? null) : null;
    const key = JSON.stringify([task, axes, declared]);
    if (this.#drawn?.key === key) return this.#drawn;
    const space = spaceOf(issues, declared ?? truth);
    this.#drawn = { key, space, landscape: landscapeOf(space, axes) };
    return this.#drawn;
  }

  #ended(
    attempt: NegotiationAttempt | null,
    space: Space,
    [x, y]: readonly [number, number],
    members: readonly number[],
  ): DealView['ended'] {
    const ended = attempt?.ended;
    if (ended === null || ended === undefined) return null;
    const { at, fact, text } = ended;
    const worths = members.map((_, place) =>
      fact.agreed ? worthAt(space, place, fact.number) : space.parties[place]!.reservation,
    );
    const lies = liesOf(attempt);
    return {
      ...{
        step: this.#log.stepOf(at),
        timeMs: this.#log.timeOf(at),
        agreed: fact.agreed,
        spot: [worths[x]!, worths[y]!],
      },
      ...{ outcome: short(text), reason: fact.reason ?? '', rounds: fact.rounds, worths },
      lies: members.flatMap((member, party) => {
        const lie = lies.get(agentAt(this.#plan, member).id);
        return lie === undefined ? [] : [{ party, honest: lie['honest'] as number, gained: lie['gained'] as number }];
      }),
    };
  }
}

function negotiatedAt(plan: Plan, task: number): { readonly group: number; readonly bargain: Bargain } {
  const { group, bargain } = decisionAt(plan, task);
  invariant(bargain !== undefined, 'what has an account of its words is negotiated');
  return { group, bargain };
}

/** What came of the claims of each liar, by its id. */
function liesOf(attempt: NegotiationAttempt | null): ReadonlyMap<string, Readonly<Record<string, Json>>> {
  const lies = (attempt?.ended?.deal['lies'] ?? {}) as JsonObject;
  return new Map(Object.entries(lies) as [string, JsonObject][]);
}

function textOf({ issues }: Space, outcome: number): string {
  return short(outcomeText(outcomeAt(issues, outcome)));
}

function short(text: string): string {
  return text.length <= outcomeMax ? text : `${text.slice(0, outcomeMax - 1)}…`;
}
