/** What the engine's session writes down and how a run comes back from it. */
import { beforeEach, describe, expect, it } from 'vitest';
import { freshBrowser, type Faults } from '../storage/faults.ts';
import { createMemoryJournal, openJournal, type Journal } from '../../src/storage/index.ts';
import { chain, Rig, spied } from './rig.ts';

let faults: Faults;
beforeEach(() => {
  faults = freshBrowser();
});
const durable = async (): Promise<Journal> => (await openJournal({ name: 'engine' })).journal;

describe('stop', () => {
  it('cuts what lay ahead, ends as cancelled, and the journal gives the same run again', async () => {
    const rig = new Rig(await durable());
    await rig.start(chain(600));
    await rig.settle();
    const whole = rig.status!;
    await rig.ask({ kind: 'player.seek', step: 200 });
    await rig.ask({ kind: 'run.stop' });
    await rig.settle();
    const cut = rig.status!;
    expect(cut).toMatchObject({ outcome: 'cancelled', complete: true, notice: null });
    expect(cut.steps).toBeLessThan(whole.steps);
    expect(rig.frame.step).toBe(cut.steps);
    expect(rig.notices).toEqual([]);
    const again = new Rig(await durable());
    await again.ask({ kind: 'run.open', runId: 'r', takeOver: true });
    await again.settle();
    expect(again.status).toMatchObject({ digest: cut.digest, steps: cut.steps, outcome: 'cancelled', notice: null });
  });

  it('twice at one step, and once more before: the run that is read back is the one that was seen', async () => {
    const rig = new Rig(await durable());
    await rig.start(chain(60));
    await rig.settle();
    for (const step of [40, 40, 25]) {
      await rig.ask({ kind: 'player.seek', step });
      await rig.ask({ kind: 'run.stop' });
      await rig.settle();
      const { digest, steps } = rig.status!;
      const again = new Rig(await durable());
      await again.ask({ kind: 'run.open', runId: 'r', takeOver: true });
      await again.settle();
      expect(again.status).toMatchObject({ digest, steps, notice: null });
      await rig.ask({ kind: 'run.open', runId: 'r', takeOver: true });
      await rig.settle();
    }
  });

  it('at the end of a run that is over does nothing', async () => {
    const spy = spied();
    const rig = new Rig(spy.journal);
    await rig.start(chain(5));
    await rig.settle();
    await rig.ask({ kind: 'player.seek', step: 1e9 });
    await rig.ask({ kind: 'run.stop' });
    await rig.settle();
    expect(rig.status?.outcome).toBe('succeeded');
    expect(spy.appended).toHaveLength(1);
  });
});

describe('the journal', () => {
  it('has each input and the end once, the input before the end', async () => {
    const spy = spied();
    const rig = new Rig(spy.journal);
    await rig.start(chain(50), 'r', true);
    const stopped = rig.ask({ kind: 'run.stop' });
    await rig.settle();
    await stopped;
    await rig.settle();
    await rig.ask({ kind: 'run.close' });
    await rig.ask({ kind: 'run.open', runId: 'r' });
    await rig.settle();
    const kinds = spy.appended.map((entry) => (entry as { kind: string }).kind);
    expect(kinds).toEqual(['input', 'end']);
    expect(rig.status?.notice).toBeNull();
  });

  it('[row 32] that has no room is said once, and the run goes on', async () => {
    const spy = spied();
    const rig = new Rig(spy.journal);
    await rig.start(chain(300));
    spy.fails = 'storage/quota-exceeded';
    await rig.settle();
    for (const step of [5, 9, 13]) {
      await rig.ask({ kind: 'player.seek', step });
      await rig.pass(1000);
    }
    await rig.ask({ kind: 'run.stop' });
    await rig.settle();
    expect(rig.notices).toEqual(['storage/quota-exceeded']);
    expect(rig.status).toMatchObject({ outcome: 'cancelled', watching: false });
    await rig.ask({ kind: 'run.export' });
    await rig.start(chain(3), 'next').catch(() => undefined);
    expect(rig.status?.runId).toBe('next');
  });

  it('[row 35] that another tab writes now: this one watches, and cannot stop or remove the run', async () => {
    const store = await durable();
    const rig = new Rig(store);
    await rig.start(chain(30));
    await rig.settle();
    const other = new Rig(await durable());
    await other.ask({ kind: 'run.open', runId: 'r', takeOver: true });
    await rig.ask({ kind: 'player.seek', step: 7 });
    await rig.pass(1000);
    await expect(rig.ask({ kind: 'run.stop' })).rejects.toMatchObject({ code: 'engine/watching' });
    expect(rig.status).toMatchObject({ watching: true, outcome: 'succeeded' });
    await other.settle();
    await other.ask({ kind: 'player.seek', step: 9 });
    await other.ask({ kind: 'run.stop' });
    await other.settle();
    expect(other.status).toMatchObject({ watching: false, outcome: 'cancelled' });
    await rig.ask({ kind: 'run.open', runId: 'r', takeOver: true });
    await rig.settle();
    expect(rig.status).toMatchObject({ watching: false, digest: other.status!.digest });
  });

  it('[row 31] that is damaged shows what came before, and says so', async () => {
    const rig = new Rig();
    await rig.start(chain(30));
    await rig.settle();
    const { digest } = rig.status!;
    await rig.ask({ kind: 'player.seek', step: 11 });
    await rig.ask({ kind: 'run.stop' });
    await rig.settle();
    await rig.ask({ kind: 'run.close' });
    const stored = await rig.journal.open('r');
    const journal = createMemoryJournal();
    await journal.create(stored.header);
    await journal.append('r', stored.entries.slice(0, 1));
    const whole = journal.open.bind(journal);
    journal.open = async (runId) => ({
      ...(await whole(runId)),
      damage: { afterSeq: 1, reason: 'altered', quarantined: 1 },
    });
    const again = new Rig(journal);
    await again.ask({ kind: 'run.open', runId: 'r' });
    await again.settle();
    expect(again.status).toMatchObject({
      digest,
      outcome: 'succeeded',
      notice: expect.stringContaining('damaged after entry 1') as string,
      quarantined: 1,
    });
  });
});

