/** What is said of a violation holds by itself: the part is violated, nothing of it is idle, and other answers would have been right. */
import { describe, expect, it } from 'vitest';
import { checkHistory, type Level } from '../../src/history/index.ts';
import { figure, rounds } from '../support/prove.ts';
import { randomHistory, type Kind } from './random-histories.ts';
import { isCausal, isLinearizable, isSequential } from './reference.ts';

const references = { linearizable: isLinearizable, sequential: isSequential, causal: isCausal };

describe('[HI7] [HI8] of every violation', () => {
  it.each<[Kind, Level]>([
    ['register', 'linearizable'],
    ['counter', 'linearizable'],
    ['kv', 'linearizable'],
    ['set', 'linearizable'],
    ['log', 'linearizable'],
    ['register', 'sequential'],
    ['register', 'causal'],
  ])('%s, %s', (kind, as) => {
    const right = references[as];
    let told = 0;
    let instead = 0;
    for (let seed = 0; seed < rounds(60, 2_000); seed += 1) {
      const history = randomHistory(kind, seed, {
        operations: 6,
        processes: 3,
        keys: as === 'linearizable' ? 1 : 2,
        values: 3,
        plain: true,
      });
      for (const { violation } of checkHistory(history, { model: kind, as }).parts) {
        if (violation === null) continue;
        told += 1;
        const { part, shortest, culprit, could } = violation;
        const shown = part.map((at) => history[at]!);
        expect(shortest).toBe(true);
        expect({ shown, right: right(kind, shown) }).toEqual({ shown, right: false });
        // Sets and logs are shown with what was read of all elements, also of those that were left out.
        if (kind !== 'set' && kind !== 'log') {
          for (const [index, { action, returned }] of shown.entries()) {
            if (action !== 'read') continue;
            const ending = Math.max(...shown.map((each) => each.returned ?? 0));
            // What returned after the last that is shown may have taken effect or not.
            if (as === 'linearizable' && returned === ending) continue;
            const less = shown.filter((_, at) => at !== index);
            expect({ seed, less, right: right(kind, less) }).toEqual({ seed, less, right: true });
          }
        }
        expect(part).toContain(culprit);
        for (const result of could) {
          instead += 1;
          const last = history[culprit]!.returned!;
          const known = as === 'linearizable' ? history.filter(({ call }) => call <= last) : history;
          const other = known.map((each) => {
            if (each === history[culprit]) return { ...each, result };
            const later = as === 'linearizable' && (each.returned ?? Infinity) > last;
            return later ? { ...each, returned: null, result: null } : each;
          });
          const asked = other.filter(({ action, returned }) => action !== 'read' || returned !== null);
          expect({ seed, asked, right: right(kind, asked) }).toEqual({ seed, asked, right: true });
        }
      }
    }
    figure(`${kind}, ${as}: explained`, told);
    figure(`${kind}, ${as}: other answers`, instead);
    expect(Math.min(told, instead)).toBeGreaterThan(2);
  });
});
