/**
 * A look from outside: one file and one component of a fixture, put into the table by this test and nowhere else. It is asked through
 * the bridge of a real session, and shown.
 */
import { render, screen, waitFor } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import {
  bridgeVersion,
  connectEngine,
  requestParser,
  type Command,
  type EngineLine,
  type WorkerLike,
} from '../../../src/bridge/index.ts';
import type { Document } from '../../../src/document/index.ts';
import { Session, toBridgeError } from '../../../src/engine/index.ts';
import { looks, type LookTable } from '../../../src/replay/index.ts';
import { createMemoryJournal } from '../../../src/storage/index.ts';
import { Notices, RunSession, Shortcuts, Workspace } from '../../../src/studio/state/index.ts';
import LongestWaits from '../../fixtures/looks/LongestWaits.svelte';
import { longestWaits } from '../../fixtures/looks/longest-waits.ts';
import Host from '../panels/Host.svelte';
import { FakeKeeper } from '../support/fake-keeper.ts';

/** One agent and three tasks, none of which waits for another: the second and the third wait for the agent. */
const queue: Document = {
  name: 'Queue',
  scheduling: { order: 'fifo' },
  agents: [{ id: 'ana' }],
  tasks: [200, 300, 400].map((durationMs, at) => ({ id: `t${String(at)}`, action: { kind: 'simulate', durationMs } })),
};

/** A line to an engine that knows these looks: all that crosses is cloned and parsed as between threads. */
function lineTo(table: LookTable): EngineLine {
  return connectEngine(() => {
    const parse = requestParser(table);
    const post = (message: object) => {
      setTimeout(() => worker.onmessage?.(new MessageEvent('message', { data: structuredClone(message) })), 0);
    };
    const session = new Session(
      {
        journal: createMemoryJournal(),
        emit: (event) => {
          post({ bridge: bridgeVersion, event });
        },
        clock: () => performance.now(),
        date: () => 1,
        later: (ms, call) => void setTimeout(call, ms),
      },
      table,
    );
    const worker: WorkerLike = {
      onmessage: null,
      onerror: null,
      terminate: () => undefined,
      postMessage: (message) => {
        const asked = parse(structuredClone(message));
        if (!asked.ok) {
          post({ bridge: bridgeVersion, reply: asked.error.id, ok: false, error: asked.error.error });
          return;
        }
        const { id, command } = asked.value;
        session.handle(command).then(
          (value) => {
            post({ bridge: bridgeVersion, reply: id, ok: true, value });
          },
          (error: unknown) => {
            post({ bridge: bridgeVersion, reply: id, ok: false, error: toBridgeError(error) });
          },
        );
      },
    };
    return worker;
  });
}

async function shown(table: LookTable) {
  const line = lineTo(table);
  const notices = new Notices();
  const run = new RunSession(line, notices, (draw) => {
    draw();
  });
  const workspace = new Workspace(new FakeKeeper(), notices, run);
  render(Host, { panel: LongestWaits, workspace, run, shortcuts: new Shortcuts(), notices });
  await run.start('d', queue, { play: false });
  await waitFor(() => {
    expect(run.status?.complete).toBe(true);
  });
  return { line, run };
}

const rows = () => screen.queryAllByRole('listitem').map((row) => row.textContent.trim());

describe('a look from outside', () => {
  it('is refused by name where the table does not have it', async () => {
    const { line, run } = await shown(looks);
    run.player.seek(run.steps);
    await waitFor(() => {
      expect(run.atEnd).toBe(true);
    });
    const unknown = { kind: 'window.longestWaits', count: 3 } as unknown as Command;
    await expect(line.request(unknown)).rejects.toMatchObject({ code: 'bridge/refused' });
    expect(rows()).toEqual([]);
    line.close();
  });

  it('needs its line in the table and its component, and nothing else', async () => {
    const { line, run } = await shown([...looks, longestWaits]);
    expect(rows()).toEqual([]);
    run.player.seek(run.steps);
    await waitFor(() => {
      expect(rows()).toHaveLength(3);
    });
    expect(rows()).toEqual(['t2 waited 500 ms for ana', 't1 waited 200 ms for ana', 't0 waited 0 ms for ana']);
    await userEvent.click(screen.getByRole('button', { name: /^t1 waited/ }));
    // What lies behind the playhead is not told.
    await waitFor(() => {
      expect(rows()).toEqual(['t1 waited 200 ms for ana', 't0 waited 0 ms for ana']);
    });
    line.close();
  });

  it('has its question parsed like any other', async () => {
    const { line } = await shown([...looks, longestWaits]);
    const bad = { kind: 'window.longestWaits', count: 0 } as unknown as Command;
    await expect(line.request(bad)).rejects.toMatchObject({ code: 'bridge/refused' });
    line.close();
  });
});
