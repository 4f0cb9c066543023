/** Where playing pauses by itself: first what it must not pause at, then that nothing that was asked for is played past. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BreakKind } from '../../src/bridge/index.ts';
import { Playback, type Track } from '../../src/engine/open/playback.ts';
import { randomDocument } from '../support/documents.ts';
import { chain, Rig } from './rig.ts';

const failing = {
  agents: [{ id: 'ana' }],
  tasks: [
    { id: 'fine', action: { kind: 'simulate' as const, durationMs: 10 } },
    {
      id: 'bad',
      dependsOn: ['fine'],
      action: { kind: 'simulate' as const, durationMs: 10, failsFirst: 9 },
      retry: { attempts: 2 },
    },
  ],
};
/** Two copies that are cut off from each other for a while, and a strong memory that the smaller side does not get at. */
const apart = {
  agents: [
    { id: 'ana', name: 'Ana' },
    { id: 'bo', name: 'Bo' },
    { id: 'cy', name: 'Cy' },
  ],
  network: { delayMs: 2, partitions: [{ atMs: 0, healMs: 900, groups: [['ana', 'cy'], ['bo']] }] },
  memories: [
    { id: 'board', consistency: 'eventual' as const, replicas: ['ana', 'bo', 'cy'] },
    { id: 'vault', consistency: 'strong' as const, replicas: ['ana', 'bo', 'cy'] },
  ],
  tasks: [
    { id: 'write', agent: 'ana', writes: [{ memory: 'board', key: 'plan', value: "'one page'" }] },
    { id: 'read', agent: 'bo', dependsOn: ['write'], reads: [{ memory: 'board', key: 'plan' }] },
    { id: 'look', agent: 'bo', reads: [{ memory: 'vault', key: 'plan' }], onFailure: 'continue' as const },
  ],
};
const set = (rig: Rig, nodes: readonly string[], kinds: readonly BreakKind[] = []) =>
  rig.ask({ kind: 'player.breakpoints', nodes, kinds });

describe('breakpoints', () => {
  it('that name nobody, or were taken away, pause nothing; neither does being gone to', async () => {
    const rig = new Rig();
    await set(rig, ['t1'], ['failure']);
    await set(rig, ['nobody']);
    await rig.start(chain(6), 'r', true);
    await rig.settle();
    expect(rig.frame.step).toBe(rig.status!.steps);
    await set(rig, ['t1']);
    await rig.ask({ kind: 'player.seek', step: rig.status!.steps - 1 });
    expect(rig.frame.step).toBe(rig.status!.steps - 1);
    await rig.ask({ kind: 'player.step', by: 1 });
    expect(rig.frame.step).toBe(rig.status!.steps);
  });

  it('on a node pause at every step that touches it, from the first on, at any speed, and playing goes on from there', async () => {
    for (const speed of [null, 0.05, 1, 1000]) {
      const rig = new Rig();
      await set(rig, ['t3']);
      await rig.start(chain(6));
      await rig.settle();
      await rig.ask({ kind: 'player.speed', speed });
      const paused: number[] = [];
      for (let at = 0; at < 100; at += 1) {
        await rig.ask({ kind: 'player.play' });
        await rig.settle();
        expect(rig.status?.playing).toBe(false);
        if (rig.frame.step === rig.status!.steps && !rig.frame.touched.includes('t3')) break;
        expect(rig.frame.touched).toContain('t3');
        paused.push(rig.frame.step);
      }
      await rig.ask({ kind: 'player.seek', step: 0 });
      const changes: number[] = [];
      for (let last = -1; rig.frame.step !== last;) {
        last = rig.frame.step;
        await rig.ask({ kind: 'player.toChange', node: 't3', direction: 1 });
        if (rig.frame.step !== last) changes.push(rig.frame.step);
      }
      expect(paused).toEqual(changes);
    }
  });

  it('of a kind pause where the scrubber has its marks of that kind', async () => {
    for (const kind of ['retry', 'failure'] as const) {
      const rig = new Rig();
      await set(rig, [], [kind]);
      await rig.start(failing, 'r', true);
      await rig.settle();
      const mark = rig.status!.marks.find((each) => each.kind === kind);
      expect(mark).toBeDefined();
      expect(rig.frame.step).toBe(mark!.step);
      expect(rig.status?.playing).toBe(false);
    }
  });

  it.each([
    ['read', 'finished reading'],
    ['write', 'stored "one page"'],
    ['stale-read', 'Bo finished reading plan of board for read: null'],
    ['divergence', 'updated plan in its copy of board'],
    ['convergence', 'updated plan in its copy of board'],
    ['unavailable', 'Vault was unavailable to Bo'],
  ] as const)('on a %s of a shared memory pause there, and never where none is', async (kind, says) => {
    const rig = new Rig();
    await set(rig, [], [kind]);
    await rig.start(apart, 'r', true);
    await rig.settle();
    const marks = rig.status!.marks.filter((each) => each.kind === kind);
    expect(rig.frame.step).toBe(marks[0]!.step);
    const { rows } = (await rig.ask({ kind: 'window.log', from: 0, count: 5000, filter: {} }))!;
    const there = rows.filter(({ step }) => step === marks[0]!.step).map(({ text }) => text);
    expect(there.join('\n')).toContain(says);
    // What lay ahead is cut off, and is looked through anew.
    await rig.ask({ kind: 'run.inject', fault: { kind: 'slow', agent: 'cy', factor: 2 } });
    const paused: number[] = [];
    while (rig.frame.step < (rig.status?.steps ?? 0) || paused.length === 0) {
      await rig.ask({ kind: 'player.play' });
      await rig.settle();
      paused.push(rig.frame.step);
    }
    const ahead = rig.status!.marks.filter((each) => each.kind === kind && each.step > marks[0]!.step);
    expect(paused).toEqual([...new Set([...ahead.map(({ step }) => step), rig.status!.steps])]);
    const calm = new Rig();
    await set(calm, [], [kind]);
    await calm.start(failing, 'r', true);
    await calm.settle();
    expect(calm.frame.step).toBe(calm.status!.steps);
  });

  it('on a broken rule hold the playhead until the run was looked through, then play to the end when none breaks', async () => {
    const rig = new Rig();
    await set(rig, [], ['invariant']);
    await rig.start(chain(300), 'r', true);
    await rig.ask({ kind: 'player.speed', speed: null });
    await rig.settle();
    const moving = rig.events.findIndex((event) => event.kind === 'frame' && event.frame.step > 0);
    const known = rig.events.findIndex(
      (event) => event.kind === 'status' && (event.status?.invariants.length ?? 0) > 0,
    );
    expect(known).toBeLessThanOrEqual(moving + 1);
    expect(rig.status).toMatchObject({ playing: false, complete: true });
    expect(rig.frame.step).toBe(rig.status!.steps);
  });

  it('hold in the next run too, and never keep a stop from stopping', async () => {
    const rig = new Rig();
    await rig.start(chain(4), 'a');
    await set(rig, ['t0']);
    await rig.start(chain(40), 'b', true);
    await rig.settle();
    expect(rig.frame.touched).toContain('t0');
    await rig.ask({ kind: 'run.stop' });
    await rig.settle();
    expect(rig.status).toMatchObject({ outcome: 'cancelled', playing: false });
  });

  it('are never played past, whatever the document', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 100_000 }), fc.constantFrom(null, 1, 50), async (seed, speed) => {
        const document = randomDocument(seed);
        const node = document.tasks?.[0]?.id ?? document.agents?.[0]?.id ?? 'none';
        const rig = new Rig();
        await rig.start(document);
        await rig.settle();
        await rig.ask({ kind: 'player.toChange', node, direction: 1 });
        const first = rig.frame.step;
        await rig.ask({ kind: 'player.seek', step: 0 });
        await set(rig, [node]);
        await rig.ask({ kind: 'player.speed', speed });
        await rig.ask({ kind: 'player.play' });
        await rig.settle();
        expect(rig.frame.step).toBe(first === 0 ? rig.status!.steps : first);
      }),
      { seed: 8, numRuns: 20 },
    );
  });
});

