/** Effects: what is asked of the engine, taken back, lost with its actor, and answered once. */
import { describe, expect, it } from 'vitest';
import { actor, World, type Message, type WorldSpec } from '../../src/kernel/index.ts';
import { finish, scripted } from './worlds.ts';

const start = [{ to: 0, message: { type: 'go' } }];
const still = scripted(() => undefined);

/** One that asks so many times and takes some back when it is told to; beside it a watcher. */
function asking(count: number, takenBack: readonly number[] = [], more: Partial<WorldSpec> = {}): World {
  const machine = scripted((_state, message, context) => {
    if (message.type === 'go') for (let at = 0; at < count; at += 1) context.request({ type: 'do', key: String(at) });
    if (message.type === 'back') for (const id of takenBack) context.withdraw(id);
  });
  const actors = [actor('one', machine), actor('watcher', still)];
  return finish(new World({ engine: 'test', seed: 1, actors, start, watcher: 1, ...more }));
}
const heardBy = (world: World, at: number): [number, string][] =>
  (world.snapshot().states[at] as { heard: [number, string][] }).heard;

describe('effects', () => {
  it('are awaited in the order in which they were asked for, and nothing is over until the last outcome', () => {
    const world = asking(3);
    expect([...world.effects.keys()]).toEqual([1, 2, 3]);
    for (const effect of [2, 1, 3]) {
      expect([world.waiting, world.step()]).toEqual([true, null]);
      world.input({ to: 0, message: { type: `done ${String(effect)}` }, effect });
      finish(world);
    }
    expect(heardBy(world, 0).map(([, type]) => type)).toEqual(['go', 'done 2', 'done 1', 'done 3']);
    expect([world.waiting, heardBy(world, 1)]).toEqual([false, [[0, 'kernel.idle']]]);
  });

  it('that are taken back are awaited no more, and their outcome is not heard', () => {
    const world = asking(3, [1, 3, 99]);
    world.input({ to: 0, message: { type: 'back' } });
    finish(world);
    expect([...world.effects.keys()]).toEqual([2]);
    world.input({ to: 0, message: { type: 'late' }, effect: 1 });
    world.input({ to: 0, message: { type: 'unknown' }, effect: 7 });
    expect(world.step()).toBeNull();
    world.input({ to: 0, message: { type: 'done' }, effect: 2 });
    finish(world);
    world.input({ to: 0, message: { type: 'again' }, effect: 2 });
    finish(world);
    expect(heardBy(world, 0).map(([, type]) => type)).toEqual(['go', 'back', 'done']);
    expect(heardBy(world, 1)).toHaveLength(1);
  });

  it('are lost with an actor that goes down, as its timers are', () => {
    const crash = { atMs: 5, to: -1, message: { type: 'kernel.crash', actor: 0 } as Message };
    const world = asking(2, [], { planned: [crash] });
    expect([world.effects.size, world.effectsMade, world.waiting]).toEqual([0, 2, false]);
  });

  it('are in a snapshot as they were: whoever goes on from it asks under the next number', () => {
    const world = asking(3, [2]);
    world.input({ to: 0, message: { type: 'back' } });
    finish(world);
    const again = asking(0);
    again.restore(world.snapshot());
    expect([...again.effects.values()]).toEqual([...world.effects.values()]);
    expect([again.effectsMade, again.snapshot()]).toEqual([3, world.snapshot()]);
  });
});
