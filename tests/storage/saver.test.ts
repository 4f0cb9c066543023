/** The autosaver's states and timing, over a library of which the test decides when a write ends. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Document, Edit } from '../../src/document/index.ts';
import { StorageError } from '../../src/storage/errors.ts';
import type { Saved } from '../../src/storage/library/types.ts';
import { Saver } from '../../src/storage/library/saver.ts';

const document = { format: 'conclave', version: 1 } as Document;
const edit: Edit = { kind: 'set-field', path: ['name'], value: 'x' };
let writes: { edits: readonly Edit[]; done: (saved: Saved) => void; fail: (error: unknown) => void }[];
let saver: Saver;
let statuses: string[];
const library = {
  warning: null,
  appendEdits: (_id: string, edits: readonly Edit[]) =>
    new Promise<Saved>((done, fail) => writes.push({ edits, done, fail })),
};
const finish = async (at: number): Promise<void> => {
  writes[at]?.done({ durable: true, seq: at + 1 });
  await vi.advanceTimersByTimeAsync(0);
};

beforeEach(() => {
  vi.useFakeTimers();
  writes = [];
  statuses = [];
  saver = new Saver({ library, documentId: 'd', debounceMs: 300, waitMaxMs: 1_000 });
  saver.subscribe((state) => statuses.push(state.status));
});
afterEach(() => vi.useRealTimers());

describe('the autosaver', () => {
  it("says 'saved' only after the transaction is complete", async () => {
    saver.record([edit], document);
    expect(statuses).toEqual(['unsaved']);
    await vi.advanceTimersByTimeAsync(299);
    expect(writes).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(statuses).toEqual(['unsaved', 'saving']);
    await finish(0);
    expect(statuses).toEqual(['unsaved', 'saving', 'saved']);
  });

  it('edits made while it writes are not called saved, and follow in one write', async () => {
    saver.record([edit], document);
    await vi.advanceTimersByTimeAsync(300);
    saver.record([edit], document);
    saver.record([edit], document);
    await finish(0);
    expect(saver.state.status).toBe('unsaved');
    await vi.advanceTimersByTimeAsync(300);
    expect(writes[1]?.edits).toHaveLength(2);
    await finish(1);
    expect(saver.state.status).toBe('saved');
  });

  it('never waits longer than the limit while edits keep coming', async () => {
    for (let at = 0; at < 6; at += 1) {
      saver.record([edit], document);
      await vi.advanceTimersByTimeAsync(200);
    }
    expect(writes).toHaveLength(1);
  });

  it('never has two writes under way', async () => {
    saver.record([edit], document);
    void saver.flush();
    saver.record([edit], document);
    void saver.flush();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(writes).toHaveLength(1);
    await finish(0);
    expect(writes).toHaveLength(2);
    await finish(1);
    expect(saver.state.status).toBe('saved');
  });

  it('keeps failed edits in order before later ones', async () => {
    const later: Edit = { kind: 'set-field', path: ['name'], value: 'y' };
    saver.record([edit], document);
    await vi.advanceTimersByTimeAsync(300);
    saver.record([later], document);
    writes[0]?.fail(new StorageError('storage/quota-exceeded'));
    await vi.advanceTimersByTimeAsync(0);
    expect(saver.state.status).toBe('failed');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(writes[1]?.edits).toEqual([edit, later]);
  });

  it('flushes when the page is hidden and when it is left', async () => {
    const page = Object.assign(new EventTarget(), { visibilityState: 'hidden' });
    const view = new EventTarget();
    const detach = saver.attach(page as never, view as never);
    saver.record([edit], document);
    page.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(0);
    expect(writes).toHaveLength(1);
    await finish(0);
    saver.record([edit], document);
    view.dispatchEvent(new Event('pagehide'));
    await vi.advanceTimersByTimeAsync(0);
    expect(writes).toHaveLength(2);
    await finish(1);
    detach();
    saver.record([edit], document);
    view.dispatchEvent(new Event('pagehide'));
    await vi.advanceTimersByTimeAsync(0);
    expect(writes).toHaveLength(2);
  });

  it('writes what is left when it is stopped, and nothing after', async () => {
    saver.record([edit], document);
    const stopping = saver.stop();
    await finish(0);
    await stopping;
    saver.record([edit], document);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(writes).toHaveLength(1);
  });
});
