/** What a contract net costs against its size: a count of work, the same on every machine, so that no clock is asked. */
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { actor, World } from '../../../src/kernel/index.ts';
import type { Plan } from '../../../src/plan/index.ts';
import { coordinator } from '../../../src/protocols/contract-net/machine.ts';
import { settingsSchema } from '../../../src/protocols/contract-net/settings.ts';
import { compile } from '../../../src/workflow/index.ts';

/** Layers of tasks of several capabilities, by default more at a time than agents have room for. */
function net(tasks: number, agents: number, kinds: number, width = agents * 2): Document {
  return {
    coordination: { pattern: 'contract-net' },
    agents: Array.from({ length: agents }, (_, at) => ({
      id: `a${String(at)}`,
      capabilities: { [`c${String(at % kinds)}`]: 1, [`c${String((at * 7 + 3) % kinds)}`]: 1 },
    })),
    tasks: Array.from({ length: tasks }, (_, at) => ({
      id: `t${String(at)}`,
      requires: [`c${String(at % kinds)}`],
      dependsOn: at < width ? [] : [`t${String(at - width)}`],
      action: { kind: 'simulate', durationMs: 1 + (at % 7) },
    })),
  };
}

interface Work {
  readonly steps: number;
  readonly bytes: number;
  /** How often the initiator looked at an agent or a need. */
  readonly looks: number;
}

function workOf(document: Document): Work {
  const made = compile(document);
  if (!made.ok) throw new Error(made.error[0]!.message);
  const { plan, spec } = made.value;
  let looks = 0;
  const counted = <T>(list: readonly T[]): readonly T[] =>
    new Proxy(list, {
      get(target, key) {
        if (key !== 'length') looks += 1;
        return Reflect.get(target, key) as unknown;
      },
    });
  const watched: Plan = { ...plan, agents: counted(plan.agents), needs: counted(plan.needs) };
  const machine = coordinator(watched, v.parse(settingsSchema, {}));
  const actors = spec.actors.map((each) => (each.name === '@coordinator' ? actor(each.name, machine) : each));
  const world = new World({ ...spec, actors });
  looks = 0;
  while (world.step() !== null);
  expect(world.halted).toBe(null);
  return { steps: world.steps, bytes: world.snapshot().bytes, looks };
}

/** By which power of the size the work has grown. */
const exponent = (from: number, to: number, times: number): number => Math.log(to / from) / Math.log(times);

describe('[CN20] the cost of a contract net', () => {
  it.each(['steps', 'bytes', 'looks'] as const)('grows with the tasks by a power of 1.2 at most: %s', (figure) => {
    const [one, four] = [workOf(net(400, 20, 5))[figure], workOf(net(1600, 20, 5))[figure]];
    expect(one).toBeGreaterThan(0);
    expect(exponent(one, four, 4)).toBeLessThanOrEqual(1.2);
  });
  it.each(['steps', 'bytes'] as const)(
    'grows with tasks and agents together by as much, once a call goes to no more of them: %s',
    (figure) => {
      const [one, four] = [workOf(net(240, 80, 2, 20))[figure], workOf(net(960, 320, 2, 80))[figure]];
      expect(exponent(one, four, 4)).toBeLessThanOrEqual(1.2);
    },
  );
  it('does not grow with how many kinds of tasks there are', () => {
    const looks = (kinds: number): number => workOf(net(1200, 120, kinds)).looks;
    expect(looks(60)).toBeLessThanOrEqual(1.5 * looks(6));
  });
});
