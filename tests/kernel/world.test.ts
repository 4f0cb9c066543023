/** The world: timers, signals, crashes, bounds and the word that nothing is left. */
import { describe, expect, it } from 'vitest';
import { actor, stableActor, World, type Fact, type Message, type WorldSpec } from '../../src/kernel/index.ts';
import { finish, heard, scripted } from './worlds.ts';

const start = [{ to: 0, message: { type: 'go' } }];
const crash = (atMs: number, index: number) => ({
  atMs,
  to: -1,
  message: { type: 'kernel.crash', actor: index } as Message,
});
const recover = (atMs: number, index: number) => ({
  atMs,
  to: -1,
  message: { type: 'kernel.recover', actor: index } as Message,
});
const still = scripted(() => undefined);

describe('timers', () => {
  it('come when they are due, in the order of their times, then of their setting', () => {
    const machine = scripted((_state, message, context) => {
      if (message.type !== 'go') return;
      context.after(5, { type: 'c' });
      context.after(3, { type: 'a' });
      context.after(5, { type: 'd' });
      context.after(3, { type: 'b' });
      context.after(0, { type: 'now' });
    });
    expect(heard({ actors: [actor('one', machine)], start }).heard[0]).toEqual([
      [0, 'go'],
      [0, 'now'],
      [3, 'a'],
      [3, 'b'],
      [5, 'c'],
      [5, 'd'],
    ]);
  });
  it('that were cancelled never come, and the others do', () => {
    const machine = scripted((_state, message, context) => {
      if (message.type !== 'go') return;
      const timers = [1, 2, 3].map((at) => context.after(at, { type: `t${String(at)}` }));
      context.cancel(timers[0]!);
      context.cancel(timers[2]!);
    });
    expect(heard({ actors: [actor('one', machine)], start }).heard[0]).toEqual([
      [0, 'go'],
      [2, 't2'],
    ]);
  });
  it('a cancelled one is not what comes next: a run up to a time stops at that time', () => {
    const machine = scripted((_state, message, context) => {
      if (message.type !== 'go') return;
      context.cancel(context.after(5, { type: 'never' }));
      context.after(50, { type: 'late' });
    });
    const world = new World({ engine: 'test', seed: 1, actors: [actor('one', machine)], start });
    world.step();
    expect(world.nextMs).toBe(50);
  });
  it('cancelling one that has come, or was never set, does nothing', () => {
    const machine = scripted((_state, message, context) => {
      if (message.type === 'go') context.after(1, { type: 't' });
      context.cancel(3);
      context.cancel(4711);
      if (message.type === 't') context.after(1, { type: 'u' });
    });
    expect(heard({ actors: [actor('one', machine)], start }).heard[0]).toEqual([
      [0, 'go'],
      [1, 't'],
      [2, 'u'],
    ]);
  });
  it.each([0.5, -1, NaN, Infinity])('of %s ms are refused', (delay) => {
    const machine = scripted((_state, _message, context) => void context.after(delay, { type: 't' }));
    const world = new World({ engine: 'test', seed: 1, actors: [actor('one', machine)], start });
    expect(() => world.step()).toThrow('whole number');
  });
});

describe('signals, messages and instants', () => {
  it('decisions come after all arrivals of their instant, even those that arise in it', () => {
    const machine = scripted((state, message, context) => {
      if (message.type === 'go') {
        context.after(0, { type: 'decide' }, 8);
        context.signal(0, { type: 'one' });
      }
      if (message.type === 'one' && state.heard.length < 4) context.signal(0, { type: 'two' });
    });
    expect(heard({ actors: [actor('one', machine)], start }).heard[0]!.map(([, type]) => type)).toEqual([
      'go',
      'one',
      'two',
      'decide',
    ]);
  });
  it('a signal takes no network: neither delay nor loss touches it, and no fact is told of it', () => {
    const one = scripted((_state, message, context) => {
      if (message.type !== 'go') return;
      context.signal(1, { type: 'signal' });
      context.send(1, { type: 'message' });
    });
    const told = heard({
      actors: [actor('one', one), actor('two', still)],
      start,
      network: {
        link: { delayMinMs: 4, delayMaxMs: 4, loss: 1, duplicate: 0, reorder: 0 },
        overrides: [],
        partitions: [],
      },
    });
    expect(told.heard[1]).toEqual([[0, 'signal']]);
    expect(told.facts.map((fact) => fact.type)).toEqual(['message.sent', 'message.lost']);
  });
  it('the kernel stamps who sent it', () => {
    const from: number[] = [];
    const machine = scripted((_state, message, context) => {
      from.push(context.from);
      if (message.type === 'go') context.send(1, { type: 'a', from: 9 } as Message);
      if (message.type === 'a') context.after(1, { type: 'b' });
    });
    heard({ actors: [actor('one', machine), actor('two', machine)], start });
    expect(from).toEqual([-1, 0, 1]);
  });
  it('a machine that ended the run is the last to have a say', () => {
    const machine = scripted((_state, message, context) => {
      context.after(1, { type: 'more' });
      if (message.type === 'more') context.end();
    });
    const { world, heard: said } = heard({ actors: [actor('one', machine)], start });
    expect(said[0]).toHaveLength(2);
    expect(world.step()).toBe(null);
  });
});

