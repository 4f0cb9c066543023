/**
 * The command line under files that nobody wrote with care: documents that are nearly right, and mutants of every kind of file.
 * Whatever comes, the status is 0, 1 or 2, there is one sentence or a result, no fault of our own, and it ends soon.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/base/index.ts';
import { conclave, type Surroundings } from '../../src/cli/conclave.ts';
import { measureOnThreads } from '../../src/cli/experiment/threads.ts';
import { readBackup, writeBackup, type BackupDocument } from '../../src/interchange/backup.ts';
import { byteMutant, structureMutant } from '../support/mutants.ts';
import { costMs } from '../support/cost.ts';
import { nearValid } from '../support/near-valid.ts';
import { figure, rounds } from '../support/prove.ts';

/** Processor time of one call. */
const callMsMax = 5000;
/** Of the process, where the whole is proven. */
const memoryMax = 1_000_000_000;

const bytesOf = (json: Json): Uint8Array => new TextEncoder().encode(JSON.stringify(json));
let slowestMs = 0;
const statuses = [0, 0, 0];

/** One call in this process; what it was given is named by `of` where anything is wrong. */
function call(of: string, line: string, files: Record<string, Uint8Array>): { status: number; out: string } {
  let [out, errors] = ['', ''];
  let status = 0;
  const surroundings: Surroundings = {
    read: (name) => files[name] ?? new Uint8Array(),
    write: (name, text) => {
      files[name] = new TextEncoder().encode(text);
    },
    print: (text) => (out += text),
    complain: (text) => (errors += text),
    clock: () => 0,
    measure: (documents, seeds) => measureOnThreads('', documents, seeds),
  };
  const ms = costMs(() => (status = conclave(line.split(' '), surroundings)));
  slowestMs = Math.max(slowestMs, ms);
  statuses[status] = (statuses[status] ?? 0) + 1;
  const told = `${of}: conclave ${line}`;
  expect(errors, told).not.toContain('fault of conclave');
  expect(errors, told).toMatch(status === 2 ? /^conclave: [^\n]+[^\n.]\.?\n$/u : /^$/u);
  if (status !== 2) expect(out, told).not.toBe('');
  expect(ms, told).toBeLessThan(callMsMax);
  return { status, out };
}

function tell(name: string, count: number): void {
  figure(`${name}: files`, count);
  figure(`${name}: statuses 0, 1, 2`, statuses.join(', '));
  figure(`${name}: slowest call ms`, Math.round(slowestMs));
  // The peak of the whole process, and no more is known of one call.
  const peak = process.resourceUsage().maxRSS * 1024;
  figure(`${name}: peak MB`, Math.round(peak / 1e6));
  if (process.env['CONCLAVE_PROVE'] !== undefined) expect(peak).toBeLessThan(memoryMax);
  statuses.fill(0);
  slowestMs = 0;
}

/** A document of a backup with a version, a run and an experiment. */
const whole = (document: never): BackupDocument => ({
  id: 'd',
  createdAtMs: 1,
  updatedAtMs: 2,
  trashedAtMs: null,
  document,
  versions: [{ name: 'Then', createdAtMs: 1, document }],
  runs: [{ summary: { runId: 'r' }, document, journal: { entries: [] } }],
  experiments: [{ document, figures: { seeds: [1] } }],
  memories: new Map([['ana', [{ key: 'k', value: 1, importance: 1, count: 1, createdMs: -5, timesMs: [-5] }]]]),
});

describe('a document that is nearly right', () => {
  it('is refused by a sentence, or runs to an end that replays', () => {
    const count = rounds(60, 10_000);
    let ran = 0;
    for (let seed = 0; seed < count; seed += 1) {
      const of = `near-valid ${String(seed)}`;
      const files: Record<string, Uint8Array> = { f: bytesOf(nearValid(seed)) };
      call(of, 'validate f', files);
      const { status } = call(of, 'simulate f --json --out run', files);
      if (seed % 7 === 0)
        for (const to of ['conclave', 'wfformat', 'mermaid', 'dot']) call(of, `convert f --to ${to}`, files);
      if (seed % 11 === 0) call(of, 'compare f --set-b scheduling.order=fifo', files);
      if (status === 2) continue;
      ran += 1;
      expect(call(of, 'replay run', files), of).toMatchObject({ status: 0 });
      if (seed % 5 === 0) call(of, 'simulate f --why t0', files);
      if (seed % 50 === 0) call(of, 'experiment f --seeds 2 --json', files);
    }
    expect(ran).toBeGreaterThan(count / 3);
    figure('near-valid: ran', ran);
    tell('near-valid', count);
  }, 3_600_000);
});

