/** The sentences above a table of runs: never more than the runs show. */
import { describe, expect, it } from 'vitest';
import {
  column,
  factorWord,
  headline,
  metrics,
  Reading,
  rowWidth,
  settingWords,
  type Cell,
  type Row,
} from '../../../src/experiments/index.ts';

const style = {
  title: settingWords,
  factor: factorWord,
  figure: ({ unit }: { unit: string }, value: number) =>
    unit === 'ms' ? `${(value / 1000).toFixed(2)} s` : value.toFixed(0),
};
/** Every run is another one, whatever it came to. */
let runs = 0;
/** A run: milliseconds, negative where it failed, and messages. */
function row(ms: number, messages = 4, chance = 1): Row {
  const made = new Array<number>(rowWidth).fill(0);
  made[column.makespanMs] = Math.abs(ms);
  made[column.messages] = messages;
  made[column.succeeded] = ms < 0 ? 0 : 1;
  made[column.outcome] = ms < 0 ? 1 : 0;
  made[column.chance] = chance;
  made[column.digest] = runs += 1;
  return made;
}
const cell = (value: string | number, rows: Cell['rows'], path = 'coordination.pattern'): Cell => ({
  setting: [{ path, value }],
  problem: null,
  rows,
});
const of = (count: number, run: (seed: number) => Row): Row[] => Array.from({ length: count }, (_, seed) => run(seed));
const said = (...cells: Cell[]): string => headline(new Reading(cells), style);
/** From -1 to 1, in no order. */
const noise = (seed: number): number => ((seed * 7919) % 101) / 50 - 1;

describe('who is fastest', () => {
  it('nothing measured is said as such', () => {
    expect(said({ setting: [], problem: 'No.', rows: [] })).toBe('Nothing could be measured.');
  });
  it('one setting alone takes what it takes', () => {
    expect(said(cell('centralized', [row(1000), row(2000)]))).toBe(
      'Centralized takes 1.50 s and 4 messages on average.',
    );
  });
  it('where it is clear: by how much, and in how many of the same seeds', () => {
    const slow = of(30, (seed) => row(4000 + 300 * noise(seed), 4));
    const fast = of(30, (seed) => row(3000 + 300 * noise(seed + 5), 31));
    expect(said(cell('centralized', slow), cell('contract-net', fast))).toMatch(
      /^Contract net is the fastest: 3\.0\d s on average, [01]\.\d\d s \(2\d%\) less than Centralized, quicker in 30 of 30 seeds\. Centralized sends the fewest messages: 4; Contract net needs 31\.$/u,
    );
  });
  it('where it is not: no winner, and how many seeds would tell', () => {
    const one = of(30, (seed) => row(4000 + 900 * noise(seed)));
    const two = of(30, (seed) => row(3800 + 900 * noise(seed * 3 + 11)));
    expect(said(cell('fifo', one, 'scheduling.order'), cell('priority', two, 'scheduling.order'))).toMatch(
      /^No clear winner in time among order fifo and order priority; about \d+ seeds would tell\. Both send as many messages, practically\.$/u,
    );
  });
  it('less than a hundredth is practically the same', () => {
    const one = of(30, (seed) => row(4000 + 300 * noise(seed)));
    expect(
      said(
        cell(1, one, 'speed'),
        cell(
          1.002,
          one.map((each) => row(each[0]! - 8)),
          'speed',
        ),
      ),
    ).toMatch(/^Both take the same time, practically\./u);
  });
  it('under one seed or four it does not say who wins', () => {
    expect(said(cell('centralized', [row(1000)]), cell('delegation', [row(9000)]))).toMatch(
      /^No clear winner in time: at least 5 seeds/u,
    );
  });
});

describe('runs that fail', () => {
  const failsFast = of(30, (seed) => row(seed % 5 < 3 ? -1000 : 4500 + 100 * noise(seed)));
  const works = of(30, (seed) => row(4600 + 100 * noise(seed + 3)));
  it('to fail early is not to be fast: who succeeds clearly less often never wins, and its share is told with its interval', () => {
    const text = said(cell('centralized', failsFast), cell('delegation', works));
    expect(text).not.toMatch(/Centralized is the fastest/u);
    expect(text).toContain('All was done less often by Centralized in 12 of 30 runs (25% to 58% with 95% confidence).');
    expect(new Reading([cell('a', failsFast), cell('b', works)]).contrasts(metrics[0], 1)[0]?.verdict).not.toBe(
      'better',
    );
  });
  it('one failure in very many bars nobody from being the fastest', () => {
    const quick = of(1000, (seed) => row(seed === 500 ? -10 : 2000 + 300 * noise(seed)));
    const slow = of(1000, (seed) => row(4000 + 300 * noise(seed)));
    expect(said(cell('contract-net', quick), cell('centralized', slow))).toMatch(/^Contract net is the fastest/u);
  });
  it('times are of seeds under which both succeed', () => {
    const reading = new Reading([cell('a', failsFast), cell('b', works)]);
    expect(reading.contrasts(metrics[0], 0)[1]).toMatchObject({ count: 12 });
    expect(reading.success(0)).toMatchObject({ count: 12, of: 30 });
  });
  it('where nothing ever succeeded, that is said once', () => {
    expect(said(cell('a', [row(-1)]), cell('b', [row(-1)]))).toBe(
      'With none of them was all the work done, in any run.',
    );
  });
});

