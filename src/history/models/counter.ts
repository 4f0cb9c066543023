/**
 * A counter: it is 0 at first, whole amounts are added to it, and a read answers the sum.
 */
import type { Operation } from '../operation.ts';
import type { Machine, Model } from './model.ts';

/** A million amounts of this size add up to a number that is still exact. */
const amountMax = 8_589_934_592;

function machine(operations: readonly Operation[]): Machine {
  const ids = new Map<number, number>([[0, 0]]);
  const sums = [0];
  const idOf = (sum: number): number => {
    const known = ids.get(sum);
    if (known !== undefined) return known;
    ids.set(sum, sums.length);
    return sums.push(sum) - 1;
  };
  const reads = operations.map(({ action }) => action === 'read');
  const amounts = operations.map(({ action, value, result }) => (action === 'read' ? result : value) as number);
  return {
    initial: 0,
    reads,
    effects: amounts.map(String),
    step(operation, state) {
      const sum = sums[state]!;
      if (reads[operation] === true) return sum === amounts[operation] ? state : -1;
      return idOf(sum + amounts[operation]!);
    },
    unseen: (operation) => amounts[operation] === 0,
    show: (state) => sums[state]!,
    weight: () => sums.length * 4,
  };
}

export const counter: Model = {
  name: 'counter',
  says: 'a sum, 0 at first: read, add',
  actions: ['read', 'add'],
  refuses({ action, value, result, returned }) {
    if (action === 'read') {
      if (returned === null || Number.isSafeInteger(result)) return null;
      return 'a read of a counter answers a whole number';
    }
    const amount = typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= amountMax;
    return amount ? null : `a counter takes whole amounts of at most ${String(amountMax)}`;
  },
  machine,
  about: (operations) => operations.map(() => null),
};
