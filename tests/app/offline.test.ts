/** The offline copy: the first is no news, a newer version is offered once, and nothing reloads that was not asked to. */
import { describe, expect, it, vi } from 'vitest';
import { keepOffline, type OfflineHost } from '../../src/app/offline.ts';
import { Notices } from '../../src/studio/state/index.ts';

class FakeWorker extends EventTarget {
  state = 'installing';
  readonly posted: unknown[] = [];
  postMessage(message: unknown) {
    this.posted.push(message);
  }
}

function stage({ controlled = true, refused = false } = {}) {
  const registration = Object.assign(new EventTarget(), {
    waiting: null as FakeWorker | null,
    installing: null as FakeWorker | null,
    update: vi.fn(() => Promise.resolve()),
  });
  const workers = Object.assign(new EventTarget(), {
    controller: controlled ? {} : null,
    register: vi.fn(() => (refused ? Promise.reject(new Error('refused')) : Promise.resolve(registration))),
  });
  const notices = new Notices();
  const time = { ms: 0 };
  let returned = () => undefined as void;
  const reload = vi.fn();
  const host = {
    workers,
    reload,
    now: () => time.ms,
    returned: (call: () => void) => {
      returned = call;
    },
  } as unknown as OfflineHost;
  /** A newer version arrives while the page is open. */
  const arrive = () => {
    const worker = new FakeWorker();
    registration.installing = worker;
    registration.dispatchEvent(new Event('updatefound'));
    registration.waiting = worker;
    worker.state = 'installed';
    worker.dispatchEvent(new Event('statechange'));
    return worker;
  };
  const take = () => {
    notices.toasts[0]?.actions[0]?.run();
  };
  return {
    ...{ registration, workers, notices, time, reload, arrive, take },
    begin: () => keepOffline(notices, host),
    comeBack: () => {
      returned();
    },
  };
}

describe('the offline copy', () => {
  it('says nothing where service workers are refused', async () => {
    const { begin, notices } = stage({ refused: true });
    await begin();
    expect(notices.toasts).toEqual([]);
  });

  it('says nothing of the first copy of all', async () => {
    const { begin, arrive, notices } = stage({ controlled: false });
    await begin();
    arrive();
    expect(notices.toasts).toEqual([]);
  });

  it('offers a newer version and does not reload by itself', async () => {
    const { begin, arrive, notices, reload } = stage();
    await begin();
    const worker = arrive();
    expect(notices.toasts.map(({ text }) => text)).toEqual(['A new version is ready.']);
    expect(worker.posted).toEqual([]);
    expect(reload).not.toHaveBeenCalled();
  });

  it('offers a version that was waiting already', async () => {
    const { begin, registration, notices } = stage();
    registration.waiting = new FakeWorker();
    await begin();
    expect(notices.toasts).toHaveLength(1);
  });

  it('reloads when the offer was taken and the newer version has the page', async () => {
    const { begin, arrive, take, workers, reload } = stage();
    await begin();
    const worker = arrive();
    take();
    expect(worker.posted).toEqual([{ type: 'SKIP_WAITING' }]);
    expect(reload).not.toHaveBeenCalled();
    workers.dispatchEvent(new Event('controllerchange'));
    expect(reload).toHaveBeenCalledOnce();
  });

  it('only offers to reload when another tab took the newer version', async () => {
    const { begin, workers, notices, reload, take } = stage();
    await begin();
    workers.dispatchEvent(new Event('controllerchange'));
    expect(reload).not.toHaveBeenCalled();
    expect(notices.toasts).toHaveLength(1);
    take();
    expect(reload).toHaveBeenCalledOnce();
  });

  it('asks for a newer version when the person comes back, at most once an hour', async () => {
    const { begin, registration, time, comeBack } = stage();
    await begin();
    comeBack();
    expect(registration.update).not.toHaveBeenCalled();
    time.ms = 3_600_000;
    comeBack();
    comeBack();
    expect(registration.update).toHaveBeenCalledOnce();
  });
});
