/**
 * Small worlds for tests of the kernel: actors that chatter by chance over a network that fails, and the means to
 * compare two runs of one world fact by fact.
 */
import {
  actor,
  stableActor,
  World,
  type Fact,
  type Machine,
  type Message,
  type NetworkModel,
  type WorldSpec,
} from '../../src/kernel/index.ts';
import { FactLog } from '../../src/replay/index.ts';

export interface Chat extends Message {
  readonly type: 'chat' | 'tick' | 'kernel.recovered';
  readonly left: number;
}

export interface ChatState {
  heard: number;
  last: number;
  timers: number[];
}

/** Sends, signals, sets timers and cancels some, by chance from its own stream, until what it passes on runs out. */
export function chatter(self: number, others: number): Machine<ChatState, Chat> {
  return {
    init: () => ({ heard: 0, last: -1, timers: [] }),
    receive(state, message, context) {
      state.heard += 1;
      state.last = context.now;
      context.record({ type: `heard.${message.type}` });
      const left = message.left ?? 3;
      if (left <= 0) return;
      const random = context.random(`chatter/${String(self)}`);
      const to = random.integer(0, others - 1);
      const pass: Chat = { type: 'chat', left: left - 1 };
      if (random.chance(0.5)) context.send(to, pass);
      else context.signal(to, pass);
      if (random.chance(0.5))
        state.timers.push(
          context.after(random.integer(0, 20), { type: 'tick', left: left - 1 }, random.chance(0.3) ? 8 : 0),
        );
      if (random.chance(0.3) && state.timers.length > 0)
        context.cancel(state.timers.splice(random.integer(0, state.timers.length - 1), 1)[0]!);
    },
  };
}

export const wildLink = { delayMinMs: 0, delayMaxMs: 9, loss: 0.1, duplicate: 0.2, reorder: 0.2 };

export function chatterSpec(seed: number, network?: Partial<NetworkModel>, left = 7): WorldSpec {
  const count = 4;
  return {
    engine: 'test',
    seed,
    actors: Array.from({ length: count }, (_, at) =>
      (at === 1 ? stableActor : actor)(`a${String(at)}`, chatter(at, count)),
    ),
    network: { link: wildLink, overrides: [], partitions: [], ...network },
    start: [
      { to: 0, message: { type: 'chat', left } as Chat },
      { to: 2, message: { type: 'chat', left } as Chat },
    ],
    planned: [
      { atMs: 6, to: -1, message: { type: 'kernel.crash', actor: 1 } as Message },
      { atMs: 14, to: -1, message: { type: 'kernel.recover', actor: 1 } as Message },
    ],
    watcher: 3,
  };
}

export function finish(world: World, stepsMax = 100_000): World {
  for (let step = 0; step < stepsMax && world.step() !== null; step += 1);
  return world;
}

/** One actor that keeps what it hears, and does what the test says. */
export function scripted(
  does: Machine<{ heard: [number, string][] }>['receive'],
): Machine<{ heard: [number, string][] }> {
  return {
    init: () => ({ heard: [] }),
    receive(state, message, context) {
      state.heard.push([context.now, message.type]);
      does(state, message, context);
    },
  };
}

/** Runs a world of scripted actors to its end; what each heard, and all facts. */
export function heard(spec: Omit<WorldSpec, 'engine' | 'seed'> & { readonly seed?: number }): {
  readonly world: World;
  readonly heard: [number, string][][];
  readonly facts: Fact[];
} {
  const log = new FactLog();
  const world = finish(new World({ engine: 'test', seed: 1, ...spec }, log));
  const states = world.snapshot().states as { heard: [number, string][] }[];
  return {
    world,
    heard: states.map((state) => state.heard),
    facts: Array.from({ length: log.length }, (_, at) => log.at(at)),
  };
}
