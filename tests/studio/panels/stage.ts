/** A studio without canvas for the tests of panels and inspector: a document that is open, and an engine in the test's hand. */
import { render } from '@testing-library/svelte';
import type { Component } from 'svelte';
import type { Document } from '../../../src/document/index.ts';
import { Notices, RunSession, Shortcuts, Workspace } from '../../../src/studio/state/index.ts';
import { FakeEngine } from '../support/fake-engine.ts';
import { FakeKeeper, FakeKept } from '../support/fake-keeper.ts';
import Host from './Host.svelte';

export async function stage(panel: Component, document: Document) {
  const engine = new FakeEngine();
  const keeper = new FakeKeeper();
  const kept = new FakeKept(document);
  keeper.kept.set('d-1', kept);
  const notices = new Notices();
  const run = new RunSession(engine, notices, (draw) => {
    draw();
  });
  const workspace = new Workspace(keeper, notices, run);
  const shortcuts = new Shortcuts();
  await workspace.open('d-1');
  render(Host, { panel, workspace, run, shortcuts, notices });
  return { engine, kept, notices, run, workspace, shortcuts };
}
