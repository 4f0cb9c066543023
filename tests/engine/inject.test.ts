/** Something goes wrong by hand: at the playhead, while the run is paused, and the run file tells it again. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/base/index.ts';
import { readRun } from '../../src/interchange/index.ts';
import { resultOf, Run } from '../../src/replay/index.ts';
import { compile } from '../../src/workflow/index.ts';
import { chain, Rig, spied } from './rig.ts';

const inject = (rig: Rig, fault: Json) => rig.ask({ kind: 'run.inject', fault });
const leased = chain(8, { coordination: { leaseMs: 100 } });

async function paused(step = 10, document: unknown = leased): Promise<Rig> {
  const rig = new Rig();
  await rig.start(document);
  await rig.settle();
  await rig.ask({ kind: 'player.seek', step });
  await rig.settle();
  return rig;
}
const agent = (rig: Rig, id: string) => rig.frames.flatMap(({ agents }) => agents).findLast((each) => each.id === id)!;

describe('what is refused leaves the run as it was', () => {
  it.each([
    [{ kind: 'explode' }, 'Nothing of the kind "explode"'],
    [{ kind: 'crash' }, 'agent: This is missing'],
    [{ kind: 'crash', agent: 'eve' }, 'There is no agent "eve"'],
    [{ kind: 'recover', agent: 'eve' }, 'There is no agent "eve"'],
    [{ kind: 'crash', agent: 'ana', recoverMs: 0 }, 'choose a later end'],
    [{ kind: 'silent', agent: 'ana', untilMs: 1 }, 'choose a later end'],
    [{ kind: 'loss', rate: 2 }, 'between 0 and 1'],
    [{ kind: 'partition', groups: [['ana'], ['ana']] }, 'two groups'],
    [{ kind: 'loss', rate: 1, from: 'client' }, 'There is no client here'],
    [{ kind: 'snapshot' }, 'This document takes no snapshots'],
  ])('%o', async (fault, sentence) => {
    const rig = await paused();
    const before = rig.status!.digest;
    const message = expect.stringContaining(sentence) as string;
    await expect(inject(rig, fault)).rejects.toMatchObject({ code: 'engine/refused-fault', message });
    expect(rig.status!.digest).toBe(before);
  });
  it('nothing while it plays, nothing where it is over, nothing in a run of another tab', async () => {
    const rig = await paused(0);
    await rig.ask({ kind: 'player.play' });
    await expect(inject(rig, { kind: 'heal' })).rejects.toThrow('Pause the run first');
    await rig.settle();
    await expect(inject(rig, { kind: 'heal' })).rejects.toThrow('The run has ended');
    await rig.ask({ kind: 'run.close' });
    await expect(inject(rig, { kind: 'heal' })).rejects.toMatchObject({ code: 'engine/no-run' });
  });
});

describe('a snapshot by hand', () => {
  const snapping = chain(8, { snapshots: [{ atMs: 0 }], network: { delayMs: 5 } });

  it('is begun by the coordinator or an agent of the run, and by nobody else', async () => {
    const rig = await paused(20, snapping);
    await expect(inject(rig, { kind: 'snapshot', by: 'eve' })).rejects.toThrow('there is no such agent; name an agent');
    await inject(rig, { kind: 'snapshot', by: 'ana' });
    await rig.settle();
    const { rows } = (await rig.ask({ kind: 'run.snapshots', step: rig.status!.steps, of: null }))!;
    expect(rows.map(({ by }) => by)).toEqual(['ana', null]);
  });

  it('is complete at its end, a break on it pauses there, its cut can be looked at, and the run file tells it again', async () => {
    const rig = await paused(20, snapping);
    await inject(rig, { kind: 'snapshot' });
    await rig.settle();
    const { steps, digest, invariants } = rig.status!;
    expect(invariants.every(({ holds }) => holds)).toBe(true);
    const of = { by: null, number: 2 };
    const told = (await rig.ask({ kind: 'run.snapshots', step: steps, of }))!;
    const [row] = told.rows;
    expect(row).toMatchObject({ number: 2, broken: false, recorded: row!.parts });
    expect(row!.complete!.step).toBeGreaterThan(row!.step);
    expect(told.cut!.parts.map(({ who }) => who)).toContain('ana');
    expect(told.cut!.parts.every(({ closed }) => closed)).toBe(true);
    // Before it was complete nobody knew.
    const before = (await rig.ask({ kind: 'run.snapshots', step: row!.complete!.step - 1, of }))!;
    expect(before.rows[0]!.complete).toBeNull();
    await rig.ask({ kind: 'player.seek', step: 20 });
    await rig.ask({ kind: 'player.breakpoints', nodes: [], kinds: ['snapshot'] });
    await rig.ask({ kind: 'player.speed', speed: null });
    await rig.ask({ kind: 'player.play' });
    await rig.settle();
    expect(rig.frame.step).toBe(row!.complete!.step);
    const again = readRun(await rig.ask({ kind: 'run.export' }));
    if (!again.ok) throw new Error(again.error.message);
    const { document, inputs } = again.value;
    const compiled = compile(document);
    if (!compiled.ok) throw new Error('not runnable');
    expect(new Run(compiled.value, { inputs: inputs }).finish().digest()).toBe(digest);
  });
});

describe('what is put in', () => {
  it('cuts off what lay ahead, leaves the playhead where it is, and is seen at once', async () => {
    const rig = await paused();
    const { step, timeMs } = rig.frame;
    await inject(rig, { kind: 'silent', agent: 'ana' });
    expect(rig.frame.step).toBe(step);
    expect(rig.status!.playing).toBe(false);
    await rig.settle();
    await rig.ask({ kind: 'player.step', by: 1 });
    expect(agent(rig, 'ana').conducts).toEqual(['silent']);
    expect(rig.frame.timeMs).toBe(timeMs);
    await inject(rig, { kind: 'honest', agent: 'ana' });
    await rig.settle();
    await rig.ask({ kind: 'player.step', by: 1 });
    await rig.ask({ kind: 'player.step', by: 1 });
    expect(agent(rig, 'ana').conducts).toEqual([]);
    expect(rig.status!.marks.filter(({ kind }) => kind === 'input')).toHaveLength(2);
    await rig.ask({ kind: 'player.step', by: -1 });
    await rig.ask({ kind: 'player.step', by: -1 });
    expect(agent(rig, 'ana').conducts).toEqual(['silent']);
  });
  it('is told in frames: a split and a rule of the network, slowness, and their ends', async () => {
    const rig = await paused();
    const look = async () => {
      await rig.settle();
      await rig.ask({ kind: 'player.seek', step: rig.status!.steps });
      return rig.frame.rules;
    };
    const { timeMs } = rig.frame;
    await inject(rig, { kind: 'partition', groups: [['ana', 'coordinator'], ['bo']], untilMs: timeMs + 3 });
    await inject(rig, { kind: 'delay', delayMs: 2, from: 'coordinator' });
    await inject(rig, { kind: 'slow', agent: 'ana', factor: 2 });
    await rig.settle();
    while (rig.frame.rules.length < 2 || agent(rig, 'ana').slowness === 1)
      await rig.ask({ kind: 'player.step', by: 1 });
    expect(rig.frame.rules).toMatchObject([
      { kind: 'partition', groups: [['coordinator', 'ana'], ['bo']] },
      { kind: 'link', from: ['coordinator'], to: [], both: false, delayMs: 2, loss: 0 },
    ]);
    expect([agent(rig, 'ana').cutOff, agent(rig, 'bo').cutOff]).toEqual([true, true]);
    expect(agent(rig, 'ana').slowness).toBe(2);
    expect(await look()).toMatchObject([{ kind: 'link' }]);
    expect(agent(rig, 'bo').cutOff).toBe(false);
    expect(rig.status!.outcome).toBe('succeeded');
  });
  it('[W30] reproduces: export, and replay elsewhere comes to the same digest', async () => {
    for (const fault of [
      { kind: 'crash', agent: 'ana', recoverMs: 60 },
      { kind: 'silent', agent: 'bo', untilMs: 200 },
      { kind: 'lie', agent: 'ana' },
      { kind: 'loss', rate: 0.5, untilMs: 300 },
      { kind: 'partition', groups: [['ana'], ['coordinator']], untilMs: 150 },
      { kind: 'slow', agent: 'ana', factor: 4, untilMs: 90 },
    ]) {
      const rig = await paused();
      await inject(rig, fault);
      await rig.settle();
      await rig.ask({ kind: 'player.seek', step: 20 });
      await inject(rig, { kind: 'heal' });
      await rig.settle();
      const file = readRun(await rig.ask({ kind: 'run.export' }));
      if (!file.ok) throw new Error(file.error.message);
      const compiled = compile(file.value.document);
      if (!compiled.ok) throw new Error('the document runs');
      const again = new Run(compiled.value, { inputs: file.value.inputs }).finish();
      expect(again.digest()).toBe(rig.status!.digest);
      expect(resultOf(again).outcome).toBe(rig.status!.outcome);
    }
  });
  it('comes back from the journal, all of one fault together', async () => {
    const spy = spied();
    const rig = new Rig(spy.journal);
    await rig.start(leased);
    await rig.settle();
    await rig.ask({ kind: 'player.seek', step: 10 });
    await inject(rig, { kind: 'crash', agent: 'ana', recoverMs: 60 });
    await rig.settle();
    const { digest } = rig.status!;
    await rig.ask({ kind: 'run.close' });
    await rig.ask({ kind: 'run.open', runId: 'r' });
    await rig.settle();
    expect(rig.status!.digest).toBe(digest);
    expect(spy.appended.filter((entry) => (entry as { kind: string }).kind === 'input')).toHaveLength(2);
  });
  it.each([
    [{ kind: 'silent', agent: 'ana' }, 'centralized'],
    [{ kind: 'delay', delayMs: 90 }, 'load-balancing'],
    [{ kind: 'slow', agent: 'ana', factor: 9 }, 'centralized'],
    [{ kind: 'crash', agent: 'ana' }, 'load-balancing'],
  ])(
    '[W30] [W7] [LB5] %o under %s: what is promised where nothing goes wrong is not asked any more',
    async (fault, pattern) => {
      const scheduling = { balancing: 'central-queue' as const };
      const rig = await paused(4, chain(8, { coordination: { pattern, leaseMs: 200 }, scheduling }));
      expect(rig.status!.invariants.map(({ rule }) => rule)).toContain(pattern === 'centralized' ? 'W7' : 'LB5');
      await inject(rig, fault);
      await rig.settle();
      expect(rig.status!.invariants.filter(({ holds }) => !holds)).toEqual([]);
      expect(rig.status!.outcome).toBe('succeeded');
    },
  );
  it('[W30] goes on where the document foresees nothing: leases are held from there on', async () => {
    const rig = await paused(3, chain(8));
    await inject(rig, { kind: 'crash', agent: 'ana', recoverMs: 5000 });
    await rig.settle();
    expect(rig.status!.outcome).toBe('succeeded');
    const digest = rig.status!.digest;
    await rig.ask({ kind: 'run.open', runId: 'r' });
    await rig.settle();
    expect([rig.status!.digest, rig.notices]).toEqual([digest, []]);
  });
});
