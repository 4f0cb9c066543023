/** Rules of the network that come and go during a run, and what is done to actors from outside. */
import { describe, expect, it } from 'vitest';
import {
  actor,
  digestOf,
  perfectLink,
  World,
  type LinkRule,
  type Message,
  type NetworkRule,
  type WorldSpec,
} from '../../src/kernel/index.ts';
import { chatterSpec, finish, heard, scripted } from './worlds.ts';

const everywhere: LinkRule = {
  rule: 'r',
  from: [],
  to: [],
  both: false,
  loss: 0,
  delayMs: 0,
  duplicate: 0,
  reorder: 0,
};

function at(atMs: number, message: object): { atMs: number; to: number; message: Message } {
  return { atMs, to: -1, message: message as Message };
}
const begin = (atMs: number, rule: NetworkRule) => at(atMs, { type: 'kernel.rule', rule });
const heal = (atMs: number, rule: string | null) => at(atMs, { type: 'kernel.heal', rule });

/** One sends a numbered message a millisecond to two and three until `untilMs`. */
function stage(planned: NonNullable<WorldSpec['planned']>, untilMs = 20): WorldSpec {
  const one = scripted((_state, message, context) => {
    if (message.type !== 'next' || context.now >= untilMs) return;
    for (const to of [1, 2]) context.send(to, { type: String(context.now) });
    context.after(1, { type: 'next' });
  });
  const silent = scripted(() => undefined);
  const actors = [actor('one', one), actor('two', silent), actor('three', silent)];
  return { engine: 'test', seed: 1, actors, start: [{ to: 0, message: { type: 'next' } }], planned };
}

function arrived(spec: WorldSpec, who = 1): string[] {
  return heard(spec).heard[who]!.map(([time, what]) => `${what}@${String(time)}`);
}
const all = (from: number, to: number, late = 0): string[] =>
  Array.from({ length: to - from }, (_, k) => `${String(from + k)}@${String(from + k + late)}`);

describe('rules', () => {
  it('a loss of 1 between two loses everything from its beginning to its end, and nothing else', () => {
    const spec = stage([begin(5, { ...everywhere, from: [0], to: [1], loss: 1 }), heal(10, 'r')]);
    expect(arrived(spec)).toEqual([...all(0, 5), ...all(10, 20)]);
    expect(arrived(spec, 2)).toEqual(all(0, 20));
  });
  it('a rule that is named on one side falls on all that this side sends, both ways only where it says so', () => {
    expect(arrived(stage([begin(0, { ...everywhere, from: [0], loss: 1 })]))).toEqual([]);
    expect(arrived(stage([begin(0, { ...everywhere, from: [1], loss: 1 })]))).toEqual(all(0, 20));
    expect(arrived(stage([begin(0, { ...everywhere, from: [1], both: true, loss: 1 })]))).toEqual([]);
  });
  it('delays add up, and what was delayed is not overtaken when the rule is gone', () => {
    const late = { ...everywhere, delayMs: 3 };
    const spec = stage([
      begin(5, late),
      begin(5, { ...late, rule: 'other', delayMs: 4 }),
      heal(8, 'r'),
      heal(8, 'other'),
    ]);
    expect(arrived(spec)).toEqual([
      ...all(0, 5),
      ...all(5, 8, 7),
      ...['8', '9', '10', '11', '12', '13', '14'].map((what) => `${what}@14`),
      ...all(15, 20),
    ]);
  });
  it('a delay adds to that of the model', () => {
    const link = { ...perfectLink, delayMinMs: 2, delayMaxMs: 2 };
    const network = { link, overrides: [], partitions: [] };
    expect(arrived({ ...stage([begin(0, { ...everywhere, delayMs: 3 })]), network })).toEqual(all(0, 20, 5));
  });
  it('chances strike each by itself: 0.5 and 0.5 lose three quarters', () => {
    const half = { ...everywhere, loss: 0.5 };
    const { length } = arrived(stage([begin(0, half), begin(0, { ...half, rule: 'other' })], 4000));
    expect(Math.abs(length / 4000 - 0.25)).toBeLessThan(0.03);
  });
  it('duplicates and reorders on top of a perfect network', () => {
    const twice = arrived(stage([begin(0, { ...everywhere, duplicate: 1 })]));
    expect(twice).toHaveLength(40);
    const mixed = arrived(stage([begin(0, { ...everywhere, delayMs: 5, reorder: 0.5 })], 200)).map((what) =>
      parseInt(what),
    );
    expect(mixed).not.toEqual([...mixed].sort((a, b) => a - b));
    expect([...mixed].sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, k) => k));
  });
  it('a rule on one link draws nothing from any other, nor from what the model draws on its own', () => {
    const link = { ...perfectLink, delayMinMs: 1, delayMaxMs: 9, loss: 0.2 };
    const network = { link, overrides: [], partitions: [] };
    const plain = { ...stage([], 200), network };
    const ruled = { ...stage([begin(0, { ...everywhere, from: [0], to: [1], duplicate: 0.5 })], 200), network };
    expect(arrived(ruled, 2)).toEqual(arrived(plain, 2));
    const once = [...new Set(arrived(ruled).map((what) => parseInt(what)))].sort((a, b) => a - b);
    expect(once).toEqual([...new Set(arrived(plain).map((what) => parseInt(what)))].sort((a, b) => a - b));
  });
  it('a partition keeps its sides apart until it heals, also what is on its way', () => {
    const link = { ...perfectLink, delayMinMs: 2, delayMaxMs: 2 };
    const network = { link, overrides: [], partitions: [] };
    const cut = begin(5, { rule: 'p', group: [0, 1, -1] });
    const spec = { ...stage([cut, heal(10, 'p')]), network };
    expect(arrived(spec)).toEqual([...all(0, 3, 2), ...all(10, 20, 2)]);
    expect(arrived(spec, 2)).toEqual(all(0, 20, 2));
  });
  it('healing without a name ends every rule and what the model keeps apart, and says so', () => {
    const network = { link: perfectLink, overrides: [], partitions: [{ atMs: 2, healMs: null, group: [0, 1, 1] }] };
    const spec = { ...stage([begin(0, { ...everywhere, to: [2], loss: 1 }), heal(10, null)]), network };
    expect(arrived(spec)).toEqual([...all(0, 2), ...all(10, 20)]);
    expect(arrived(spec, 2)).toEqual(all(10, 20));
    const told = heard(spec).facts.filter(({ type }) => type.startsWith('network.'));
    expect(told).toMatchObject([
      { type: 'network.changed', on: true },
      { type: 'network.changed', on: false },
      { type: 'network.healed' },
    ]);
  });
});

