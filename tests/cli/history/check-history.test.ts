/** `conclave check-history`: its usage, its words and its status, and the published histories where they are at hand. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { callWith } from '../../support/command-line.ts';

const lines = (...ops: readonly string[]): string => ops.map((each) => `{${each}}`).join('\n');
const wrote = (process: number, value: number): string[] => [
  `:process ${String(process)} :type :invoke :f :write :value ${String(value)}`,
  `:process ${String(process)} :type :ok :f :write :value ${String(value)}`,
];
const read = (process: number, value: string): string[] => [
  `:process ${String(process)} :type :invoke :f :read :value nil`,
  `:process ${String(process)} :type :ok :f :read :value ${value}`,
];
const stale = lines(...wrote(0, 1), ...read(2, '1'), ...wrote(1, 2), ...read(2, '1'));

function check(text: string, args: string) {
  return callWith({ 'h.edn': text }, ['check-history', 'h.edn', ...args.split(' ').filter((each) => each !== '')]);
}

describe('bad usage', () => {
  it.each([
    ['--model queue', /--model wants register, counter, set, log, kv, not "queue"/u],
    ['--model constructor', /--model wants/u],
    ['--as strict', /--as wants linearizable, sequential, causal, not "strict"/u],
    ['--steps 0', /--steps wants a whole number of 1 or more/u],
    ['--frob', /--frob/u],
    ['more.edn', /takes one file/u],
    ['--model counter', /h\.edn: lines 1 and 2: the model counter knows no write; it keeps a sum/u],
  ])('%s', (args, sentence) => {
    const { status, out, errors } = check(stale, args);
    expect([status, out]).toEqual([2, '']);
    expect(errors).toMatch(sentence);
    expect(errors).toMatch(/^conclave: [^\n]+\n$/u);
  });

  it('[HI9] a file that cannot be read', () => {
    expect(check('{:process 0', '')).toEqual({
      status: 2,
      out: '',
      errors: 'conclave: h.edn: line 1: what begins here is never closed; add }.\n',
    });
  });
});

describe('a verdict', () => {
  it('0: consistent', () => {
    expect(check(stale, '--as sequential')).toEqual({
      status: 0,
      out: expect.stringMatching(/^sequentially consistent: 4 operations as register, \d+ steps\.\n$/u) as string,
      errors: '',
    });
  });

  it('[HI7] [HI8] 1: violated, with the shortest part and what could have been read', () => {
    expect(check(stale, '').status).toBe(1);
    expect(check(stale, '').out).toMatchInlineSnapshot(`
      "not linearizable: process 2 read 1 (lines 7 and 8), which is right at no time between its call and its return; it could have read 2.
      The shortest part that shows it, from which nothing can be left out:
        lines 1 and 2  process 0 wrote 1
        lines 5 and 6  process 1 wrote 2
        lines 7 and 8  process 2 read 1
      "
    `);
  });

  it('[HI6] 1: not decided, in words of its own, and no verdict in JSON', () => {
    expect(check(stale, '--steps 2')).toEqual({ status: 1, out: 'not decided within 2 steps.\n', errors: '' });
    const { results } = JSON.parse(check(stale, '--steps 2 --json').out) as { results: unknown[] };
    expect(results).toMatchObject([{ n: 0, linearizable: null, verdict: 'undecided' }]);
    const weaker = JSON.parse(check(stale, '--as sequential --json').out) as { results: object[] };
    expect(weaker.results[0]).toMatchObject({ sequential: true });
    expect(weaker.results[0]).not.toHaveProperty('linearizable');
  });

  it('as JSON', () => {
    const { status, out } = check(stale, '--json');
    expect(status).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      model: 'register',
      as: 'linearizable',
      histories: 1,
      results: [
        {
          n: 0,
          linearizable: false,
          ms: expect.any(Number) as number,
          verdict: 'violated',
          operations: 4,
          parts: [{ key: '', violation: { culprit: { process: '2', result: 1 }, could: [2] } }],
        },
      ],
    });
  });

  it('of each history of a file, and where the file says otherwise', () => {
    const ops = '[[0,"w",1,1,2,true],[1,"r",3,4,null]]';
    const both = `[{"n":0,"linearizable":false,"ops":${ops}},{"n":1,"linearizable":true,"ops":${ops}}]`;
    const { status, out } = check(both, '');
    expect(status).toBe(1);
    expect(out.split('\n')[0]).toMatch(
      /^history 0: not linearizable: process 1 read null \(operation 1\), .*or have read|^history 0: .*; it could have read 1\.$/u,
    );
    expect(out.split('\n')[1]).toMatch(/^history 1: .*; the file says otherwise\.$/u);
  });
});

const folder = path.join(
  process.env['CONCLAVE_DATA'] ?? path.resolve(import.meta.dirname, '../../../../shared/data'),
  'linearizability',
);
const bytes = (name: string): Uint8Array => readFileSync(path.join(folder, name));

describe.skipIf(!existsSync(folder))('the published histories', () => {
  it.each(['etcd-0.json', 'etcd-1.json'])('%s: every verdict is that of the file', (name) => {
    const { out } = callWith({ [name]: bytes(name) }, ['check-history', name, '--json']);
    const { histories, results } = JSON.parse(out) as {
      histories: number;
      results: { fileSays: string; verdict: string; steps: number }[];
    };
    expect(histories).toBeGreaterThan(20);
    expect(results).toHaveLength(histories);
    for (const { fileSays, verdict, steps } of results) {
      expect(verdict).toBe(fileSays === 'linearizable' ? 'consistent' : 'violated');
      expect(steps).toBeLessThan(20_000);
    }
  });

  it.each([
    ['kv-c01-ok.txt', 0],
    ['kv-c01-bad.txt', 1],
    ['kv-c10-ok.txt', 0],
  ])('%s: %d', (name, status) => {
    expect(callWith({ [name]: bytes(name) }, ['check-history', name])).toMatchObject({ status, errors: '' });
  });
});
