/** The library in one file and back: nothing is replaced, nothing is repaired by guessing, and every refusal is a sentence. */
import { describe, expect, it, vi } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { ok } from '../../../src/base/index.ts';
import { looksLikeBackup, readBackup, writeBackup, type BackupDocument } from '../../../src/interchange/backup.ts';
import { ImportDesk } from '../../../src/studio/library/shelf/import-desk.svelte.ts';
import { askToKeep, backupState, promiseWords, readPromise } from '../../../src/studio/library/shelf/storage-use.ts';
import type { Shelf } from '../../../src/studio/library/index.ts';
import { Notices } from '../../../src/studio/state/index.ts';
import { twoTasks } from '../support/fake-keeper.ts';

const said = (text: string): string => {
  const read = readBackup(text);
  return read.ok ? 'it was read' : read.error.message;
};

const entry = (document: Document, more: Partial<BackupDocument> = {}): BackupDocument => ({
  id: 'd-1',
  createdAtMs: 5,
  updatedAtMs: 7,
  trashedAtMs: null,
  document,
  versions: [{ name: 'Then', createdAtMs: 6, document: { ...document, name: 'Then' } }],
  runs: [{ summary: { runId: 'r-1', steps: 3 }, document, journal: { seed: 1, entries: [{ kind: 'input' }] } }],
  experiments: [{ document, figures: { createdAtMs: 6, seeds: [1, 2] } }],
  memories: new Map([['ana', [{ key: 'k', value: 1, importance: 1, count: 1, createdMs: -5, timesMs: [-5] }]]]),
  ...more,
});
const written = (...documents: BackupDocument[]): string =>
  writeBackup({ documents, settings: { theme: '"dark"' } }, 9);

describe('backup file', () => {
  it.each([
    ['truncated', written(entry(twoTasks)).slice(0, 60), /line|end/i],
    ['empty', '', /./],
    ['a list', '[]', /no backup/],
    ['another format', '{"format":"conclave","version":1}', /no backup/],
    ['a newer version', '{"format":"conclave-library","version":3,"documents":[]}', /version 3.*newer/],
    ['no version', '{"format":"conclave-library","documents":[]}', /version null/],
    ['no list', '{"format":"conclave-library","version":1,"documents":{}}', /missing/],
    ['a polluting key', '{"format":"conclave-library","version":1,"documents":[{"__proto__":{}}]}', /__proto__/],
  ])('refuses what is %s', (_what, text, reason) => {
    expect(said(text)).toMatch(reason);
  });

  it('reads the first version, which held documents alone; leaves out what is no whole one, and counts it', () => {
    const text = JSON.stringify({
      format: 'conclave-library',
      version: 1,
      documents: [twoTasks, 7, { format: 'conclave', version: 99 }, { tasks: 'none' }],
    });
    const read = readBackup(text);
    expect(read.ok && read.value.documents.map(({ document }) => document)).toEqual([twoTasks]);
    expect(read.ok && read.value.leftOut).toBe(3);
  });

  it('gives back everything as it was, with fields that it does not know; what is shared is written once', () => {
    const strange: Document = { ...twoTasks, name: '</script><b>', house: { colour: 'blue' } };
    const documents = [entry(strange), entry(twoTasks, { id: 'd-2', trashedAtMs: 8 })];
    const text = written(...documents);
    const read = readBackup(text);
    expect(read.ok && read.value).toEqual({ documents, settings: { theme: '"dark"' }, leftOut: 0 });
    expect(text.split('"blue"')).toHaveLength(3);
  });

  it('leaves out a version, a run, an experiment or what an agent remembers that is damaged, counts it, and keeps the rest', () => {
    const file = JSON.parse(written(entry(twoTasks))) as {
      documents: { versions: unknown[]; runs: unknown[]; memories: Record<string, unknown> }[];
    };
    file.documents[0]?.versions.push({ name: 'No graph', createdAtMs: 1, document: 99 }, 4);
    file.documents[0]?.runs.push(null);
    file.documents[0]!.memories['ben'] = [{ key: 'k' }];
    const read = readBackup(JSON.stringify(file));
    expect(read.ok && read.value).toEqual({ documents: [entry(twoTasks)], settings: { theme: '"dark"' }, leftOut: 4 });
  });

  it('knows a backup by how it begins', () => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    expect(looksLikeBackup(bytes(written()))).toBe(true);
    expect(looksLikeBackup(bytes('{"format":"conclave","name":"conclave-library"}'))).toBe(false);
    expect(looksLikeBackup(bytes(''))).toBe(false);
  });
});

