/** `conclave compare`: first what it refuses, then its words, its status and its JSON. */
import { describe, expect, it } from 'vitest';
import { callWith } from '../support/command-line.ts';

const document = {
  format: 'conclave',
  version: 1,
  scheduling: { ties: 'by-id' },
  agents: [
    { id: 'a', name: 'Ana' },
    { id: 'b', name: 'Ben' },
  ],
  tasks: [
    { id: 'x', name: 'Pack', action: { kind: 'simulate', durationMs: { min: 100, max: 300 } } },
    { id: 'y', name: 'Ship', dependsOn: ['x'], action: { kind: 'simulate', durationMs: 50 } },
  ],
};
const files: Record<string, string> = {
  'one.json': JSON.stringify(document),
  'two.json': JSON.stringify({ ...document, seed: 9 }),
};

const call = (...args: string[]) => callWith(files, args);

/** The first digits of the digest that `simulate` prints. */
const digestOf = (file: string): string =>
  (JSON.parse(call('simulate', file, '--json').out) as { digest: string }).digest.slice(0, 13);

describe('what is refused, in one line', () => {
  it.each([
    [[], 'wants one file or two'],
    [['one.json', 'two.json', 'one.json'], 'takes two files'],
    [['one.json', '--set-a', 'fifo'], '--set-a wants PATH=VALUE'],
    [['one.json', '--set-b', 'scheduling.ordr=fifo'], 'there is no field "ordr"'],
    [['one.json', 'three.json'], 'three.json'],
    [['one.json', '--set-b', 'coordination.pattern=anarchy'], 'anarchy'],
  ])('%j', (args, words) => {
    const { status, out, errors } = call('compare', ...args);
    expect([status, out]).toEqual([2, '']);
    expect(errors).toMatch(/^conclave: [^\n]+\n$/u);
    expect(errors).toContain(words);
  });
});

describe('two runs', () => {
  it('the same: one sentence and status 0, under any seed', () => {
    expect(call('compare', 'one.json', '--seed', '4')).toEqual({
      status: 0,
      out: 'Both runs are the same from the first step to the last.\n',
      errors: '',
    });
  });
  it('different: status 1, where they part, both columns, and the tasks that differ', () => {
    const { status, out } = call('compare', 'one.json', 'two.json');
    expect(status).toBe(1);
    expect(out).toMatch(
      /^Until step \d+, at 0 ms, both are the same\. Then with one: “Ana started Pack, until [\d.]+ m?s”; with two: /u,
    );
    expect(out).toMatch(/^ +one +two$/mu);
    expect(out).toMatch(/^Total time +\d/mu);
    expect(out).toMatch(/^Pack +Ana, 0 ms to /mu);
  });
  it('one file with another setting on each side is named by what was set', () => {
    const { out } = call('compare', 'one.json', '--set-a', 'coordination.pattern=contract-net', '--set-b', 'seed=3');
    expect(out).toContain('Contract net');
    expect(out).toContain('seed 3');
    const timed = call('compare', 'one.json', '--set-a', 'network.delayMs=20', '--set-b', 'network.delayMs=1500');
    expect(timed.out).toMatch(/delay 20 ms, .*delay 1\.50 s/u);
  });
  it('a run file is compared with its inputs: it is the run of its document', () => {
    call('simulate', 'one.json', '--out', 'run.json');
    expect(call('compare', 'one.json', 'run.json').status).toBe(0);
  });
  it('JSON holds the words, the place, the figures of both and every task', () => {
    const { out } = call('compare', 'one.json', 'two.json', '--json');
    expect(JSON.parse(out)).toMatchObject({
      same: false,
      divergence: { first: { text: expect.stringContaining('Pack') as string } },
      runs: [
        { label: 'one', seed: 1, outcome: 'succeeded', agreement: null, digest: digestOf('one.json') },
        { label: 'two', seed: 9, outcome: 'succeeded', agreement: null, digest: digestOf('two.json') },
      ],
      tasks: [{ id: 'x', differs: 'when' }, { id: 'y' }],
    });
  });
});
