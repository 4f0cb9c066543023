/** Sets a component of the player on a stage: real run session, workspace and shortcuts over a scripted engine. */
import { render } from '@testing-library/svelte';
import type { Component } from 'svelte';
import type { RunStatus } from '../../../src/bridge/index.ts';
import {
  Notices,
  RunSession,
  Shortcuts,
  Theme,
  Workspace,
  type DocumentKeeper,
} from '../../../src/studio/state/index.ts';
import Host from './Host.svelte';
import { runId, ScriptedEngine } from './scripted-engine.ts';

const noKeeper: DocumentKeeper = { open: () => Promise.reject(new Error('no library here')) };

/** Renders `tested`; with a status, a run of it is open. */
export async function stage(
  tested: unknown,
  {
    given = {},
    change,
    script = {},
  }: {
    given?: Record<string, unknown>;
    change?: Partial<RunStatus> | null;
    /** What the engine has to tell from the first. */
    script?: Partial<Pick<ScriptedEngine, 'graph' | 'conflicts' | 'waits'>>;
  } = {},
) {
  const engine = new ScriptedEngine(change ?? {});
  Object.assign(engine, script);
  const notices = new Notices();
  const run = new RunSession(engine, notices, (draw) => {
    draw();
  });
  const workspace = new Workspace(noKeeper, notices, run);
  const state = { notices, run, workspace, shortcuts: new Shortcuts(), theme: new Theme(document.documentElement) };
  if (change !== null) await run.open(runId);
  const shown = render(Host, { tested: tested as Component<Record<string, unknown>>, given, state });
  return { ...state, ...shown, engine };
}

/** Lets promises and animation frames pass. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    await new Promise((resolve) =>
      requestAnimationFrame(() => {
        resolve(null);
      }),
    );
    await Promise.resolve();
  }
}
