/** A long run comes back with what was seen of it, before it is computed; then that is held against what is computed. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/base/index.ts';
import type { Frame } from '../../src/bridge/index.ts';
import { chain, Rig } from './rig.ts';

const long = chain(4500, { limits: { stepsMax: 100_000 } });
const step = 20_500;

/** A long run that was left at a step; what is stored may be changed before it is opened again. */
async function left(change: (stored: { last: Record<string, unknown> }) => unknown = (stored) => stored) {
  const rig = new Rig();
  await rig.start(long);
  await rig.settle();
  await rig.ask({ kind: 'player.seek', step });
  await rig.settle();
  const [frame, steps] = [rig.frame, rig.status!.steps];
  await rig.ask({ kind: 'run.close' });
  const { playhead } = await rig.journal.open('r');
  await rig.journal.setPlayhead('r', change(structuredClone(playhead) as never) as Json);
  rig.journal.leave('r');
  rig.events.length = 0;
  await rig.ask({ kind: 'run.open', runId: 'r', takeOver: false });
  return { rig, frame, steps };
}
const bare = ({ full: _full, tasks: _tasks, agents: _agents, ...rest }: Frame): unknown => rest;

describe('a long run that is opened again', () => {
  it('shows what was seen when it was left before anything is computed, and the same when it is', async () => {
    const { rig, frame, steps } = await left();
    expect(rig.frames).toHaveLength(1);
    expect(bare(rig.frame)).toEqual(bare(frame));
    expect(rig.status).toMatchObject({ steps, complete: false });
    const [first] = rig.frames;
    await rig.settle();
    expect(rig.frames.length).toBeGreaterThan(1);
    expect(rig.frame).toEqual(first);
    expect(rig.status).toMatchObject({ steps, complete: true, notice: null, verified: true });
  });

  it('says so where what was stored is not what is computed, and shows what is computed', async () => {
    const { rig, frame } = await left((stored) => {
      (stored.last['frame'] as { caption: string }).caption = 'something else';
      return stored;
    });
    expect(rig.frame.caption).toBe('something else');
    await rig.settle();
    expect(bare(rig.frame)).toEqual(bare(frame));
    expect(rig.status?.notice).toMatch(`differs from what was stored of step ${String(step)}`);
  });

  it('shows nothing of another step, run or version, and nothing that is no frame', async () => {
    const changes: ((stored: { last: Record<string, unknown> }) => unknown)[] = [
      (stored) => ({ ...stored, step: step - 1 }),
      ({ last, ...stored }) => ({ ...stored, last: { ...last, bridge: -1 } }),
      ({ last, ...stored }) => ({
        ...stored,
        last: { ...last, frame: { ...(last['frame'] as Frame), runId: 'other' } },
      }),
      ({ last, ...stored }) => ({ ...stored, last: { ...last, frame: { runId: 'r', step } } }),
    ];
    for (const change of changes) {
      const { rig } = await left(change);
      expect(rig.frames).toEqual([]);
      await rig.settle();
      expect(rig.status).toMatchObject({ complete: true, notice: null });
    }
  });

  it('goes to another step that is asked for meanwhile, and says nothing wrong of it', async () => {
    const { rig } = await left();
    await rig.ask({ kind: 'player.seek', step: step - 7 });
    await rig.settle();
    expect(rig.frame.step).toBe(step - 7);
    expect(rig.status?.notice).toBeNull();
  });

  it('a backup holds the playhead alone', async () => {
    const { rig } = await left();
    const { journal } = await rig.ask({ kind: 'run.stored', runId: 'r' });
    expect((journal as { playhead: unknown }).playhead).toEqual({ step, speed: expect.anything() as unknown });
  });
});