describe('from outside', () => {
  it('what is told for later comes at its time, or at once where that is past', () => {
    const world = new World(stage([at(3, { type: 'kernel.heal', rule: null })], 0));
    while (world.now < 3) world.step();
    const now = { to: -1, message: { type: 'kernel.heal', rule: null } as Message };
    world.input({ ...now, atMs: 9 });
    world.input({ ...now, atMs: 1 });
    world.input(now);
    const times: number[] = [];
    while (world.step() !== null) times.push(world.now);
    expect(times).toEqual([3, 3, 9]);
  });
  it('an actor that is down is told all the same; what it is merely sent is lost', () => {
    const tell = { type: 'kernel.tell', actor: 1, message: { type: 'told' } };
    const spec = stage([at(0, { type: 'kernel.crash', actor: 1 }), at(3, tell)], 5);
    expect(heard(spec).heard[1]).toEqual([[3, 'told']]);
  });
});

describe('[G3] snapshots', () => {
  it('hold rules and healing, wherever they are taken; a world that no rule touched has neither', () => {
    const wild = { ...everywhere, loss: 0.2, delayMs: 3, duplicate: 0.2, reorder: 0.3 };
    const planned = [
      begin(2, wild),
      begin(4, { ...wild, rule: 's', from: [1] }),
      begin(5, { rule: 'p', group: [0, 0, 1, 1] }),
      heal(8, 'r'),
      heal(12, null),
    ];
    for (let seed = 0; seed < 10; seed += 1) {
      const base = chatterSpec(seed, {}, 8);
      const spec = { ...base, planned: [...base.planned!, ...planned] };
      const world = new World(spec);
      const snapshots = [world.snapshot()];
      while (world.step() !== null) snapshots.push(world.snapshot());
      const digest = digestOf(world.snapshot());
      for (const snapshot of snapshots) {
        const again = new World(spec);
        again.restore(snapshot);
        expect(digestOf(again.snapshot())).toBe(digestOf(snapshot));
        expect(digestOf(finish(again).snapshot())).toBe(digest);
      }
    }
    expect(Object.keys(finish(new World(chatterSpec(1))).snapshot())).not.toContain('rules');
  });
});

describe('an alert', () => {
  it('reaches every actor before what it comes with, those that are down too, in one step', () => {
    const spec = stage([
      at(3, { type: 'kernel.crash', actor: 1 }),
      at(5, { type: 'kernel.crash', actor: 2, alert: 0.4 }),
      at(6, { type: 'kernel.heal', rule: null }),
    ]);
    const told = heard(spec).heard.map((each) =>
      each.filter(([, what]) => what === 'kernel.alerted').map(([time]) => time),
    );
    expect(told).toEqual([[5], [5], [5]]);
  });
});
