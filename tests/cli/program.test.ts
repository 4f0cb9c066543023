/** The program as a person starts it, and on every published workflow that is at hand. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conclave } from '../../src/cli/conclave.ts';
import { measureOnThreads } from '../../src/cli/experiment/threads.ts';

const root = path.resolve(import.meta.dirname, '../..');
const data = path.join(process.env['CONCLAVE_DATA'] ?? path.join(root, '../shared/data'), 'wfcommons');
const files = existsSync(data) ? readdirSync(data).filter((name) => name.endsWith('.json')) : [];
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'conclave-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function program(args: readonly string[], input = '') {
  const started = spawnSync(process.execPath, [path.join(root, 'src/tools/cli.mjs'), ...args], {
    cwd: folder,
    input,
    encoding: 'utf8',
  });
  return { status: started.status, out: started.stdout, errors: started.stderr };
}

describe('the program', () => {
  const document = JSON.stringify({
    agents: [{ id: 'a' }],
    tasks: [{ id: 'x', action: { kind: 'simulate', durationMs: 5 } }],
    format: 'conclave',
  });
  it('reads standard input and files, and its status says how it went', () => {
    expect(program([])).toMatchObject({ status: 0, errors: '' });
    expect(program(['simulate', '-', '--json', '--out', 'run.json'], document)).toMatchObject({
      status: 0,
      errors: '',
    });
    expect(program(['replay', 'run.json'])).toMatchObject({ status: 0, errors: '' });
    writeFileSync(
      path.join(folder, 'bad.json'),
      readFileSync(path.join(folder, 'run.json'), 'utf8').replace(/"trace":"./u, '"trace":"x'),
    );
    expect(program(['replay', 'bad.json'])).toMatchObject({ status: 1, errors: '' });
    expect(program(['simulate', 'missing.json'])).toMatchObject({
      status: 2,
      out: '',
      errors: expect.stringMatching(/^conclave: missing\.json: [^\n]*\n$/u) as string,
    });
    expect(program(['simulate', '-'], document.slice(0, 40))).toMatchObject({
      status: 2,
      out: '',
      errors: expect.stringMatching(/^conclave: -:1:\d+: [^\n]*\n$/u) as string,
    });
    expect(program(['simulate', '-'], '')).toMatchObject({ status: 2, out: '' });
  });
});

describe.skipIf(files.length === 0)('every published workflow', () => {
  it.each(files)('%s', (name) => {
    const made: Record<string, string> = {};
    const call = (args: readonly string[]): string => {
      let out = '';
      let errors = '';
      const status = conclave(args, {
        read: (place) => (made[place] === undefined ? readFileSync(place) : new TextEncoder().encode(made[place])),
        write: (place, text) => (made[place] = text),
        print: (text) => (out += text),
        complain: (line) => (errors += line),
        clock: () => 0,
        measure: (documents, seeds) => measureOnThreads('', documents, seeds),
      });
      expect([status, errors], args.join(' ')).toEqual([0, '']);
      return out;
    };
    const file = path.join(data, name);
    call(['validate', file]);
    const { makespanMs } = JSON.parse(call(['simulate', file, '--agents', '4', '--json', '--out', 'run'])) as {
      makespanMs: number;
    };
    call(['replay', 'run']);
    for (const to of ['conclave', 'wfformat', 'mermaid', 'dot']) {
      call(['convert', file, '--to', to, '-o', to]);
      if (to === 'conclave' || to === 'wfformat')
        expect(JSON.parse(call(['simulate', to, '--agents', '4', '--json']))).toMatchObject({ makespanMs });
    }
  });
});
