/** Snapshots: taken anywhere, restored anywhere, twice, through JSON; and the fault that such a check must find. */
import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/base/index.ts';
import { actor, bytesOf, bytesShared, digestOf, World, type Snapshot, type WorldSpec } from '../../src/kernel/index.ts';
import { Streams } from '../../src/kernel/random.ts';
import { FactLog } from '../../src/replay/index.ts';
import { Dice } from '../support/documents.ts';
import { chatterSpec, finish, scripted } from './worlds.ts';

/** What was recorded, a line a fact: lines are compared at once, objects member by member. */
function linesOf(log: FactLog): string[] {
  return Array.from({ length: log.length }, (_, at) => canonical(log.at(at)));
}

/** A world run straight, with a snapshot before every step. */
function straight(seed: number, left: number): { snapshots: Snapshot[]; digest: string; facts: string[] } {
  const log = new FactLog();
  const world = new World(chatterSpec(seed, {}, left), log);
  const snapshots = [world.snapshot()];
  while (world.step() !== null) snapshots.push(world.snapshot());
  return {
    snapshots,
    digest: digestOf(world.snapshot()),
    facts: linesOf(log),
  };
}

function goOn(seed: number, left: number, from: Snapshot): { digest: string; facts: string[] } {
  const log = new FactLog();
  const world = new World(chatterSpec(seed, {}, left), log);
  world.restore(from);
  finish(world);
  return { digest: digestOf(world.snapshot()), facts: linesOf(log) };
}

describe('[G3] snapshot, restore, go on: the same as a straight run', () => {
  it('from every step of twenty small worlds, facts and all', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const run = straight(seed, 6);
      expect(run.snapshots.length).toBeGreaterThan(8);
      for (const snapshot of run.snapshots) {
        const again = goOn(seed, 6, snapshot);
        expect(again.digest).toBe(run.digest);
        const rest = run.facts.slice(run.facts.length - again.facts.length);
        expect(rest.join('\n')).toBe(again.facts.join('\n'));
      }
    }
  });
  it('some of them while signals wait for one that is down', () => {
    const waiting = Array.from({ length: 20 }, (_, seed) => straight(seed, 6).snapshots).flat();
    expect(waiting.filter(({ kept }) => kept !== undefined).length).toBeGreaterThan(5);
  });
  it('from random steps of larger worlds', () => {
    const dice = new Dice(3);
    for (let seed = 100; seed < 110; seed += 1) {
      const run = straight(seed, 14);
      for (let i = 0; i < 10; i += 1) expect(goOn(seed, 14, dice.one(run.snapshots)).digest).toBe(run.digest);
    }
  });
  it('restoring twice from one snapshot gives the same both times, and leaves the snapshot as it was', () => {
    const { snapshots, digest } = straight(4, 8);
    const middle = snapshots[Math.floor(snapshots.length / 2)]!;
    const before = digestOf(middle);
    const world = new World(chatterSpec(4, {}, 8));
    for (let i = 0; i < 2; i += 1) {
      world.restore(middle);
      expect(digestOf(world.snapshot())).toBe(before);
      finish(world);
      expect(digestOf(world.snapshot())).toBe(digest);
      expect(digestOf(middle)).toBe(before);
    }
  });
  it('a snapshot survives JSON and the structured clone', () => {
    const { snapshots, digest } = straight(5, 8);
    const middle = snapshots[Math.floor(snapshots.length / 2)]!;
    const copies = [JSON.parse(JSON.stringify(middle)) as Snapshot, structuredClone(middle)];
    for (const copy of copies) {
      expect(copy).toEqual(middle);
      expect(goOn(5, 8, copy).digest).toBe(digest);
    }
  });
  it('a snapshot of another engine is refused', () => {
    const world = new World(chatterSpec(1));
    expect(() => {
      world.restore({ ...world.snapshot(), engine: 'other' });
    }).toThrow('other');
  });
  it('a machine that keeps something outside its state is found out', () => {
    const spec = () => {
      let hidden = 0;
      const machine = scripted((state, _message, context) => {
        hidden += 1;
        if (state.heard.length < 10) context.after(hidden, { type: 'tick' });
      });
      return { engine: 'test', seed: 1, actors: [actor('one', machine)], start: [{ to: 0, message: { type: 'go' } }] };
    };
    const world = new World(spec());
    for (let i = 0; i < 5; i += 1) world.step();
    const cut = world.snapshot();
    const again = new World(spec());
    again.restore(cut);
    expect(digestOf(finish(again).snapshot())).not.toBe(digestOf(finish(world).snapshot()));
  });
});