describe('what was recorded', () => {
  it('a checkpoint or an end that a replay does not pass through is said', async () => {
    for (const what of ['checkpoint', 'end'] as const) {
      const journal = createMemoryJournal();
      const rig = new Rig(journal);
      await rig.start(chain(200));
      await rig.settle();
      if (what === 'end')
        await journal.append('r', [{ kind: 'end', steps: rig.status!.steps, digest: 'other', outcome: 'succeeded' }]);
      else {
        const { checkpoint } = await journal.loadCheckpoint('r');
        await journal.checkpoint('r', { ...checkpoint!, digest: 'other' });
      }
      await rig.ask({ kind: 'run.close' });
      await rig.ask({ kind: 'run.open', runId: 'r' });
      await rig.settle();
      expect(rig.status?.notice).toMatch(/^This replay differs from what was recorded at step \d+;/u);
      expect(rig.status).not.toHaveProperty('verified');
    }
  });
});

describe('the playhead', () => {
  it('and the speed come back, and neither is overwritten while the run is computed again', async () => {
    const spy = spied();
    const rig = new Rig(spy.journal);
    await rig.start(chain(900));
    await rig.settle();
    await rig.ask({ kind: 'player.seek', step: 3000 });
    await rig.pass(1000);
    await rig.ask({ kind: 'player.speed', speed: 0.25 });
    await rig.settle();
    const { step } = rig.frame;
    spy.playheads.length = 0;
    const again = new Rig(spy.journal);
    await again.ask({ kind: 'run.open', runId: 'r', takeOver: true });
    await again.settle();
    expect(again.frame.step).toBe(step);
    expect(again.frames.every((frame) => frame.step === step)).toBe(true);
    expect(again.status).toMatchObject({ speed: 0.25, playing: false });
    expect(spy.playheads).toEqual([]);
  });

  it('is written a few times a second at most, and always where it rests', async () => {
    const spy = spied();
    const rig = new Rig(spy.journal);
    await rig.start(chain(300));
    await rig.settle();
    spy.playheads.length = 0;
    for (let step = 1; step <= 100; step += 1) {
      await rig.ask({ kind: 'player.seek', step });
      await rig.pass(10);
    }
    await rig.pass(1000);
    expect(spy.playheads.length).toBeLessThanOrEqual(5);
    expect(spy.playheads.at(-1)).toMatchObject({ step: 100 });
    await rig.ask({ kind: 'player.seek', step: 50 });
    await rig.ask({ kind: 'player.seek', step: 51 });
    await rig.ask({ kind: 'run.close' });
    expect(spy.playheads.at(-1)).toMatchObject({ step: 51 });
  });

  it('[row 33] a connection that is cut while it is made, as when data is being cleared, is made again', async () => {
    faults.openError = 'AbortError';
    faults.openFailures = 1;
    const { mode, warning } = await openJournal({ name: 'cut' });
    expect([mode, warning]).toEqual(['durable', null]);
  });

  it('[row 39] nothing can be stored: the status says that the run is only in memory', async () => {
    faults.openThrows = true;
    faults.openFailures = Infinity;
    const rig = new Rig(await durable());
    await rig.start(chain(20));
    await rig.settle();
    expect(rig.status).toMatchObject({ storage: 'memory', outcome: 'succeeded' });
  });
});
