/** The strip of agents on a small page: one stop of the Tab key, pressed and let go, and gone with what it filters. */
import { fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Notices, RunSession, Workspace } from '../../../../src/studio/state/index.ts';
import type { CanvasDesk } from '../../../../src/studio/canvas/desk.svelte.ts';
import { FakeEngine } from '../../support/fake-engine.ts';
import { FakeKept, FakeKeeper } from '../../support/fake-keeper.ts';
import StripHost from './StripHost.svelte';

const wide = globalThis.matchMedia;
beforeEach(() => {
  vi.stubGlobal('matchMedia', (query: string) => Object.assign(wide(query), { matches: query.includes('< 700px') }));
});
afterEach(() => {
  vi.unstubAllGlobals();
});

async function strip() {
  const notices = new Notices();
  const keeper = new FakeKeeper();
  const run = new RunSession(new FakeEngine(), notices, (draw) => {
    draw();
  });
  const workspace = new Workspace(keeper, notices, run);
  keeper.kept.set(
    'd',
    new FakeKept({
      agents: [
        { id: 'ana', name: 'Ana' },
        { id: 'bo', name: 'Bo' },
      ],
      tasks: [
        { id: 'soup', agent: 'ana' },
        { id: 'serve', agent: 'bo' },
      ],
    }),
  );
  await workspace.open('d');
  let desk: CanvasDesk | undefined;
  render(StripHost, {
    workspace,
    run,
    ondesk: (made: CanvasDesk) => {
      desk = made;
    },
  });
  await tick();
  if (desk === undefined) throw new Error('no desk');
  return { workspace, desk };
}

it('a press lets the tasks of one agent stand out and says so, the next lets all', async () => {
  const { desk } = await strip();
  const bo = screen.getByRole('button', { name: /^Bo, / });
  expect(bo).toHaveAttribute('aria-pressed', 'false');
  expect(desk.found.size).toBe(0);
  await fireEvent.click(bo);
  expect(bo).toHaveAttribute('aria-pressed', 'true');
  expect([...desk.found]).toEqual(['bo', 'serve']);
  expect(screen.getByRole('status')).toHaveTextContent('Bo: 1 task stands out');
  await fireEvent.click(bo);
  expect(bo).toHaveAttribute('aria-pressed', 'false');
  expect(desk.found.size).toBe(0);
});

it('is one stop of the Tab key: arrows go round, Escape lets all stand out and keeps the focus', async () => {
  const { desk } = await strip();
  const [ana, bo] = screen.getAllByRole('button');
  if (ana === undefined || bo === undefined) throw new Error('two agents');
  expect([ana.tabIndex, bo.tabIndex]).toEqual([0, -1]);
  ana.focus();
  await fireEvent.keyDown(ana, { key: 'ArrowLeft' });
  expect(document.activeElement).toBe(bo);
  await tick();
  expect([ana.tabIndex, bo.tabIndex]).toEqual([-1, 0]);
  await fireEvent.click(bo);
  await fireEvent.keyDown(bo, { key: 'Escape' });
  expect(desk.filter.agent).toBeNull();
  expect(document.activeElement).toBe(bo);
});

it('what is filtered ends with its agent', async () => {
  const { workspace, desk } = await strip();
  await fireEvent.click(screen.getByRole('button', { name: /^Ana, / }));
  expect(desk.filter.agent).toBe('ana');
  workspace.edit({ kind: 'remove-node', collection: 'agents', id: 'ana' }, { label: 'Delete' });
  await tick();
  expect(desk.filter.agent).toBeNull();
  expect(screen.queryByRole('button', { name: /^Ana, / })).toBeNull();
});