describe('the playhead', () => {
  it('never passes its reach, even where later steps are of the same time', () => {
    const track: Track = {
      steps: 9,
      complete: false,
      reachFrom: () => 4,
      timeOf: () => 0,
      stepAt: () => 9,
      pauseIn: () => null,
    };
    for (const speed of [null, 1]) {
      const playback = new Playback(speed);
      playback.play(track, 0);
      playback.tick(track, 10);
      expect(playback.step).toBe(4);
      expect(playback.playing).toBe(true);
    }
  });

  it('takes twelve seconds for a run that takes far longer than its plan says, but for a speed that was chosen', () => {
    const track: Track = {
      steps: 9,
      complete: true,
      reachFrom: () => 9,
      timeOf: (step) => step * 100_000,
      stepAt: (timeMs) => Math.floor(timeMs / 100_000),
      pauseIn: () => null,
    };
    const takes = (playback: Playback) => {
      playback.play(track, 0);
      let now = 0;
      while (playback.playing && now < 60_000) playback.tick(track, (now += 50));
      return now;
    };
    expect(takes(new Playback(0.1))).toBeLessThanOrEqual(12_050);
    expect(takes(new Playback(50))).toBe(18_000);
    const chosen = new Playback(0.1);
    chosen.choose(20);
    expect(takes(chosen)).toBe(45_000);
  });

  it('goes from message to message both ways, and to the last step of a node', async () => {
    const rig = new Rig();
    await rig.start(chain(4));
    await rig.settle();
    const { rows } = (await rig.ask({ kind: 'window.log', from: 0, count: 5000, filter: {} }))!;
    const messages = [...new Set(rows.filter(({ type }) => type.startsWith('message.')).map(({ step }) => step))];
    const gone: number[] = [];
    for (let last = -1; rig.frame.step !== last;) {
      last = rig.frame.step;
      await rig.ask({ kind: 'player.toMessage', direction: 1 });
      if (rig.frame.step !== last) gone.push(rig.frame.step);
    }
    expect(gone).toEqual(messages.filter((step) => step > 0));
    await rig.ask({ kind: 'player.toMessage', direction: -1 });
    expect(rig.frame.step).toBe(gone.at(-2));
    await rig.ask({ kind: 'player.toLast', node: 't1' });
    expect(rig.frame.step).toBe(rows.findLast(({ nodes }) => nodes.includes('t1'))!.step);
    await rig.ask({ kind: 'player.toLast', node: 'nobody' });
    expect(rig.frame.step).toBe(rows.findLast(({ nodes }) => nodes.includes('t1'))!.step);
  });
});
