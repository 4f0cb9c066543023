/** `conclave experiment`: first what it refuses, then its figures against those of single runs. */
import { describe, expect, it } from 'vitest';
import { figure } from '../../../src/cli/experiment/printed.ts';
import { metrics } from '../../../src/experiments/index.ts';
import { callWith } from '../../support/command-line.ts';

const document = {
  format: 'conclave',
  version: 1,
  seed: 5,
  agents: [{ id: 'a' }, { id: 'b' }],
  tasks: [
    { id: 'x', action: { kind: 'simulate', durationMs: { min: 100, max: 300 } } },
    { id: 'y', action: { kind: 'simulate', durationMs: 50 } },
  ],
};

const council = {
  ...document,
  agents: ['a', 'b', 'c', 'd'].map((id) => ({ id })),
  tasks: [{ id: 'go', action: { kind: 'consensus', protocol: 'pbft', value: 'launch' } }],
};

const call = (args: readonly string[], given: object = document) => callWith({ 'f.json': JSON.stringify(given) }, args);
const experiment = (...args: string[]) => call(['experiment', 'f.json', ...args]);

describe('what is refused, in one line', () => {
  it.each([
    [['--vary', 'fifo'], '--vary wants PATH=A,B,C'],
    [['--vary', 'scheduling.ordr=fifo'], 'there is no field "ordr"'],
    [['--vary', 'scheduling.order=whim'], 'order'],
    [['--vary', 'limits.stepsMax='], 'limits.stepsMax has no values'],
    [['--vary', 'seed=1,2'], 'every setting is run under'],
    [['--vary', 'network.loss=0.1,0.1'], 'network.loss is to be 0.1 twice'],
    [['--vary', 'coordination.pattern=anarchy'], 'anarchy'],
    [['--seeds', '0'], '--seeds wants a whole number'],
    [['--seeds', '99999'], 'from 1 to 10000'],
    [['--json', '--csv'], 'not both'],
    [['--summary'], '--summary wants --csv'],
    [['--precision', 'fine'], '--precision wants a percentage'],
    [['--precision', '0'], '--precision wants a percentage'],
    [['--sweep', 'liars=2'], '--sweep wants liars=MIN..MAX'],
    [['--sweep', 'liars=3..1'], '--sweep wants liars=MIN..MAX'],
    [['--sweep', 'liars=0..1'], 'nothing is decided here'],
  ])('%j', (args, words) => {
    const { status, out, errors } = experiment(...args);
    expect([status, out]).toEqual([2, '']);
    expect(errors).toMatch(/^conclave: [^\n]+\n$/u);
    expect(errors).toContain(words);
  });
});

