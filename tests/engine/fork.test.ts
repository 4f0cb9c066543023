/** New runs out of open ones, and playing up to a place, as the page asks for them: refusals first. */
import { describe, expect, it } from 'vitest';
import { createMemoryJournal } from '../../src/storage/index.ts';
import { chain, Rig } from './rig.ts';

/** t0 and t1 begin, each followed by every other one. */
const document = chain(8);

async function ended(rig = new Rig()): Promise<Rig> {
  await rig.start(document);
  await rig.settle();
  return rig;
}

describe('a fork', () => {
  it('of no run, of a task that is not there or under a run id that is taken is refused; the open run stays', async () => {
    const rig = new Rig();
    await expect(rig.ask({ kind: 'run.fork', runId: 'f', task: 't0', play: false })).rejects.toMatchObject({
      code: 'engine/no-run',
    });
    await ended(rig);
    await expect(rig.ask({ kind: 'run.fork', runId: 'f', task: 'x', play: false })).rejects.toMatchObject({
      code: 'engine/not-runnable',
    });
    await expect(rig.ask({ kind: 'run.fork', runId: 'r', task: 't0', play: false })).rejects.toMatchObject({
      code: 'storage/exists',
    });
    expect(rig.status?.runId).toBe('r');
  });

  it('is a run of its own in the journal, stands where it begins, and comes back after a reload as it was', async () => {
    const journal = createMemoryJournal();
    const rig = await ended(new Rig(journal));
    const before = rig.status!;
    await rig.ask({ kind: 'run.fork', runId: 'f', task: 't4', pin: { value: { n: 1 } }, play: false });
    expect(rig.frame).toMatchObject({ runId: 'f' });
    const kept = rig.frame.tasks.filter(({ state }) => state === 'succeeded').map(({ id }) => id);
    expect(kept.sort()).toEqual(['t0', 't1', 't2', 't3', 't4', 't5', 't7']);
    await rig.settle();
    expect(rig.status).toMatchObject({ runId: 'f', documentId: 'd', outcome: 'succeeded', notice: null });
    expect(rig.status!.steps).toBeLessThan(before.steps);
    const { digest } = rig.status!;
    await rig.ask({ kind: 'run.close' });
    expect(await journal.list()).toHaveLength(2);

    const later = new Rig(journal);
    await later.ask({ kind: 'run.open', runId: 'f' });
    await later.settle();
    expect(later.status).toMatchObject({ digest, notice: null });
    await later.ask({ kind: 'player.seek', step: later.status!.steps });
    expect(await later.ask({ kind: 'run.data', task: 't6' })).toMatchObject({
      came: [{ task: 't4', pinned: true, text: JSON.stringify({ n: 1 }, null, 2) }],
      followed: false,
    });
  });

  it('can be stopped on its way, before and after the ends that it took over', async () => {
    for (const back of [true, false]) {
      const rig = await ended();
      await rig.ask({ kind: 'run.fork', runId: 'f', task: 't4', play: false });
      await rig.settle();
      if (back) await rig.ask({ kind: 'player.seek', step: 2 });
      await rig.ask({ kind: 'run.stop' });
      await rig.settle();
      expect(rig.status).toMatchObject({ outcome: 'cancelled', complete: true });
      expect(rig.status!.invariants.filter(({ holds }) => !holds)).toEqual([]);
    }
  });
});

describe('playing up to a place', () => {
  it('ends at the step; one behind is gone to at once', async () => {
    const rig = await ended();
    await rig.ask({ kind: 'player.playTo', to: 12 });
    expect(rig.status).toMatchObject({ playing: true });
    await rig.settle();
    expect(rig.frame.step).toBe(12);
    expect(rig.status).toMatchObject({ playing: false });
    await rig.ask({ kind: 'player.playTo', to: 5 });
    expect(rig.frame.step).toBe(5);
    expect(rig.status).toMatchObject({ playing: false });
  });

  it('ends at the next change of a node; where none is left, at its last', async () => {
    const rig = await ended();
    await rig.ask({ kind: 'player.playTo', to: 't7' });
    await rig.settle();
    expect(rig.status).toMatchObject({ playing: false });
    expect(rig.frame.touched).toContain('t7');
    const first = rig.frame.step;
    await rig.ask({ kind: 'player.seek', step: rig.status!.steps });
    await rig.ask({ kind: 'player.playTo', to: 't0' });
    await rig.settle();
    expect(rig.frame.step).toBeLessThan(first);
    expect(rig.frame.touched).toContain('t0');
  });

  it('is forgotten when the person goes elsewhere, and playing goes on to the end', async () => {
    const rig = await ended();
    await rig.ask({ kind: 'player.playTo', to: 12 });
    await rig.ask({ kind: 'player.seek', step: 3 });
    await rig.ask({ kind: 'player.play' });
    await rig.settle();
    expect(rig.frame.step).toBe(rig.status!.steps);
  });

  it('waits for what is not computed yet', async () => {
    const rig = new Rig();
    await rig.start(document);
    await rig.ask({ kind: 'player.playTo', to: 't7' });
    await rig.settle();
    expect(rig.frame.touched).toContain('t7');
    expect(rig.frame.step).toBeLessThan(rig.status!.steps);
  });
});

it('the document of a run is told as it was run', async () => {
  const rig = await ended();
  expect(await rig.ask({ kind: 'run.document' })).toMatchObject({ name: 'Chain', tasks: { length: 8 } });
});