describe('a receiver that is not there', () => {
  const says = (send: (context: Parameters<Parameters<typeof scripted>[0]>[2]) => void) =>
    heard({
      actors: [
        actor(
          'one',
          scripted((_state, _message, context) => send(context)),
        ),
      ],
      start: [{ to: 0, message: { type: 'go' } }],
    });
  it.each([7, -1, NaN, 0.5])('%s: what is said to it is our own mistake, and stops the run', (nobody) => {
    expect(() => says((context) => context.send(nobody, { type: 'x' }))).toThrow('nobody is there');
    expect(() => says((context) => context.signal(nobody, { type: 'x' }))).toThrow('nobody is there');
  });
  it('also where the network would have lost it', () => {
    const link = { delayMinMs: 0, delayMaxMs: 0, loss: 1, duplicate: 0, reorder: 0 };
    const spec = {
      actors: [
        actor(
          'one',
          scripted((_state, _message, context) => context.send(3, { type: 'x' })),
        ),
      ],
      network: { link, overrides: [], partitions: [] },
      start: [{ to: 0, message: { type: 'go' } }],
    };
    expect(() => heard(spec)).toThrow('x is for actor 3, and nobody is there');
  });
});

describe('crashes', () => {
  const ticking = scripted((_state, message, context) => {
    if (message.type === 'go') for (const at of [2, 6, 12]) context.after(at, { type: `t${String(at)}` });
    if (message.type === 'kernel.recovered') context.after(1, { type: 'again' });
  });
  it('timers from before a crash never come, whether they are due while it is down or after', () => {
    const { heard: said, facts } = heard({
      actors: [actor('one', ticking)],
      start,
      planned: [crash(4, 0), recover(8, 0)],
    });
    expect(said[0]).toEqual([
      [0, 'go'],
      [2, 't2'],
      [8, 'kernel.recovered'],
      [9, 'again'],
    ]);
    expect(facts.map((fact) => fact.type)).toEqual(['actor.crashed', 'actor.recovered']);
  });
  it('messages that arrive while it is down are lost, those that arrive later are not', () => {
    const one = scripted((_state, message, context) => {
      if (message.type === 'go') context.after(5, { type: 'now' });
      context.send(1, { type: `m-${message.type}` });
    });
    const told = heard({
      actors: [actor('one', one), actor('two', still)],
      start,
      network: {
        link: { delayMinMs: 4, delayMaxMs: 4, loss: 0, duplicate: 0, reorder: 0 },
        overrides: [],
        partitions: [],
      },
      planned: [crash(2, 1), recover(7, 1)],
    });
    expect(told.heard[1]).toEqual([
      [7, 'kernel.recovered'],
      [9, 'm-now'],
    ]);
    expect(told.facts.filter((fact) => fact.type === 'message.lost')).toMatchObject([{ reason: 'crashed' }]);
  });
  describe('signals to one that is down', () => {
    const speaker = scripted((_state, message, context) => {
      if (message.type === 'go') for (const at of [3, 5, 9]) context.after(at, { type: `s${String(at)}` });
      else context.signal(1, message);
    });
    const spec = (listener: ReturnType<typeof actor>) => ({
      actors: [actor('one', speaker), listener],
      start,
      planned: [crash(2, 1), recover(7, 1)],
    });
    it('are gone where it has no stable storage', () => {
      expect(heard(spec(actor('two', still))).heard[1]).toEqual([
        [7, 'kernel.recovered'],
        [9, 's9'],
      ]);
    });
    it('are kept where it has: told in their order when it is back, before all that comes later', () => {
      expect(heard(spec(stableActor('two', still))).heard[1]).toEqual([
        [7, 'kernel.recovered'],
        [7, 's3'],
        [7, 's5'],
        [9, 's9'],
      ]);
    });
    it('go before what is said in the instant of its return', () => {
      const late = scripted((_state, message, context) => {
        if (message.type === 'go') for (const at of [3, 7]) context.after(at, { type: `s${String(at)}` });
        else context.signal(1, message);
      });
      const { heard: said } = heard({
        actors: [actor('one', late), stableActor('two', still)],
        start,
        planned: [crash(2, 1), recover(7, 1)],
      });
      expect(said[1]!.map(([, type]) => type)).toEqual(['kernel.recovered', 's3', 's7']);
    });
    it('messages and timers are lost even so', () => {
      const one = scripted((_state, message, context) => {
        if (message.type === 'go') context.after(4, { type: 'now' });
        else context.send(1, { type: 'm' });
      });
      const two = scripted((_state, message, context) => {
        if (message.type === 'go') context.after(5, { type: 'tick' });
      });
      const told = heard({
        actors: [actor('one', one), stableActor('two', two)],
        start: [...start, { to: 1, message: { type: 'go' } }],
        planned: [crash(2, 1), recover(7, 1)],
      });
      expect(told.heard[1]).toEqual([
        [0, 'go'],
        [7, 'kernel.recovered'],
      ]);
      expect(told.facts.filter((fact) => fact.type === 'message.lost')).toHaveLength(1);
    });
    it('wait for good for one that never comes back, and the watcher hears who is down', () => {
      const watcher: Message[] = [];
      const listening = scripted((_state, message) => void watcher.push(message));
      heard({
        ...spec(stableActor('two', still)),
        actors: [actor('one', speaker), stableActor('two', still), actor('watcher', listening)],
        planned: [crash(2, 1)],
        watcher: 2,
      });
      expect(watcher).toEqual([{ type: 'kernel.idle', down: [1] }]);
    });
  });
  it('a second crash of one that is down, and a recovery of one that is up, change nothing', () => {
    const { facts } = heard({
      actors: [actor('one', still)],
      start,
      planned: [recover(1, 0), crash(2, 0), crash(3, 0), recover(4, 0), recover(5, 0)],
    });
    expect(facts.map((fact) => fact.type)).toEqual(['actor.crashed', 'actor.recovered']);
  });
});