describe('figures', () => {
  const patterns = 'coordination.pattern=centralized,contract-net';
  it('a table for a person: a line a combination, its mean over median and deviation, and what they show', () => {
    const { status, out } = experiment('--vary', patterns, '--seeds', '4');
    expect(status).toBe(0);
    expect(out).toMatch(/^ +Total time +Messages/u);
    expect(out).toMatch(/^Centralized .* 4\/4$/mu);
    expect(out).toMatch(/^Contract net .* 4\/4$/mu);
    expect(out).not.toMatch(/\d\.0(?![\d%])/u);
    expect(out).toMatch(/No clear winner in time: at least 5 seeds/u);
  });
  it('a count is whole, and only a mean of counts has a decimal', () => {
    for (const metric of metrics.filter(({ unit }) => unit === 'count'))
      expect([6, 0, 1200, 6.5, 6.25].map((value) => figure(metric, value))).toEqual(['6', '0', '1200', '6.5', '6.3']);
  });
  it('CSV: every run under the document’s seed and those after it, the same as a single run gives', () => {
    const { out } = experiment('--vary', 'agents=1,2', '--seeds', '2', '--csv');
    const lines = out.trimEnd().split('\r\n');
    expect(lines[0]).toBe(
      'agents,seed,makespanMs,messages,cost,utilization,fairness,failures,succeeded,steps,agreement,decisionMs,broken,late,outcome,digest,engine,problem',
    );
    expect(lines.slice(1).map((line) => line.split(',').slice(0, 2))).toEqual([
      ['1', '5'],
      ['1', '6'],
      ['2', '5'],
      ['2', '6'],
    ]);
    const single = JSON.parse(call(['simulate', 'f.json', '--seed', '6', '--json']).out) as { makespanMs: number };
    expect(lines[4]?.split(',')[2]).toBe(String(single.makespanMs));
  });
  it.each(['centralized', 'load-balancing', 'contract-net'])(
    'CSV and JSON, %s: the digest of every run is the one that a single run prints, to the digits that there are',
    (pattern) => {
      const args = ['--vary', `coordination.pattern=${pattern}`, '--seeds', '3'];
      const lines = experiment(...args, '--csv')
        .out.trimEnd()
        .split('\r\n');
      const at = lines[0]!.split(',').indexOf('digest');
      const { cells } = JSON.parse(experiment(...args, '--json').out) as { cells: { runs: { digest: string }[] }[] };
      const single = { ...document, coordination: { pattern } };
      const digests = [5, 6, 7].map((seed) => {
        const { out } = call(['simulate', 'f.json', '--seed', String(seed), '--json'], single);
        return (JSON.parse(out) as { digest: string }).digest.slice(0, 13);
      });
      expect(lines.slice(1).map((line) => line.split(',')[at])).toEqual(digests);
      expect(cells[0]!.runs.map(({ digest }) => digest)).toEqual(digests);
      expect(new Set(digests).size).toBe(3);
    },
  );
  it('JSON: settings, summaries, differences from the first, and every run', () => {
    const { out } = experiment('--vary', patterns, '--seeds', '3', '--json');
    expect(JSON.parse(out)).toMatchObject({
      cells: [
        { setting: { 'coordination.pattern': 'centralized' }, againstFirst: { messages: { mean: 0, same: 3 } } },
        { setting: { 'coordination.pattern': 'contract-net' }, summary: { messages: { count: 3 } } },
      ],
    });
  });
  it('a sweep over liars: how often the agents agreed, how fast, with how many messages, and where the bound lies', () => {
    const { out, status } = call(['experiment', 'f.json', '--sweep', 'liars=0..2', '--seeds', '3'], council);
    expect(status).toBe(0);
    expect(out).toMatch(/^ +Agreed +Decision +Messages +Succeeded$/mu);
    expect(out).toMatch(/^1 lying +100\.0% /mu);
    expect(out).toMatch(/^2 lying +0\.0% /mu);
    expect(out).toContain(
      'With up to 1 of 4 lying, the agents agreed in all 3 runs. With 2, agreement broke in all 3 runs.',
    );
    expect(out).toContain('PBFT holds up to 1 of 4: n ≥ 3f + 1.');
  });
  it('a sweep as JSON and CSV: a line a run, and no time of a decision where none was made', () => {
    const args = ['experiment', 'f.json', '--sweep', 'liars=1..2:silent', '--seeds', '2'];
    const { cells } = JSON.parse(call([...args, '--json'], council).out) as { cells: { summary: object }[] };
    expect(cells.map(({ summary }) => summary)).toMatchObject([
      { agreement: { mean: 1 }, decisionMs: { count: 2 } },
      { agreement: { mean: 0 }, decisionMs: null },
    ]);
    expect(call([...args, '--csv'], council).out).toMatch(/^liars:silent,seed,/u);
    expect(call([...args, '--csv'], council).out).toMatch(/^2,5,.*,0,,0,0,failed,[\da-f]{13},\d+,$/mu);
    expect(call([...args, '--csv', '--semicolons'], council).out).toMatch(/^liars:silent;seed;/u);
  });
  it('with two settings varied: what each accounts for, what both do together, and the Pareto frontier', () => {
    const two = ['--vary', 'coordination.pattern=centralized,contract-net', '--vary', 'network.delayMs=0,50'];
    const { out } = experiment(...two, '--seeds', '5');
    expect(out).toMatch(/^Of all variation in total time, \d+(\.\d)?% goes with pattern, /mu);
    expect(out).toMatch(/beyond what both do alone\.$|their effects add up\.$/mu);
    expect(out).toMatch(/on the Pareto frontier of total time, messages and cost/u);
    const told = JSON.parse(experiment(...two, '--seeds', '5', '--json').out) as {
      factors: { makespanMs: { effects: { path: string; share: number }[] } };
      front: { places: number[] };
    };
    expect(told.factors.makespanMs.effects.map(({ path }) => path)).toEqual([
      'coordination.pattern',
      'network.delayMs',
    ]);
    expect(told.front.places).toContain(0);
  });
  it('high percentiles stand where so many seeds carry them, in table, JSON and the summary as CSV', () => {
    expect(experiment('--seeds', '19').out).not.toContain('percentile');
    const { out } = experiment('--seeds', '20');
    expect(out).toMatch(/^ {2}95th, 99th percentile +\d+ ms, –/mu);
    const { cells } = JSON.parse(experiment('--seeds', '20', '--json').out) as {
      cells: { summary: { makespanMs: { p95: number; p99: number | null } } }[];
    };
    const { p95, p99 } = cells[0]!.summary.makespanMs;
    expect([p95 > 100, p99]).toEqual([true, null]);
    const lines = experiment('--seeds', '20', '--csv', '--summary').out.trimEnd().split('\r\n');
    expect(lines[0]).toBe(
      'metric,count,mean,deviation,least,lower,median,upper,p95,p99,most,difference,differenceLow,differenceHigh,cliffsDelta,verdict,engine,problem',
    );
    expect(lines[1]!.split(',').slice(0, 2)).toEqual(['makespanMs', '20']);
    expect(lines[1]!.split(',').slice(8, 10)).toEqual([String(p95), '']);
  });
  it('stops at the seeds that are enough, and at the most that were given where these do not do', () => {
    const seedsOf = (...args: string[]): number =>
      (JSON.parse(experiment(...args, '--json').out) as { seeds: number }).seeds;
    expect(seedsOf('--seeds', '60', '--precision', '50')).toBe(20);
    expect(seedsOf('--seeds', '30', '--precision', '0.1%')).toBe(30);
    expect(experiment('--seeds', '30', '--precision', '0.1').out).toMatch(
      /known to ±\d+(\.\d)?% \(95% confidence\); about \d+ seeds would make that ±2%\./u,
    );
  });
  it('without factors it measures the document as it is', () => {
    expect(experiment('--seeds', '2').out).toContain('as drawn');
  });
  it('the status is 1 when a run does not succeed', () => {
    expect(experiment('--vary', 'limits.stepsMax=1,1000').status).toBe(1);
  });
});
