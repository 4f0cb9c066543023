/** The engine accounts for tasks and agents at the step that it is asked for, and forgets what a fork or a change cut off. */
import { describe, expect, it } from 'vitest';
import { chain, Rig } from './rig.ts';

describe('why', () => {
  it('of no run is refused, and of what is not there says nothing', async () => {
    const rig = new Rig();
    await expect(rig.ask({ kind: 'run.why', task: 't0', step: 0 })).rejects.toMatchObject({ code: 'engine/no-run' });
    await rig.start(chain(4));
    await rig.settle();
    expect(await rig.ask({ kind: 'run.why', task: 'x', step: 9 })).toBe(null);
    expect(await rig.ask({ kind: 'run.whyAgent', agent: 'x', step: 9 })).toBe(null);
  });

  it('says at a step what was known there, and of the whole run what it came to', async () => {
    const rig = new Rig();
    await rig.start(chain(4));
    await rig.settle();
    expect(await rig.ask({ kind: 'run.why', task: 't3', step: 0 })).toMatchObject({ attempts: [] });
    const why = (await rig.ask({ kind: 'run.why', task: 't3', step: rig.status!.steps }))!;
    expect(why.answer).toContain('got it');
    const { id } = why.attempts[0]!.agent!;
    const agent = (await rig.ask({ kind: 'run.whyAgent', agent: id, step: rig.status!.steps }))!;
    expect(agent.shares.some(({ task, got }) => task === 't3' && got)).toBe(true);
  });

  it('reads a long run in slices: whatever is asked meanwhile is answered first', async () => {
    const rig = new Rig();
    await rig.start(chain(600));
    await rig.settle();
    rig.lookMs = 25;
    const answered: string[] = [];
    const asked = rig.ask({ kind: 'run.why', task: 't3', step: rig.status!.steps }).then((why) => {
      answered.push(`why: ${why!.attempts.length}`);
    });
    await rig.ask({ kind: 'player.seek', step: 7 });
    answered.push(`seek: ${rig.frame.step}`);
    await rig.settle();
    await asked;
    expect(answered).toEqual(['seek: 7', 'why: 1']);
  });

  it('of a run that is closed while it is read says nothing', async () => {
    const rig = new Rig();
    await rig.start(chain(600));
    await rig.settle();
    rig.lookMs = 25;
    const asked = rig.ask({ kind: 'run.why', task: 't3', step: 9 });
    await rig.ask({ kind: 'run.close' });
    await rig.settle();
    expect(await asked).toBeNull();
  });

  it('tells the same however it is read', async () => {
    const rig = new Rig();
    await rig.start(chain(600));
    const early = rig.ask({ kind: 'run.why', task: 't599', step: 100_000 });
    await rig.settle();
    expect((await early)!.attempts.length).toBeLessThanOrEqual(1);
    const why = await rig.ask({ kind: 'run.why', task: 't599', step: rig.status!.steps });
    const other = new Rig();
    await other.start(chain(600));
    await other.settle();
    other.lookMs = 25;
    const asked = other.ask({ kind: 'run.why', task: 't599', step: rig.status!.steps });
    await other.settle();
    expect(await asked).toEqual(why);
  });
});