describe('[G1] the same seed and inputs, the same digest', () => {
  it('twice the same world; another seed, another', () => {
    expect(straight(7, 9).digest).toBe(straight(7, 9).digest);
    expect(straight(8, 9).digest).not.toBe(straight(7, 9).digest);
  });
  it('the digest sees every part of a snapshot', () => {
    const { snapshots } = straight(9, 9);
    const one = snapshots.find(({ kept, crashed }) => kept !== undefined && !crashed.includes(0))!;
    const changed: Partial<Snapshot>[] = [
      { step: one.step + 1 },
      { time: one.time + 1 },
      { bytes: one.bytes + 1 },
      { sequence: 0 },
      { trace: [0, 0, 0, 0] },
      { states: [] },
      { crashed: [0] },
      { timersLost: [[0, 1]] },
      { kept: [] },
      { queue: [] },
      { cancelled: [99] },
      { streams: [] },
      { links: [[99, 1]] },
      { said: [] },
      { drawn: undefined as unknown as true },
      { effects: [{ id: 1, actor: 0, effect: { type: 'x', key: 'k' } }] },
      { effectsMade: 9 },
      { halted: 'stepsMax' },
      { ended: !one.ended },
      { idleSaid: !one.idleSaid },
      { engine: 'other' },
    ];
    const digests = [one, ...changed.map((change) => ({ ...one, ...change }))].map(digestOf);
    expect(new Set(digests).size).toBe(digests.length);
    expect(Object.keys(one).sort()).toEqual(changed.flatMap((change) => Object.keys(change)).sort());
  });
  it('the rolling trace tells two runs apart at the step at which they part', () => {
    const [one, two] = [new World(chatterSpec(1)), new World(chatterSpec(2))];
    let same = 0;
    while (one.trace() === two.trace() && same < 1000) {
      one.step();
      two.step();
      same += 1;
    }
    expect(same).toBeLessThan(100);
  });
});

describe('streams', () => {
  const draws = (streams: Streams, name: string): number[] =>
    Array.from({ length: 20 }, () => streams.stream(name).integer(0, 1_000_000));
  it('a new consumer never disturbs another', () => {
    const alone = draws(new Streams(1), 'a');
    const beside = new Streams(1);
    const mixed = Array.from({ length: 20 }, () => {
      beside.stream('b').fraction();
      beside.stream(`c${String(beside.stream('b').integer(0, 9))}`).chance(0.5);
      return beside.stream('a').integer(0, 1_000_000);
    });
    expect(mixed).toEqual(alone);
  });
  it('names and seeds that differ draw differently', () => {
    expect(draws(new Streams(1), 'a')).not.toEqual(draws(new Streams(1), 'b'));
    expect(draws(new Streams(1), 'a')).not.toEqual(draws(new Streams(2), 'a'));
    expect(draws(new Streams(1), '2/a')).not.toEqual(draws(new Streams(12), 'a'));
  });
  it('go on from where they were saved', () => {
    const streams = new Streams(5);
    draws(streams, 'a');
    const saved = streams.save();
    const next = draws(streams, 'a');
    const again = new Streams(5);
    again.load(saved);
    expect(draws(again, 'a')).toEqual(next);
  });
  it('chance draws once whatever the probability, and keeps to it', () => {
    const [one, two] = [new Streams(1), new Streams(1)];
    one.stream('a').chance(0);
    two.stream('a').chance(1);
    expect(draws(one, 'a')).toEqual(draws(two, 'a'));
    const hits = Array.from({ length: 10_000 }, () => one.stream('b').chance(0.25)).filter(Boolean).length;
    expect(hits).toBeGreaterThan(2300);
    expect(hits).toBeLessThan(2700);
  });
  it('integers take on both ends and stay within', () => {
    const stream = new Streams(3).stream('x');
    const drawn = new Set(Array.from({ length: 1000 }, () => stream.integer(-2, 3)));
    expect([...drawn].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2, 3]);
    expect(stream.integer(7, 7)).toBe(7);
  });
});

