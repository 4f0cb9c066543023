/** What builds and publishes the page: every action is named by its commit, and no job may do more than it says; the notices are whole. */
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { notices, packagesOf } from '../../src/tools/notices.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const folder = path.join(root, '.github/workflows');
const workflows = readdirSync(folder).map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }));

/** What of a workflow is taken on trust: an action by a name that can move, and rights that a job did not ask for. */
function trusting(text: string): string[] {
  const actions = [...text.matchAll(/uses:\s*(.*)$/gm)].map(([, action = '']) => action.trim());
  const moving = actions.filter((action) => !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*$/.test(action));
  const jobs = text
    .slice(text.indexOf('\njobs:\n'))
    .split(/^ {2}(?=[\w-]+:$)/m)
    .slice(1);
  const silent = jobs.filter((job) => !/^ {4}permissions:/m.test(job)).map((job) => job.slice(0, job.indexOf(':')));
  const kept = text.split('persist-credentials: false').length - 1;
  const checkouts = actions.filter((action) => action.startsWith('actions/checkout@')).length;
  return [
    ...moving,
    ...silent,
    ...(/^permissions: \{\}$/m.test(text) ? [] : ['rights for every job']),
    ...(kept < checkouts ? ['a token that stays after checkout'] : []),
  ];
}

describe('the workflows', () => {
  it('are found wanting where a fault is planted', () => {
    const planted = 'permissions:\n  contents: write\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n';
    expect(trusting(planted)).toEqual([
      'actions/checkout@v4',
      'a',
      'rights for every job',
      'a token that stays after checkout',
    ]);
  });

  it.each(workflows)('$name trusts nothing that can move, and no job with more than it needs', ({ text }) => {
    expect(text).toContain('uses: ');
    expect(trusting(text)).toEqual([]);
  });

  it('let only the one that publishes write, and only pages', () => {
    const writes = workflows.flatMap(({ text }) => [...text.matchAll(/^ +(\S+): write$/gm)].map(([, right]) => right));
    expect(writes).toEqual(['pages', 'id-token']);
  });
});

describe('the notices', () => {
  const chunk = (...moduleIds: string[]) => ({ type: 'chunk', moduleIds, imports: [] });
  const found = (...ids: string[]) =>
    packagesOf({ a: chunk(...ids) } as never).map((each) => path.relative(root, each));

  it('name the package of a module, whatever its name looks like', () => {
    const at = (name: string) => path.join(root, name);
    expect(found(at('src/app/main.ts'), '\0plugin')).toEqual([]);
    expect(found(at('node_modules/svelte/src/a.js'), at('node_modules/svelte/src/b.js'))).toEqual([
      'node_modules/svelte',
    ]);
    expect(found(at('node_modules/@xyflow/svelte/a.js?v=1'))).toEqual(['node_modules/@xyflow/svelte']);
    expect(found(at('node_modules/a/node_modules/b/c.js'))).toEqual(['node_modules/a/node_modules/b']);
    expect(found('\0vite/preload-helper.js')).toEqual(['node_modules/vite']);
  });

  it('hold each licence once and in full, after our own', () => {
    const svelte = path.join(root, 'node_modules/svelte');
    const text = notices([svelte, svelte]);
    expect(text.startsWith('Conclave\n\nMIT License')).toBe(true);
    expect(text.split(readFileSync(path.join(svelte, 'LICENSE.md'), 'utf8').trim())).toHaveLength(2);
  });

  it('fail the build where a package has no licence file', () => {
    const bare = mkdtempSync(path.join(tmpdir(), 'bare-'));
    writeFileSync(path.join(bare, 'package.json'), '{ "name": "bare", "version": "1.0.0" }');
    expect(() => notices([bare])).toThrow('bare 1.0.0 has no licence file');
    writeFileSync(path.join(bare, 'LICENCE.txt'), 'As you like.');
    expect(notices([bare])).toContain('bare 1.0.0\n\nAs you like.');
    rmSync(bare, { recursive: true });
  });
});
