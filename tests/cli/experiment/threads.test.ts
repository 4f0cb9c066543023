/** An experiment on several threads: whoever does the work, and whatever becomes of a thread, the figures are those of single runs. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conclave } from '../../../src/cli/conclave.ts';
import { measureOnThreads } from '../../../src/cli/experiment/threads.ts';
import type { Document } from '../../../src/document/index.ts';
import { measure, type Row } from '../../../src/experiments/index.ts';
import { compile } from '../../../src/workflow/index.ts';

const root = path.resolve(import.meta.dirname, '../../..');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'conclave-threads-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const document: Document = {
  format: 'conclave',
  version: 1,
  agents: [{ id: 'a' }, { id: 'b' }],
  tasks: [
    { id: 'x', action: { kind: 'simulate', durationMs: { min: 100, max: 300 } } },
    { id: 'y', dependsOn: ['x'], action: { kind: 'simulate', durationMs: { min: 5, max: 90 } } },
  ],
};
const auction: Document = { ...document, coordination: { pattern: 'contract-net' } };
const seeds = Array.from({ length: 205 }, (_, at) => at + 7);

function oneByOne(documents: readonly Document[], under: readonly number[]): Row[][] {
  return documents.map((each) => {
    const compiled = compile(each);
    if (!compiled.ok) throw new Error(compiled.error[0]?.message);
    return under.map((seed) => measure(compiled.value, seed));
  });
}

describe('several threads', () => {
  it('none of them needs to live: what they leave undone is done all the same', () => {
    const dies = path.join(folder, 'dies.mjs');
    writeFileSync(dies, 'throw new Error("no thread today");');
    expect(measureOnThreads(dies, [document, auction], seeds)).toEqual(oneByOne([document, auction], seeds));
  });
  it('few runs are not worth a thread', () => {
    expect(measureOnThreads('no such file', [auction], seeds.slice(0, 12))).toEqual(
      oneByOne([auction], seeds.slice(0, 12)),
    );
  });
  it('the program prints what one thread would have printed', () => {
    const file = path.join(folder, 'd.json');
    writeFileSync(file, JSON.stringify(document));
    const args = ['experiment', file, '--vary', 'coordination.pattern=centralized,contract-net'];
    const all = [...args, '--seeds', '400', '--csv'];
    let alone = '';
    const status = conclave(all, {
      read: () => new TextEncoder().encode(JSON.stringify(document)),
      write: () => undefined,
      print: (text) => (alone += text),
      complain: (text) => (alone += text),
      clock: () => 0,
      measure: oneByOne,
    });
    const program = spawnSync(process.execPath, [path.join(root, 'src/tools/cli.mjs'), ...all], {
      encoding: 'utf8',
    });
    expect([program.status, program.stderr]).toEqual([status, '']);
    expect(program.stdout).toBe(alone);
  });
});