describe('[G6] bounds: a fact and a clear end', () => {
  const endless: Pick<WorldSpec, 'actors' | 'start'> = {
    actors: [
      actor(
        'one',
        scripted((_state, _message, context) => void context.after(1000, { type: 'tick' })),
      ),
    ],
    start,
  };
  it.each([
    ['stepsMax', { stepsMax: 10, queueMax: 1e6, timeMaxMs: 1e12, bytesMax: 1e9 }, 10],
    ['timeMaxMs', { stepsMax: 1e6, queueMax: 1e6, timeMaxMs: 4999, bytesMax: 1e9 }, 5],
    ['timeMaxMs', { stepsMax: 1e6, queueMax: 1e6, timeMaxMs: 5000, bytesMax: 1e9 }, 6],
  ] as const)('%s', (limit, limits, steps) => {
    const { world, facts } = heard({ ...endless, limits });
    expect([world.halted, world.steps]).toEqual([limit, steps]);
    expect(facts).toEqual([{ type: 'limit.reached', limit, value: limits[limit] }]);
    expect(world.step()).toBe(null);
    expect(facts).toHaveLength(1);
  });
  it('queueMax: a machine that only ever makes more is stopped', () => {
    const bomb = scripted((_state, _message, context) => {
      for (let i = 0; i < 3; i += 1) context.signal(0, { type: 'more' });
    });
    const { world, facts } = heard({
      actors: [actor('one', bomb)],
      start,
      limits: { stepsMax: 1e6, queueMax: 50, timeMaxMs: 1e9, bytesMax: 1e9 },
    });
    expect(world.halted).toBe('queueMax');
    expect(facts).toEqual([{ type: 'limit.reached', limit: 'queueMax', value: 50 }]);
  });
  const talk = (message: () => Message): Pick<WorldSpec, 'actors' | 'start'> => ({
    actors: [
      actor(
        'one',
        scripted((_state, _message, context) => {
          context.send(1, message());
          context.after(1, { type: 'go' });
        }),
      ),
      actor('two', still),
    ],
    start,
  });
  const small = { stepsMax: 1e6, queueMax: 1e6, timeMaxMs: 1e9, bytesMax: 100_000 };
  it('bytesMax: a run that records without end is stopped, whether somebody listens or not, and from a snapshot on too', () => {
    const endlessTalk = talk(() => ({ type: 'talk' }));
    const { world, facts } = heard({ ...endlessTalk, limits: small });
    expect(world.halted).toBe('bytesMax');
    expect(facts.at(-1)).toEqual({ type: 'limit.reached', limit: 'bytesMax', value: 100_000 });
    expect(world.steps).toBeGreaterThan(500);
    const spec: WorldSpec = { engine: 'test', seed: 1, ...endlessTalk, limits: small };
    const alone = new World(spec);
    while (alone.steps < 500) alone.step();
    const again = new World(spec);
    again.restore(alone.snapshot());
    for (const other of [finish(alone), finish(again)]) expect(other.snapshot()).toEqual(world.snapshot());
  });
  it('bytesMax: where nothing of what is recorded is kept, only what waits counts, and a run that would have ended says so', () => {
    const spec: WorldSpec = { engine: 'test', seed: 1, ...talk(() => ({ type: 'talk' })), limits: small };
    const deaf = { keepsNothing: true, fact: () => undefined, message: () => undefined } as const;
    const kept = finish(new World(spec));
    const world = new World(spec, deaf);
    while (world.steps < kept.steps) world.step();
    expect([world.trace(), world.beyond]).toEqual([kept.trace(), false]);
    while (world.steps < 10 * kept.steps) world.step();
    expect([world.halted, world.beyond, kept.beyond]).toEqual([null, true, true]);
    const crowd = scripted((_state, _message, context) => {
      for (let i = 0; i < 3; i += 1) context.signal(0, { type: 'more' });
    });
    const many = { engine: 'test', seed: 1, actors: [actor('one', crowd)], start, limits: small };
    expect(finish(new World(many, deaf)).halted).toBe('bytesMax');
  });
  it('bytesMax: a fact that is light takes its entry alone, so that as many more of them fit', () => {
    const teller = actor(
      'one',
      scripted((_state, _message, context) => {
        context.record({ type: 'told', a: 1, b: 2, c: 3, d: 4 } as Fact);
        context.after(1, { type: 'go' });
      }),
    );
    const steps = (light: ReadonlySet<string>): number =>
      heard({ actors: [teller], start, limits: small, light }).world.steps;
    const weighed = steps(new Set(['another']));
    // An object of 24 bytes with five fields of 8, beside an entry of 36.
    expect(steps(new Set(['told'])) / weighed).toBeCloseTo(100 / 36, 1);
  });
  it('bytesMax: long lists and texts weigh more, one message to many is held once, and what waits counts', () => {
    const steps = (message: () => Message): number => heard({ ...talk(message), limits: small }).world.steps;
    const short = steps(() => ({ type: 'talk' }));
    expect(steps(() => ({ type: 'talk', list: new Array(100).fill(1) }) as Message)).toBeLessThan(short / 3);
    expect(steps(() => ({ type: 'talk', text: 'x'.repeat(1000) }) as Message)).toBeLessThan(short / 3);
    const crowd = (made: () => Message): number => {
      const all = scripted((_state, _message, context) => {
        const one = made();
        for (let to = 1; to <= 20; to += 1) context.send(to, made === fresh ? made() : one);
        context.after(1, { type: 'go' });
      });
      const actors = [actor('one', all), ...Array.from({ length: 20 }, (_, at) => actor(`a${String(at)}`, still))];
      return heard({ actors, start, limits: small }).world.now;
    };
    const list = new Array(50).fill(1);
    const fresh = (): Message => ({ type: 'talk', list }) as Message;
    expect(crowd(() => ({ type: 'talk', list }) as Message)).toBeGreaterThan(3 * crowd(fresh));
    const waits = scripted((_state, _message, context) => {
      for (let i = 0; i < 3; i += 1) context.signal(0, { type: 'more' });
    });
    expect(heard({ actors: [actor('one', waits)], start, limits: small }).world.halted).toBe('bytesMax');
  });
  it('a bound leaves the world where its last step left it: nothing that waits is lost', () => {
    const world = finish(
      new World({
        engine: 'test',
        seed: 1,
        ...endless,
        limits: { stepsMax: 3, queueMax: 9, timeMaxMs: 1e9, bytesMax: 1e9 },
      }),
    );
    expect(world.snapshot().queue).toHaveLength(1);
  });
});

