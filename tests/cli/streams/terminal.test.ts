/** Texts of a document in a terminal: no name moves the cursor, answers for the person or begins a line of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { conclave } from '../../../src/cli/conclave.ts';
import { measureOnThreads } from '../../../src/cli/experiment/threads.ts';
import { readCapped } from '../../../src/cli/streams/read-capped.ts';
import { cleanLine, printed } from '../../../src/cli/streams/terminal.ts';

const evil = '\u001b]52;c;aGFja2Vk\u0007x\nFAKE: all invariants hold\r\u009b2J\u007f\u202etxt\u2028y';
const document = {
  name: evil,
  agents: [
    { id: 'a', name: evil, capabilities: [evil] },
    { id: 'b', name: evil, reportsTo: 'nobody' },
  ],
  tasks: [
    { id: 'x', name: evil, requires: [evil], resources: [{ id: 'r' }] },
    { id: 'y', name: evil, requires: [`${evil}2`], action: { kind: 'simulate', result: { text: evil } } },
  ],
  resources: [{ id: 'r', name: evil }],
};
const sound = {
  ...document,
  agents: [{ id: 'a', name: evil, capabilities: [evil, `${evil}2`] }],
};

function call(...args: string[]) {
  let out = '';
  let errors = '';
  const files: Record<string, unknown> = {
    bad: document,
    sound,
    other: { ...sound, seed: 3, tasks: sound.tasks.slice(1) },
  };
  conclave(args, {
    read: (file) => new TextEncoder().encode(JSON.stringify(files[file])),
    write: () => undefined,
    print: (text) => (out += text),
    complain: (line) => (errors += line),
    clock: () => 0,
    measure: (documents, seeds) => measureOnThreads('', documents, seeds),
  });
  return { out, errors };
}

const unclean = /(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u;

describe('what reaches a terminal', () => {
  it.each([
    ['validate', 'bad'],
    ['validate', 'bad', '--json'],
    ['simulate', 'bad'],
    ['simulate', 'sound', '--json'],
    ['simulate', 'sound', '--why', 'x'],
    ['simulate', 'sound', '--why', evil],
    ['simulate', evil],
    ['simulate', 'sound', '--set', `tasks[x].name=${evil}`, '--why', 'x', '--json'],
    ['simulate', 'sound', '--set', `${evil}=1`],
    ['convert', 'sound', '--to', 'dot'],
    ['convert', 'sound', '--to', 'mermaid'],
    ['convert', 'sound', '--to', 'conclave'],
    ['convert', 'sound', '--to', 'wfformat'],
    ['compare', 'sound', 'other'],
    ['compare', 'sound', 'other', '--json'],
    ['experiment', 'sound', '--seeds', '2', '--vary', `name=${evil},b`],
    ['experiment', 'sound', '--seeds', '2', '--vary', `name=${evil},b`, '--csv'],
    ['experiment', 'sound', '--seeds', '2', '--vary', `name=${evil},b`, '--json'],
    [evil],
    ['simulate', 'sound', `--${evil}`],
  ])('%j', (...args) => {
    const { out, errors } = call(...args);
    expect(`${out}${errors}`.length).toBeGreaterThan(10);
    // In CSV a line break within quotes is part of the cell.
    const csv = args.includes('--csv');
    expect(`${csv ? out.replaceAll('\r', '') : out}${errors.replace(/\n$/u, '')}`).not.toMatch(unclean);
    expect(errors.replace(/\n$/u, '')).not.toContain('\n');
    for (const line of csv ? [] : out.split('\n')) expect(line).not.toMatch(/^\s*FAKE/u);
    if (args.includes('--json') || args.includes('conclave') || args.includes('wfformat'))
      expect(() => JSON.parse(out) as unknown).not.toThrow();
  });

  it('is shown as its code, and JSON stays the same JSON', () => {
    expect(cleanLine('a\u001b[31m\n\tb\u007f\u202e')).toBe('a\\u001b[31m\\n\\tb\\u007f\\u202e');
    expect(cleanLine('Åsa, 李, 👩‍👩‍👧, ׳א')).toBe('Åsa, 李, 👩‍👩‍👧, ׳א');
    expect(JSON.parse(printed({ json: { [evil]: evil } }))).toEqual({ [evil]: evil });
    expect(printed({ text: 'a\r\n\tb\u001bc' })).toBe('a\r\n\tb\\u001bc');
  });
});

describe('what is read', () => {
  it('is read to its end, and no further than the cap', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'capped-'));
    try {
      const file = path.join(folder, 'f');
      const bytes = new Uint8Array(3_000_001).map((_, at) => at % 251);
      writeFileSync(file, bytes);
      expect(Buffer.compare(Buffer.from(readCapped(file, 3_000_001)), Buffer.from(bytes))).toBe(0);
      expect(() => readCapped(file, 3_000_000)).toThrow(/more than 3000000 bytes/u);
      expect(() => readCapped(path.join(folder, 'none'), 5)).toThrow(/ENOENT/u);
      expect(() => readCapped(folder, 5)).toThrow(/EISDIR/u);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('from a stream without end is refused while it comes', () => {
    const program = path.resolve(import.meta.dirname, '../../../src/tools/cli.mjs');
    const done = spawnSync('sh', ['-c', `yes '[0,' | "${process.execPath}" "${program}" validate -`], {
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect(done.status).toBe(2);
    expect(done.stderr).toMatch(/^conclave: -: there are more than 67108864 bytes[^\n]*\n$/u);
  });
});
