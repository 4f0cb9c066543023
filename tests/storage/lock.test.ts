/** Locks where the browser has none: every claim succeeds, and the epoch in the data decides alone. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { claim, documentLock, runLock, takeOver, waitFor } from '../../src/storage/lock.ts';

beforeEach(() => void vi.stubGlobal('navigator', {}));
afterEach(() => void vi.unstubAllGlobals());

it('[row 35] without Web Locks claims and takeovers succeed', async () => {
  const lock = await claim(documentLock('d'));
  expect(lock?.name).toBe('conclave-document-d');
  expect((await claim(documentLock('d')))?.name).toBe('conclave-document-d');
  const taken = await takeOver(runLock('r'));
  taken.release();
  lock?.release();
});

it('[row 35] without Web Locks nobody is told that another is gone: the waiting ends only when it is given up', async () => {
  const end = new AbortController();
  const waiting = waitFor(documentLock('d'), end.signal, () => undefined);
  expect(await Promise.race([waiting, new Promise((resolve) => setTimeout(() => resolve('waiting'), 20))])).toBe(
    'waiting',
  );
  end.abort();
  expect(await waiting).toBeNull();
  expect(await waitFor(documentLock('d'), end.signal, () => undefined)).toBeNull();
});