/** Small files of every kind that is read; the documents among them run. */
function sources(): Record<string, Json> {
  const documents = [1, 3, 4, 6].map((seed) => nearValid(seed));
  const base: Json = {
    format: 'conclave',
    name: 'Field report',
    seed: 7,
    limits: { stepsMax: 100_000, timeoutMs: 60_000 },
    network: { delayMs: { min: 1, max: 5 }, loss: 0.05, partitions: [{ atMs: 5, healMs: 9, groups: [['a'], ['b']] }] },
    coordination: { pattern: 'contract-net', replyMs: 40 },
    agents: [
      { id: 'a', capabilities: { x: 0.9 }, slots: 2 },
      { id: 'b', speed: 2 },
      { id: 'c' },
      { id: 'd', reportsTo: 'a' },
    ],
    tasks: [
      { id: 't0', requires: ['x'], action: { kind: 'simulate', durationMs: { min: 1, max: 9 }, result: { n: 2 } } },
      {
        id: 't1',
        dependsOn: ['t0', { task: 't0', transferMs: 3, when: 'results.t0.n > 1' }],
        retry: { attempts: 3 },
        timeoutMs: 90,
      },
      {
        id: 't2',
        dependsOn: ['t1'],
        action: { kind: 'consensus', protocol: 'pbft', participants: ['a', 'b', 'c', 'd'], value: 'go' },
      },
      {
        id: 't3',
        parent: 'p',
        action: { kind: 'simulate', failureRate: 0.2 },
        onFailure: 'compensate',
        compensation: {},
      },
      { id: 'p', reduce: 'results.t3', trigger: 'all-done', dependsOn: ['t0'] },
    ],
    faults: [
      { kind: 'crash', agent: 'b', atMs: 20, recoverMs: 90 },
      { kind: 'loss', rate: 0.1, from: 'a', to: 'b', untilMs: 500 },
    ],
    resources: [{ id: 'r', units: 2 }],
    memories: [{ id: 'm', replicas: ['a'] }],
    view: { nodes: { a: { x: 1, y: 2 } }, notes: [{ id: 'n', text: 'x', x: 0, y: 0 }] },
  };
  const files: Record<string, Uint8Array> = { f: bytesOf(base) };
  call('the source', 'simulate f --inject 3:{"kind":"silent","agent":"c","untilMs":90} --out run', files);
  const workflow = (inner: Json): Json => ({ name: 'w', schemaVersion: '1.5', workflow: inner });
  return {
    document: base,
    ...Object.fromEntries(documents.map((each, at) => [`document ${String(at)}`, each])),
    'run file': JSON.parse(new TextDecoder().decode(files['run'])) as Json,
    wfformat: workflow({
      specification: {
        tasks: [
          { id: 'a', name: 'a', parents: [], children: ['b'], outputFiles: ['f'] },
          { id: 'b', name: 'b', parents: ['a'], children: [], inputFiles: ['f'] },
        ],
        files: [{ id: 'f', sizeInBytes: 3000 }],
      },
      execution: { makespanInSeconds: 3, executedAt: 'x', tasks: [{ id: 'a', runtimeInSeconds: 1, machines: ['m'] }] },
    }),
    'wfformat of old': workflow({
      jobs: [
        { name: 'a', runtime: 2.5, parents: [], files: [{ name: 'f', size: 9, link: 'output' }], cores: 1 },
        { name: 'b', runtime: 1, parents: ['a'], files: [{ name: 'f', size: 9, link: 'input' }], machine: 'm' },
      ],
      makespan: 4,
    }),
    backup: JSON.parse(
      writeBackup({ documents: [whole(base as never), whole(documents[0] as never)], settings: {} }, 1),
    ) as Json,
  };
}

describe('a mutant', () => {
  it('of any file is refused by a sentence, or read and run like others', () => {
    const files = Object.entries(sources());
    const count = rounds(250, 20_000);
    let read = 0;
    for (let seed = 0; seed < count; seed += 1) {
      const [name, whole] = files[seed % files.length]!;
      const of = `mutant ${String(seed)} of ${name}`;
      const f = seed % 2 === 0 ? byteMutant(seed, bytesOf(whole)) : bytesOf(structureMutant(seed, whole));
      if (name === 'backup') {
        const backup = readBackup(f);
        if (!backup.ok) expect(backup.error.message, of).toMatch(/^\S[^\n]*\.$/u);
        continue;
      }
      const one: Record<string, Uint8Array> = { f };
      if (call(of, 'validate f --agents 2', one).status === 2) continue;
      read += 1;
      call(of, 'simulate f --agents 2 --json', one);
      if (name === 'run file') call(of, 'replay f', one);
      if (seed % 5 === 0)
        for (const to of ['conclave', 'wfformat', 'mermaid', 'dot']) call(of, `convert f --to ${to}`, one);
    }
    expect(read).toBeGreaterThan(count / 10);
    tell('mutants', count);
  }, 3_600_000);

  it('through the program itself ends with a status of its own', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'hostile-'));
    const program = path.resolve(import.meta.dirname, '../../src/tools/cli.mjs');
    const document = sources()['document']!;
    try {
      for (let seed = 0; seed < rounds(4, 100); seed += 1) {
        const file = path.join(folder, 'f.json');
        writeFileSync(file, seed % 2 === 0 ? bytesOf(nearValid(seed)) : byteMutant(seed, bytesOf(document)));
        const { status, stderr } = spawnSync(
          process.execPath,
          ['--max-old-space-size=900', program, 'simulate', file, '--json'],
          {
            encoding: 'utf8',
            timeout: 60_000,
            maxBuffer: 1 << 28,
          },
        );
        expect([0, 1, 2], `${String(seed)}: ${stderr}`).toContain(status);
        expect(stderr).toMatch(status === 2 ? /^conclave: [^\n]+\n$/u : /^$/u);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 3_600_000);
});
