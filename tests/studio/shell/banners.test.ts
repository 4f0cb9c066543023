/** What was damaged is said across the page with the way to take it out; nothing is offered where nothing was put aside. */
import { render, screen } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Notices, RunSession, Workspace } from '../../../src/studio/state/index.ts';
import { FakeEngine, status } from '../support/fake-engine.ts';
import { FakeKeeper, FakeKept, twoTasks } from '../support/fake-keeper.ts';
import BannersHost from './BannersHost.svelte';

const button = () => screen.queryByRole('button', { name: 'Download what was put aside' });
let taken: Blob[] = [];
beforeEach(() => {
  taken = [];
  vi.stubGlobal(
    'URL',
    Object.assign(URL, {
      createObjectURL: (blob: Blob) => {
        taken.push(blob);
        return 'blob:x';
      },
      revokeObjectURL: () => undefined,
    }),
  );
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function shown(kept = new FakeKept(twoTasks)) {
  const engine = new FakeEngine();
  const keeper = new FakeKeeper();
  keeper.kept.set('d-1', kept);
  const notices = new Notices();
  const run = new RunSession(engine, notices);
  const workspace = new Workspace(keeper, notices, run);
  render(BannersHost, { workspace, run, notices });
  return { engine, run, workspace, notices };
}

describe('[row 31] damage', () => {
  it('is not spoken of where there is none', async () => {
    const { workspace, engine } = shown();
    await workspace.open('d-1');
    engine.send({ kind: 'status', status: status({ notice: 'This replay differs.' }) });
    flushSync();
    expect(screen.getByText('This replay differs.')).toBeInTheDocument();
    expect(button()).toBeNull();
  });

  it('of a document is said once, and what was put aside can be taken', async () => {
    const kept = Object.assign(new FakeKept(twoTasks), {
      notice: 'The last 3 of the autosaved changes could not be read.',
      aside: () => Promise.resolve('{"changes":[]}'),
    });
    const { workspace, notices } = shown(kept);
    await workspace.open('d-1');
    flushSync();
    expect(screen.getByText(/The last 3 of the autosaved changes/)).toBeInTheDocument();
    expect(notices.banners).toEqual([]);
    await userEvent.click(button()!);
    expect(await taken[0]?.text()).toBe('{"changes":[]}');
    await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(button()).toBeNull();
  });

  it('of a run is said with what came before, and what was put aside can be taken', async () => {
    const { engine } = shown();
    engine.send({
      kind: 'status',
      status: status({ runId: 'r-7', notice: 'The journal was damaged.', quarantined: 2 }),
    });
    flushSync();
    await userEvent.click(button()!);
    expect(engine.requests.at(-1)).toEqual({ kind: 'run.quarantine', runId: 'r-7' });
  });
});
