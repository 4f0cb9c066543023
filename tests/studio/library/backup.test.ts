/** The library in one file and back: nothing is replaced, nothing is repaired by guessing, and every refusal is a sentence. */
import { describe, expect, it, vi } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { looksLikeBackup, readBackup, writeBackup } from '../../../src/studio/library/backup/backup-file.ts';
import { ImportDesk } from '../../../src/studio/library/shelf/import-desk.svelte.ts';
import { askToKeep, promiseSentence, readPromise } from '../../../src/studio/library/shelf/storage-use.ts';
import type { Shelf } from '../../../src/studio/library/index.ts';
import { Notices } from '../../../src/studio/state/index.ts';
import { twoTasks } from '../support/fake-keeper.ts';

const said = (text: string): string => {
  const read = readBackup(text);
  return read.ok ? 'it was read' : read.error.message;
};

describe('backup file', () => {
  it.each([
    ['truncated', writeBackup([twoTasks]).slice(0, 60), /line|end/i],
    ['empty', '', /./],
    ['a list', '[]', /no backup/],
    ['another format', '{"format":"conclave","version":1}', /no backup/],
    ['a newer version', '{"format":"conclave-library","version":2,"documents":[]}', /version 2.*newer/],
    ['no version', '{"format":"conclave-library","documents":[]}', /version null/],
    ['no list', '{"format":"conclave-library","version":1,"documents":{}}', /missing/],
    ['a polluting key', '{"format":"conclave-library","version":1,"documents":[{"__proto__":{}}]}', /__proto__/],
  ])('refuses what is %s', (_what, text, reason) => {
    expect(said(text)).toMatch(reason);
  });

  it('leaves out what is no whole document, and counts it', () => {
    const text = JSON.stringify({
      format: 'conclave-library',
      version: 1,
      documents: [twoTasks, 7, { format: 'conclave', version: 99 }, { tasks: 'none' }],
    });
    const read = readBackup(text);
    expect(read.ok && read.value.documents).toEqual([twoTasks]);
    expect(read.ok && read.value.leftOut).toBe(3);
  });

  it('gives back the documents as they were, with fields that it does not know', () => {
    const strange: Document = { ...twoTasks, name: '</script><b>', house: { colour: 'blue' } };
    const read = readBackup(writeBackup([strange, twoTasks]));
    expect(read.ok && read.value).toEqual({ documents: [strange, twoTasks], leftOut: 0 });
  });

  it('knows a backup by how it begins', () => {
    expect(looksLikeBackup(writeBackup([]).slice(0, 256))).toBe(true);
    expect(looksLikeBackup('{"format":"conclave","name":"conclave-library"}')).toBe(false);
    expect(looksLikeBackup('')).toBe(false);
  });
});

describe('bringing a backup back', () => {
  function desk(create: (document: Document) => Promise<string>) {
    const notices = new Notices();
    const open = vi.fn();
    const importFile = () => Promise.reject(new Error('a backup is not imported'));
    return { notices, open, desk: new ImportDesk(importFile, { create } as unknown as Shelf, notices, open) };
  }
  const file = (text: string) => new File([text], 'conclave-library.json');

  it('stores nothing of a damaged one', async () => {
    const create = vi.fn(() => Promise.resolve('d'));
    const { desk: one, notices } = desk(create);
    await one.take([file(writeBackup([twoTasks]).slice(0, -20))]);
    expect(create).not.toHaveBeenCalled();
    expect(notices.toasts[0]?.text).toContain('conclave-library.json was not imported');
  });

  it('says how far it came when there is no more room', async () => {
    let room = 1;
    const { desk: one, notices } = desk(() =>
      room-- > 0 ? Promise.resolve('d') : Promise.reject(new Error('No room left.')),
    );
    await one.take([file(writeBackup([twoTasks, twoTasks, twoTasks]))]);
    expect(notices.toasts[0]?.text).toContain('Only 1 of 3 workflows');
    expect(notices.toasts[0]?.text).toContain('No room left.');
  });

  it('adds each under a new id, opens none, and says so in one toast', async () => {
    const create = vi.fn((_document: Document) => Promise.resolve('d-new'));
    const { desk: one, notices, open } = desk(create);
    await one.take([
      file(
        writeBackup([
          { ...twoTasks, name: 'First' },
          { ...twoTasks, name: 'Second' },
        ]),
      ),
    ]);
    expect(create.mock.calls.map(([document]) => document.name)).toEqual(['Second', 'First']);
    expect(open).not.toHaveBeenCalled();
    expect(notices.toasts[0]?.text).toContain('2 workflows brought back');
    expect(notices.toasts[0]?.text).toContain('nothing was replaced');
  });
});

describe('the promise to keep', () => {
  it('claims none where the browser gives none', async () => {
    expect(await readPromise(undefined)).toBeNull();
    const refusing = { persisted: () => Promise.reject(new Error('no')), persist: () => Promise.resolve(false) };
    expect(await readPromise(refusing)).toBeNull();
    expect(await askToKeep(refusing)).toBe(false);
    expect(promiseSentence(false, true)).toContain('may clear it');
    expect(promiseSentence(null, true)).toContain('may clear it');
    expect(promiseSentence(true, true)).toContain('has promised');
    expect(promiseSentence(true, false)).toBe('');
  });
});
