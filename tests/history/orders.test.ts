/** The search of long histories, by intervals in time, beside every order of short ones: it is the same question, asked in another way. */
import { expect, it } from 'vitest';
import { lineUp } from '../../src/history/levels/line-up.ts';
import { models } from '../../src/history/models/table.ts';
import { Intervals } from '../../src/history/search/orders.ts';
import { search } from '../../src/history/search/search.ts';
import { usualLimits } from '../../src/history/index.ts';
import { figure, rounds } from '../support/prove.ts';
import { randomHistory } from './random-histories.ts';
import { isLinearizable } from './reference.ts';

it.each(['register', 'counter', 'set', 'log', 'kv'] as const)(
  '[HI1] [HI4] %s: intervals in time, where calls and returns often fall together',
  (kind) => {
    let held = 0;
    const all = rounds(80, 3_000);
    for (let seed = 0; seed < all; seed += 1) {
      const history = randomHistory(kind, seed, { operations: 6, processes: 3, keys: 1, values: 3 }).map((each) => ({
        ...each,
        // Coarser times, so that many are the same.
        call: Math.floor(each.call / 3),
        returned: each.returned === null ? null : Math.floor(each.returned / 3),
      }));
      const items = history.map((operation, at) => ({ at, operation }));
      const { problem } = lineUp(
        models[kind],
        items,
        (lined, due) =>
          new Intervals(
            lined.map(({ operation }) => operation.call),
            lined.slice(0, due).map(({ operation }) => operation.returned!),
          ),
      );
      const right = isLinearizable(kind, history);
      if (right) held += 1;
      expect({ seed, is: search(problem, usualLimits).is }).toEqual({ seed, is: right ? 'possible' : 'impossible' });
    }
    figure(`${kind}, by intervals: violated`, all - held);
    expect(Math.min(held, all - held)).toBeGreaterThan(2);
  },
);
