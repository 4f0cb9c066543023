/**
 * The commonest facts as a few integers, so that a run of a million facts is columns of numbers and not a million
 * objects. A fact that does not fit (a long duration, agents that were compared) is kept as the object that it is.
 */
import type { Fact } from '../../kernel/index.ts';
import { known, type KnownFact } from '../../plan/index.ts';

/** Codes of packed facts; 0 is a fact kept as an object, codes below `firstMessage` are facts, the others messages. */
export const code = { object: 0, ready: 1, assigned: 2, started: 3, endedWell: 4, succeeded: 5, queued: 6 } as const;
export const firstMessage = 7;

/** Integers of one fact, filled by `pack` and read by `unpack`. One object serves all calls. */
export interface Fields {
  code: number;
  a: number;
  b: number;
  c: number;
  d: number;
  /** Milliseconds from the fact to what it announces. */
  e: number;
}

export function emptyFields(): Fields {
  return { code: code.object, a: 0, b: 0, c: 0, d: 0, e: 0 };
}

const intMax = 0x7fffffff;
/** A rule and the number of equals among which a lot was drawn share an integer. */
const rulesMax = 0x10000;
const tiedMax = 0x7fff;

/** Names of rules as small integers, both ways. */
export class Names {
  readonly #list: string[] = [];
  readonly #places = new Map<string, number>();

  place(name: string): number {
    let place = this.#places.get(name);
    if (place === undefined) {
      place = this.#list.push(name) - 1;
      this.#places.set(name, place);
    }
    return place;
  }

  name(place: number): string {
    return this.#list[place]!;
  }
}

/** Writes a fact's integers into `fields`; `code.object` when it has to be kept as it is. */
export function pack(plain: Fact, time: number, names: Names, fields: Fields): void {
  const fact = known(plain);
  fields.code = code.object;
  switch (fact.type) {
    case 'task.ready':
      set(fields, code.ready, fact.task, fact.attempt, 0, 0, 0);
      return;
    case 'task.assigned':
      if (fact.compared.length === 0 && fact.comparedOf === undefined && (fact.tied ?? 0) < tiedMax) {
        const rule = names.place(fact.rule) + (fact.tied ?? 0) * rulesMax;
        set(fields, code.assigned, fact.task, fact.attempt, fact.agent, fact.lease, rule);
      }
      return;
    case 'task.started':
      if (fact.dueMs >= time && fact.dueMs - time <= intMax)
        set(fields, code.started, fact.task, fact.attempt, fact.agent, fact.lease, fact.dueMs - time);
      return;
    case 'task.ended':
      if (fact.end === 'succeeded' && fact.reason === null)
        set(fields, code.endedWell, fact.task, fact.attempt, fact.agent, fact.lease, 0);
      return;
    case 'task.succeeded':
      set(fields, code.succeeded, fact.task, fact.attempt, fact.agent, 0, 0);
      return;
    case 'task.queued':
      set(fields, code.queued, fact.task, fact.attempt, fact.agent, fact.lease, 0);
      return;
    default:
  }
}

/** The fact that `pack` wrote. */
export function unpack(
  { code: kind, a: task, b: attempt, c: agent, d: lease, e }: Readonly<Fields>,
  time: number,
  names: Names,
): KnownFact {
  switch (kind) {
    case code.ready:
      return { type: 'task.ready', task, attempt };
    case code.assigned: {
      const rule = names.name(e % rulesMax);
      const tied = Math.floor(e / rulesMax);
      const fact = { type: 'task.assigned', task, attempt, agent, lease, rule, compared: nobody } as const;
      return tied > 0 ? { ...fact, tied } : fact;
    }
    case code.started:
      return { type: 'task.started', task, attempt, agent, lease, dueMs: time + e };
    case code.endedWell:
      return { type: 'task.ended', task, attempt, agent, lease, end: 'succeeded', reason: null };
    case code.succeeded:
      return { type: 'task.succeeded', task, attempt, agent };
    case code.queued:
      return { type: 'task.queued', task, attempt, agent, lease };
    default:
      throw new Error(`no fact is packed under code ${kind}`);
  }
}

const nobody: readonly never[] = [];

function set(fields: Fields, kind: number, a: number, b: number, c: number, d: number, e: number): void {
  fields.code = kind;
  fields.a = a;
  fields.b = b;
  fields.c = c;
  fields.d = d;
  fields.e = e;
}