describe('idle', () => {
  it('is told once, at the end of the last instant, to the watcher alone', () => {
    const one = scripted((_state, message, context) => {
      if (message.type === 'go') context.after(5, { type: 'tick' });
    });
    const { heard: said, world } = heard({ actors: [actor('one', one), actor('watcher', still)], start, watcher: 1 });
    expect(said[1]).toEqual([[5, 'kernel.idle']]);
    expect(world.step()).toBe(null);
  });
  it('is not told while an effect is awaited, and is told again when an input brought new work', () => {
    const one = scripted((_state, message, context) => {
      if (message.type === 'go') context.request({ type: 'do', key: 'k' });
    });
    const world = finish(
      new World({ engine: 'test', seed: 1, actors: [actor('one', one), actor('watcher', still)], start, watcher: 1 }),
    );
    const idles = (): number => (world.snapshot().states[1] as { heard: unknown[] }).heard.length;
    expect([idles(), [...world.effects.keys()], world.waiting]).toEqual([0, [1], true]);
    world.input({ to: 0, message: { type: 'done' }, effect: 1 });
    finish(world);
    expect([idles(), world.effects.size, world.waiting]).toEqual([1, 0, false]);
    world.input({ to: 0, message: { type: 'more' } });
    finish(world);
    expect(idles()).toBe(2);
  });
});