describe('bringing a backup back', () => {
  const brought = { versions: 1, runs: 1, experiments: 1, memories: 1, lost: 0 };
  function desk(bringBack: (entry: BackupDocument) => Promise<typeof brought>, here: readonly string[] = []) {
    const notices = new Notices();
    const open = vi.fn();
    const importFile = (bytes: Uint8Array) => {
      const read = readBackup(bytes);
      return Promise.resolve(read.ok ? ok({ kind: 'backup' as const, backup: read.value }) : read);
    };
    const present = (documents: readonly BackupDocument[]) =>
      Promise.resolve(new Set(documents.filter(({ id }) => here.includes(id))));
    const shelf = { bringBack, present } as unknown as Shelf;
    return { notices, open, desk: new ImportDesk(importFile, shelf, notices, open) };
  }
  const file = (text: string) => new File([text], 'conclave-library.json');

  it('stores nothing of a damaged one', async () => {
    const bring = vi.fn(() => Promise.resolve(brought));
    const { desk: one, notices } = desk(bring);
    await one.take([file(written(entry(twoTasks)).slice(0, -20))]);
    expect(bring).not.toHaveBeenCalled();
    expect(notices.toasts[0]?.text).toContain('conclave-library.json was not imported');
  });

  it('says how far it came when there is no more room', async () => {
    let room = 1;
    const { desk: one, notices } = desk(() =>
      room-- > 0 ? Promise.resolve(brought) : Promise.reject(new Error('No room left.')),
    );
    await one.take([file(written(entry(twoTasks), entry(twoTasks, { id: 'b' }), entry(twoTasks, { id: 'c' })))]);
    expect(notices.toasts[0]?.text).toContain('Only 1 of 3 workflows');
    expect(notices.toasts[0]?.text).toContain('No room left.');
  });

  it('says what came back, and opens none of it', async () => {
    const { desk: one, notices, open } = desk(() => Promise.resolve(brought));
    await one.take([file(written(entry(twoTasks), entry(twoTasks, { id: 'b', trashedAtMs: 3 })))]);
    expect(open).not.toHaveBeenCalled();
    expect(notices.toasts[0]?.text).toMatch(
      /^Brought back beside what is here: 2 workflows \(1 in the trash\), 2 versions, 2 runs, 2 experiments.*Nothing was replaced\.$/,
    );
  });

  it('asks before anything is here twice, and brings what was answered', async () => {
    const bring = vi.fn((_entry: BackupDocument) => Promise.resolve(brought));
    const { desk: one } = desk(bring, ['d-1']);
    const text = written(entry(twoTasks), entry(twoTasks, { id: 'b' }));
    await one.take([file(text)]);
    expect(bring).not.toHaveBeenCalled();
    expect(one.doubling?.here.size).toBe(1);
    await one.bring(null);
    expect([bring.mock.calls, one.doubling]).toEqual([[], null]);
    await one.take([file(text)]);
    await one.bring('others');
    expect(bring.mock.calls.map(([{ id }]) => id)).toEqual(['b']);
    await one.take([file(text)]);
    await one.bring('all');
    expect(bring.mock.calls.map(([{ id }]) => id)).toEqual(['b', 'd-1', 'b']);
  });

  it('says when everything was backed up and what changed since; due after a week, or ten changes', () => {
    const day = 86_400_000;
    const now = new Date(2026, 4, 20, 12, 0).getTime();
    const state = (ages: readonly number[], backedUpDaysAgo: number | null) => {
      const { text, due } = backupState(
        ages.map((age) => now - age * day),
        backedUpDaysAgo === null ? 0 : now - backedUpDaysAgo * day,
        now,
      );
      return `${text}${due ? ' (due)' : ''}`;
    };
    expect(state([], null)).toBe('');
    expect(state([1], null)).toBe('In no backup yet');
    expect(state([6.9, 1], null)).toBe('In no backup yet');
    expect(state([7, 1], null)).toBe('In no backup yet (due)');
    expect(state([1, 2], 0.1)).toBe('Backed up today at 09:36, nothing changed since');
    expect(state([0.5, 0.6, 2], 1)).toBe('Backed up yesterday at 12:00, 2 workflows changed since');
    expect(state([8, 2], 9)).toBe('Backed up May 11 at 12:00, 2 workflows changed since (due)');
    // What is older than the backup is in it, however old it is.
    expect(state([80, 2], 9)).toBe('Backed up May 11 at 12:00, 1 workflow changed since');
    const many = Array.from({ length: 10 }, () => 0.5);
    expect(state(many.slice(1), 1)).not.toContain('due');
    expect(state(many, 1)).toContain('10 workflows changed since (due)');
  });
});

describe('the promise to keep', () => {
  it('claims none where the browser gives none', async () => {
    expect(await readPromise(undefined)).toBeNull();
    const refusing = { persisted: () => Promise.reject(new Error('no')), persist: () => Promise.resolve(false) };
    expect(await readPromise(refusing)).toBeNull();
    expect(await askToKeep(refusing)).toBe(false);
    expect(promiseWords(false, true)).toContain('may clear it');
    expect(promiseWords(null, true)).toContain('may clear it');
    expect(promiseWords(true, true)).toContain('promised');
    expect(promiseWords(true, false)).toBe('');
  });
});
