/**
 * A log: it is empty at first, values are appended, and a read answers all of them in their order.
 */
import { canonical, type Json } from '../../base/index.ts';
import type { Operation } from '../operation.ts';
import { Names, Pairs } from './intern.ts';
import type { Machine, Model } from './model.ts';
import { aboutElements, eraseElements } from './set.ts';

/** A state is 0 for the empty log, else one more than the number of the pair of the log before and what was appended. */
class Logs {
  readonly #pairs = new Pairs();
  readonly #lengths: number[] = [0];

  append(log: number, value: number): number {
    const next = this.#pairs.id(log, value) + 1;
    if (next === this.#lengths.length) this.#lengths.push(this.#lengths[log]! + 1);
    return next;
  }

  length(log: number): number {
    return this.#lengths[log]!;
  }

  values(log: number): number[] {
    const found: number[] = [];
    for (let at = log; at > 0; at = this.#pairs.left[at - 1]!) found.push(this.#pairs.right[at - 1]!);
    return found.reverse();
  }

  weight(): number {
    return this.#lengths.length * 8;
  }
}

function machine(operations: readonly Operation[]): Machine {
  const names = new Names();
  const logs = new Logs();
  const reads = operations.map(({ action }) => action === 'read');
  const answerOf = (result: Json): number =>
    (result as readonly Json[]).reduce<number>((log, each) => logs.append(log, names.id(canonical(each))), 0);
  const values = operations.map((each) =>
    each.action === 'read' ? answerOf(each.result) : names.id(canonical(each.value)),
  );
  // A log only grows: before the longest read it is a beginning of what that answered, and after it goes on from there.
  const answers = values.filter((_, at) => reads[at]);
  const longest = answers.reduce((most, log) => (logs.length(log) > logs.length(most) ? log : most), 0);
  const bound = logs.values(longest);
  const seen = new Set(bound);
  return {
    initial: 0,
    reads,
    effects: operations.map(({ value }) => canonical(value)),
    step(operation, state) {
      const value = values[operation]!;
      if (reads[operation] === true) return state === value ? state : -1;
      const length = logs.length(state);
      return length < bound.length && bound[length] !== value ? -1 : logs.append(state, value);
    },
    unseen: (operation) => !seen.has(values[operation]!),
    show: (state) => logs.values(state).map((value) => JSON.parse(names.texts[value]!) as Json),
    weight: () => logs.weight(),
  };
}

export const log: Model = {
  name: 'log',
  says: 'values in order, none at first: read, append',
  actions: ['read', 'append'],
  refuses: ({ action, result, returned }) =>
    action !== 'read' || returned === null || Array.isArray(result)
      ? null
      : 'a read of a log answers a list of its values',
  machine,
  about: aboutElements,
  erase: eraseElements,
};