describe('what the runs are', () => {
  it('settings are compared over the seeds that all of them have, as after a cancelled comparison', () => {
    const long = of(40, (seed) => row(seed < 20 ? 3000 + seed : 100));
    const short = of(20, (seed) => row(3000 + ((seed * 7) % 20)));
    const reading = new Reading([cell('a', long), cell('b', short)]);
    expect(reading.common).toHaveLength(20);
    expect(reading.evidence(metrics[0]).clear).toBe(false);
    expect(reading.success(0).of).toBe(20);
  });
  it('a setting without a run yet has no share, while others have', () => {
    const reading = new Reading([
      cell(
        'a',
        of(6, (seed) => row(1000 + seed)),
      ),
      cell('b', []),
    ]);
    expect(reading.success(1)).toEqual({ count: 0, of: 0, low: 0, high: 1 });
    expect(reading.evidence(metrics[0]).best).toEqual([0]);
  });
  it('a factor that changes nothing is named, here or under one value of another', () => {
    const same = of(6, (seed) => row(1000 + seed));
    const other = of(6, (seed) => row(2000 + 9 * seed));
    const two = (pattern: string, balancing: string, rows: Row[]): Cell => ({
      setting: [
        { path: 'coordination.pattern', value: pattern },
        { path: 'scheduling.balancing', value: balancing },
      ],
      problem: null,
      rows,
    });
    expect(said(cell('jsq', same, 'scheduling.balancing'), cell('random', same, 'scheduling.balancing'))).toContain(
      'Varying balancing changes nothing here.',
    );
    expect(
      said(
        two('centralized', 'jsq', same),
        two('centralized', 'random', same),
        two('load-balancing', 'jsq', same),
        two('load-balancing', 'random', other),
      ),
    ).toContain('Varying balancing changes nothing under Centralized.');
  });
  it('without chance one run tells all', () => {
    const text = said(
      cell(
        'a',
        of(3, () => row(1000, 4, 0)),
      ),
      cell(
        'b',
        of(3, () => row(2000, 4, 0)),
      ),
    );
    expect(text).toBe(
      'a is the fastest: 1.00 s on average, 1.00 s (50%) less than b. Both send as many messages, practically. Nothing here is left to chance: one run tells all.',
    );
  });
  it('where lots are drawn and all seeds come to the same, that is said, and nothing is called certain', () => {
    const text = said(
      cell(
        'a',
        of(6, () => row(1000)),
      ),
      cell(
        'b',
        of(6, () => row(2000)),
      ),
    );
    expect(text).toMatch(
      /^a is the fastest: .* quicker in 6 of 6 seeds\. .* Lots were drawn, and all 6 seeds came to the same\.$/u,
    );
    expect(
      said(
        cell(
          'a',
          of(3, () => row(1000)),
        ),
        cell(
          'b',
          of(3, () => row(2000)),
        ),
      ),
    ).toMatch(/^No clear winner in time/u);
  });
  it('one run tells all where nothing is drawn: who is fastest, and what changes nothing', () => {
    const one = [row(1000, 4, 0)];
    expect(said(cell('a', one), cell('b', [row(2000, 4, 0)]))).toMatch(/^a is the fastest: .*one run tells all\.$/u);
    expect(said(cell(2, one, 'retries.attempts'), cell(3, one, 'retries.attempts'))).toBe(
      'Both take the same time, practically. Both send as many messages, practically. Varying attempts changes nothing here. Nothing here is left to chance: one run tells all.',
    );
  });
  it('where all but one fail, it says what that one takes', () => {
    for (const [count, chance] of [
      [1, 0],
      [30, 1],
    ] as const) {
      const fails = of(count, (seed) => row(-1000 - seed * chance, 4, chance));
      const works = of(count, (seed) => row(3000 + 100 * chance * noise(seed), 4, chance));
      expect(said(cell(1, fails, 'limits.stepsMax'), cell(100, works, 'limits.stepsMax'))).toMatch(
        /^stepsMax 100 takes 3\.0\d s and 4 messages on average\. All was done less often by stepsMax 1 in 0 of \d+ runs/u,
      );
    }
  });
  it('names of settings: one agent, a factor by its word, two of one word by the word before', () => {
    expect(settingWords([{ path: 'agents', value: 1 }])).toBe('1 agent');
    expect(settingWords([{ path: 'network.delayMs', value: 20 }])).toBe('delay 20 ms');
    expect(
      settingWords([
        { path: 'agents.ana.speed', value: 1 },
        { path: 'agents.ben.speed', value: 2 },
      ]),
    ).toBe('ana speed 1, ben speed 2');
  });
});
