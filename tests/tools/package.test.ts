/** What `npm pack` gives, installed in an empty folder without a network: the command starts, the calls work, the types hold. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bannedWords } from '../support/tidy.ts';

const root = path.resolve(import.meta.dirname, '../..');
let folder = '';

/** Runs a program to its end. */
function call(program: string, args: readonly string[], cwd = folder, input = '') {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, input, encoding: 'utf8' });
  return { status, out: stdout, errors: stderr };
}

const inFolder = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);

const documentText = JSON.stringify({
  format: 'conclave',
  agents: [{ id: 'ana' }],
  tasks: [{ id: 'bake', action: { kind: 'simulate', durationMs: 200 } }],
});

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'conclave-package-'));
  const packed = call('npm', ['pack', '--silent', '--pack-destination', folder], root);
  expect(packed.errors + packed.out).toMatch(/conclave-[\d.]+\.tgz\s*$/u);
  inFolder('package.json', '{ "name": "somebody", "private": true, "type": "module" }');
  const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  const installed = call('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${file}`]);
  expect(installed.status, installed.errors).toBe(0);
  inFolder('plan.json', documentText);
}, 120_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the package', () => {
  it('brings nothing with it but its own files, which name no machine', () => {
    expect(readdirSync(path.join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      'conclave',
    ]);
    const lib = path.join(folder, 'node_modules/conclave/lib');
    expect(readdirSync(lib).sort()).toEqual(['conclave.js', 'index.d.ts', 'index.js', 'third-party-notices.txt']);
    const words = call(
      'cat',
      readdirSync(lib).map((name) => path.join(lib, name)),
    ).out;
    expect(words).toContain('simulate');
    expect(words.includes(root)).toBe(false);
    expect(bannedWords({ path: 'lib', text: words })).toEqual([]);
  });

  it('has a command that simulates, with its status', () => {
    expect(
      call('npx', ['--offline', 'conclave', 'simulate', 'plan.json', '--json', '--out', 'run.json']),
    ).toMatchObject({
      status: 0,
      errors: '',
      out: expect.stringContaining('"makespanMs": 200') as string,
    });
    expect(call('npx', ['--offline', 'conclave', 'replay', 'run.json'])).toMatchObject({ status: 0, errors: '' });
    expect(call('npx', ['--offline', 'conclave', 'simulate', '-'], folder, '{')).toMatchObject({ status: 2, out: '' });
  });

  it('has calls for the tests of whoever installs it', () => {
    inFolder(
      'a.js',
      `import { readFileSync } from 'node:fs';
       import { replay, simulate, validate } from 'conclave';
       const { result, runFile } = simulate(readFileSync('plan.json'));
       console.log(result.outcome, result.makespanMs, validate('{"format":"conclave"}').valid, replay(runFile()).same);`,
    );
    expect(call(process.execPath, ['a.js'])).toEqual({ status: 0, errors: '', out: 'succeeded 200 true true\n' });
  });

  it('has types that stand alone, and refuse what is wrong', () => {
    const compilerOptions = { strict: true, noEmit: true, module: 'nodenext', target: 'es2023', types: [] };
    const use = `import { simulate, type RunResult } from 'conclave';
      const result: RunResult = simulate({}, { seed: 3 }).result;
      export const late: number = result.deadlines.missed.length;`;
    inFolder('sound.ts', use);
    inFolder('option.ts', use.replace('seed: 3', 'sed: 3'));
    inFolder('type.ts', use.replace('late: number', 'late: string'));
    inFolder('tsconfig.json', JSON.stringify({ compilerOptions, files: ['sound.ts', 'option.ts', 'type.ts'] }));
    const { out } = call(process.execPath, [path.join(root, 'node_modules/typescript/bin/tsc'), '-p', '.']);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => line.replace(/\(.*?TS\d+/u, '')),
    ).toEqual([
      expect.stringMatching(/^option\.ts: .*'sed' does not exist/u),
      expect.stringMatching(/^type\.ts: .*not assignable/u),
    ]);
  });
});
