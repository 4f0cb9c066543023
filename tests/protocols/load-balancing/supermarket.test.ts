/**
 * The supermarket model (Mitzenmacher 1996; Vvedenskaya, Dobrushin and Karpelevich 1996): tasks come by chance to many
 * agents, work lasts by chance, and the balancer's own asking and choosing decides. The mean time in the system is that of
 * theory: within 2 % where the room is proven, and more loosely with the fewer that come in a test run. The first tenth is
 * not counted.
 */
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { Assigner } from '../../../src/agents/index.ts';
import type { Context, Message } from '../../../src/kernel/index.ts';
import { actorOfAgent, addReady, agentOfActor } from '../../../src/plan/index.ts';
import { rooms } from '../../../src/protocols/index.ts';
import { askForNext, hear, placeAnswered } from '../../../src/protocols/load-balancing/placing/probing.ts';
import { settingsSchema } from '../../../src/protocols/load-balancing/settings.ts';
import { Desk, type BalancerState } from '../../../src/protocols/load-balancing/state.ts';
import { compile } from '../../../src/workflow/index.ts';
import { Dice } from '../../support/documents.ts';
import { rounds } from '../../support/prove.ts';

const enough = 600_000;
const asked = rounds(40_000, enough);
/** So far from theory a mean may be: by the square root of how many tasks were counted. */
const tolerance = 0.02 * Math.sqrt(Math.max(1, enough / asked));
/** Queues of one choice are long, and wander: they are watched for longer. */
const longer = 4;

/** A balancer over so many agents, asked for one task at a time: the agent that it chooses by the lengths of their queues. */
function balancer(count: number, choices: number, dice: Dice): (lengths: readonly number[]) => number {
  const made = compile({
    coordination: { pattern: 'load-balancing', choices },
    scheduling: { balancing: 'power-of-two' },
    agents: Array.from({ length: count }, (_, at) => ({ id: `a${String(at)}` })),
    tasks: [{ id: 'next' }],
  });
  if (!made.ok) throw new Error('the document of this test has errors');
  const { plan } = made.value;
  const settings = v.parse(settingsSchema, { choices });
  const assigner = new Assigner('load-balancing', plan, {
    acknowledge: false,
    lease: { ms: 0, always: false, intervals: 3 },
  });
  const desk = new Desk(plan, settings, assigner);
  const state = rooms.get('load-balancing')!.coordinator(plan, settings).init() as BalancerState;
  const probes: { agent: number; probe: number }[] = [];
  let from = 0;
  const context = {
    now: 0,
    get from() {
      return from;
    },
    send: (to: number, message: Message & { readonly probe?: number }) =>
      probes.push({ agent: agentOfActor(to), probe: message.probe! }),
    random: () => dice,
    lot: () => dice,
  } as unknown as Context;
  return (lengths) => {
    probes.length = 0;
    addReady(state.pool, plan, 0, 0);
    askForNext(desk, state, context);
    if (probes.length !== choices) throw new Error(`${String(probes.length)} were asked`);
    for (const { agent, probe } of probes) {
      from = actorOfAgent(agent);
      hear(state, { type: 'load-balancing.load', task: 0, probe, length: lengths[agent]! }, context);
    }
    return placeAnswered(desk, state, () => undefined, context)[0]!.agent;
  };
}

/** Mean time that a task spends at an agent, in times of work, by Little's law. */
function meanTime(count: number, choices: number, load: number): number {
  const tasks = choices === 1 ? longer * asked : asked;
  const dice = new Dice(90 + choices);
  const choose = balancer(count, choices, new Dice(7 + choices));
  const lengths = new Array<number>(count).fill(0);
  const busy: number[] = [];
  const placeOf = new Array<number>(count).fill(-1);
  let present = 0;
  let area = 0;
  let counted = 0;
  for (let came = 0; came < tasks;) {
    const rate = load * count + busy.length;
    const counts = came >= tasks / 10;
    if (counts) area += present / rate;
    if (dice.fraction() * rate < load * count) {
      came += 1;
      if (counts) counted += 1;
      const agent = choose(lengths);
      present += 1;
      lengths[agent]! += 1;
      if (lengths[agent] === 1) placeOf[agent] = busy.push(agent) - 1;
    } else {
      const place = dice.integer(0, busy.length - 1);
      const agent = busy[place]!;
      present -= 1;
      lengths[agent]! -= 1;
      if (lengths[agent]! > 0) continue;
      const last = busy.pop()!;
      if (last !== agent) [busy[place], placeOf[last]] = [last, place];
    }
  }
  return area / counted;
}

/** What theory says where agents are without number: the sum of load to the power (d^i - d) / (d - 1). */
function theory(choices: number, load: number): number {
  if (choices === 1) return 1 / (1 - load);
  let sum = 0;
  for (let power = 0, at = 0; at < 12; at += 1, power = power * choices + choices) sum += load ** power;
  return sum;
}

describe('the supermarket model at nine tenths of the load', () => {
  it.each([
    [1, 10],
    [2, 2.6141],
    [3, 2.0279],
  ])('[LB9] %i choices: a mean of %f by theory', (choices, mean) => {
    expect(Math.abs(theory(choices, 0.9) - mean)).toBeLessThan(0.0001);
  });
  it.each([
    [1, 20],
    [2, 250],
    [3, 250],
  ])(
    '[LB9] %i choices: within the tolerance of theory',
    (choices, agents) => {
      const mean = theory(choices, 0.9);
      expect(Math.abs(meanTime(agents, choices, 0.9) / mean - 1)).toBeLessThan(tolerance);
    },
    1_800_000,
  );
});