/** Actors with a list each, of which one grows by a number every millisecond. */
function growing(actors: number, held: number): WorldSpec {
  const machine = {
    init: () => ({ list: new Array<number>(held).fill(1), deep: { kept: Object.freeze([1, 2, 3]) } }),
    receive(
      state: { list: number[] },
      message: { readonly type: string },
      context: { after(ms: number, message: { readonly type: string }): number },
    ): void {
      state.list.push(1);
      if (state.list.length < held + 20) context.after(1, message);
    },
  };
  return {
    engine: 'test',
    seed: 1,
    actors: Array.from({ length: actors }, (_, at) => actor(`a${String(at)}`, machine)),
    start: [{ to: 1, message: { type: 'grow' } }],
  };
}

describe('[G3] snapshots share what was not touched', () => {
  it('between two of them, and with the world that comes out of one', () => {
    const world = new World(growing(4, 100));
    const first = world.snapshot();
    world.step();
    const second = world.snapshot();
    expect(first.states.map((state, at) => state === second.states[at])).toEqual([true, false, true, true]);
    expect(world.snapshot().states).toEqual(second.states);
    const text = JSON.stringify(first);
    const again = new World(growing(4, 100));
    again.restore(first);
    expect(again.snapshot().states.every((state, at) => state === first.states[at])).toBe(true);
    finish(again);
    expect(JSON.stringify(first)).toBe(text);
    expect(again.digest()).toBe(digestOf(finish(world).snapshot()));
  });

  it('two worlds that come out of one snapshot do not touch each other', () => {
    const snapshot = new World(growing(3, 5)).snapshot();
    const [one, other] = [new World(growing(3, 5)), new World(growing(3, 5))];
    one.restore(snapshot);
    other.restore(snapshot);
    finish(one);
    expect(other.digest()).toBe(digestOf(snapshot));
    expect(one.digest()).not.toBe(other.digest());
  });

  it('a digest copies nothing and is that of the snapshot', () => {
    const world = new World(growing(2, 5));
    world.step();
    expect(world.digest()).toBe(digestOf(world.snapshot()));
  });

  it('know their bytes: what they hold, and what they share once', () => {
    const sizes = [1000, 10_000].map((held) => bytesOf(new World(growing(10, held)).snapshot()));
    expect(sizes[0]).toBeGreaterThan(10 * 1000 * 8);
    expect(sizes[1]! / sizes[0]!).toBeGreaterThan(9);
    const world = new World(growing(10, 1000));
    const kept = [world.snapshot()];
    while (world.step() !== null) kept.push(world.snapshot());
    expect(kept.length).toBeGreaterThan(20);
    const apart = kept.reduce((bytes, each) => bytes + bytesOf(each), 0);
    // One of ten is another in each.
    expect(bytesShared(kept)).toBeLessThan(apart / 5);
    expect(bytesShared(kept)).toBeGreaterThan(bytesOf(kept[0]!) + (kept.length - 1) * 8000);
  });

  it('what is frozen in a state is its own copy', () => {
    const world = new World(growing(2, 5));
    const [before] = world.snapshot().states as { deep: { kept: unknown } }[];
    const later = new World(growing(2, 5));
    later.restore(world.snapshot());
    later.step();
    const after = later.snapshot().states as { deep: { kept: unknown } }[];
    expect(after[0]!.deep.kept).toBe(before!.deep.kept);
  });
});
