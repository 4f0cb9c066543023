/** Each rule of resources finds a fault that is planted in what is told, and nothing where nothing is wrong. */
import { describe, expect, it } from 'vitest';
import type { ResourceFact } from '../../../src/protocols/arbiters/messages.ts';
import { asksMax } from '../../../src/protocols/arbiters/user.ts';
import type { Document } from '../../../src/document/index.ts';
import type { Plan } from '../../../src/plan/index.ts';
import { play } from '../../scenarios/stage.ts';
import { verdict } from '../../support/running.ts';
import { changed, kitchen, needs, ruleOf, told } from './scene.ts';

const two = { scheduling: { order: 'fifo' } } as const;
/** Three want the oven, which one has at a time; two want carts, which are enough for one. */
const calm = play(
  kitchen(
    [
      ...[needs('bread'), needs('cake'), needs('pie')],
      ...[needs('east', {}, 'carts', 2), needs('west', {}, 'carts', 2)],
    ],
    { agents: Array.from({ length: 5 }, (_, at) => ({ id: `a${String(at)}` })), ...two },
  ),
);
const is = (fact: ResourceFact, type: ResourceFact['type'], task: number): boolean =>
  fact.type === type && 'task' in fact && fact.task === task;

describe('a planted fault is found', () => {
  it.each<readonly [string, string, (fact: ResourceFact) => ResourceFact | null, RegExp]>([
    [
      'AR1',
      'what the first had was not given back',
      (fact) => (is(fact, 'arbiters.returned', 0) ? null : fact),
      /^the oven had bread and cake at once$/u,
    ],
    [
      'AR1',
      'a lease is passed over',
      (fact) => (is(fact, 'arbiters.returned', 1) ? null : fact),
      /^the oven had cake and pie/u,
    ],
    [
      'AR2',
      'both have carts',
      (fact) => (is(fact, 'arbiters.returned', 3) ? null : fact),
      /^4 units of the carts were held, and there are 3$/u,
    ],
    [
      'AR2',
      'more is given than was asked for',
      (fact) => (is(fact, 'arbiters.granted', 4) ? ({ ...fact, units: 4 } as ResourceFact) : fact),
      /^4 units/u,
    ],
    [
      'AR3',
      'a token is given twice',
      (fact) => (is(fact, 'arbiters.granted', 1) ? ({ ...fact, token: 1 } as ResourceFact) : fact),
      /^token 1 came after 1$/u,
    ],
    [
      'AR3',
      'an old token gives back',
      (fact) => (is(fact, 'arbiters.returned', 1) ? ({ ...fact, token: 1 } as ResourceFact) : fact),
      /under token 1, which it did not hold$/u,
    ],
    [
      'AR4',
      'the second goes past the first',
      (fact) =>
        is(fact, 'arbiters.granted', 1)
          ? ({
              ...fact,
              ...told(calm, 'arbiters.asked').find(({ task }) => task === 2)!,
              type: 'arbiters.granted',
            } as ResourceFact)
          : fact,
      /^pie got the oven before cake$/u,
    ],
    [
      'AR4',
      'nobody gets what is free',
      (fact) => (is(fact, 'arbiters.granted', 2) ? null : fact),
      /^pie waited for the oven although it was free$/u,
    ],
    [
      'AR4',
      'units that suffice are kept',
      (fact) => (is(fact, 'arbiters.granted', 3) ? null : fact),
      /^east waited for the carts/u,
    ],
    [
      'AR6',
      'somebody gives up at once',
      (fact) =>
        is(fact, 'arbiters.left', 0) || is(fact, 'arbiters.returned', 0)
          ? ({ ...fact, type: 'arbiters.unavailable', times: asksMax - 1 } as ResourceFact)
          : fact,
      /^gave up after 11 times$/u,
    ],
  ])('[%s] %s', (rule, _what, plant, says) => {
    const of = ruleOf(calm.plan, rule);
    expect(verdict(of, calm.plan, calm.recorded)).toBeNull();
    expect(verdict(of, calm.plan, changed(calm, plant))).toMatch(says);
  });

  it('[AR5] two that work with the oven at once are found, although its lease had run out', () => {
    const [first] = told(calm, 'arbiters.granted');
    const grant = told(calm, 'arbiters.granted').find(({ task }) => task === 1)!;
    const work = (task: number) =>
      ({ type: 'task.started', task, attempt: 1, agent: task, lease: grant.lease, dueMs: 9 }) as const;
    const facts = [first, work(0), { ...first, type: 'arbiters.expired' }, grant, work(1)];
    const rule = ruleOf(calm.plan, 'AR5');
    expect(verdict(rule, calm.plan, facts as never)).toMatch(/^bread and cake worked with the oven at once$/u);
    const ended = {
      type: 'task.ended',
      task: 0,
      attempt: 1,
      agent: 0,
      lease: first!.lease,
      end: 'failed',
      reason: 'x',
    };
    expect(verdict(rule, calm.plan, [...facts.slice(0, 3), ended, ...facts.slice(3)] as never)).toBeNull();
    const crash = { type: 'actor.crashed', actor: 2 };
    expect(verdict(rule, calm.plan, [...facts.slice(0, 3), crash, ...facts.slice(3)] as never)).toBeNull();
  });
});

/** What a rule says to facts of resources, each in a step of its own. */
function said(rule: string, played: { readonly plan: Plan }, facts: readonly ResourceFact[]): string | null {
  return verdict(ruleOf(played.plan, rule), played.plan, facts as never);
}
const units = (task: number, service: number, ask: number) => ({ task, lease: 1, agent: task, service, units: 1, ask });
const asked = (task: number, service: number, ask: number): ResourceFact => ({
  type: 'arbiters.asked',
  ...units(task, service, ask),
});
const granted = (task: number, service: number, ask: number): ResourceFact => ({
  type: 'arbiters.granted',
  ...units(task, service, ask),
  token: ask,
  waitedMs: 0,
});
/** Each has one and wants the other. */
const crossed = [asked(0, 0, 1), granted(0, 0, 1), asked(1, 1, 1), granted(1, 1, 1), asked(1, 0, 2), asked(0, 1, 2)];
const both = (more: Partial<Document> = {}) =>
  play(
    kitchen(
      ['bread', 'cake'].map((id) => needs(id, { holds: [{ resource: 'carts' }] })),
      { resources: [{ id: 'oven' }, { id: 'carts' }], ...more },
    ),
  );

it('[AR7] more than a bucket gives is found', () => {
  const calls = play(
    kitchen([needs('one', {}, 'calls'), needs('two', {}, 'calls')], {
      resources: [{ id: 'calls', name: 'calls', units: 1, everyMs: 50 }],
    }),
  );
  const drawn = told(calls, 'arbiters.drawn');
  expect(verdict(ruleOf(calls.plan, 'AR7'), calls.plan, calls.recorded)).toBeNull();
  const at = (...times: readonly number[]) => times.map((time, step) => ({ step, time, fact: drawn[0]! }));
  const rule = ruleOf(calls.plan, 'AR7');
  expect(verdict(rule, calls.plan, at(0, 50, 120) as never)).toBeNull();
  expect(verdict(rule, calls.plan, at(0, 49) as never)).toBe('2 units of calls were used within 49 ms, and 1 may be');
  expect(verdict(rule, calls.plan, at(0, 50, 99) as never)).toMatch(/^2 units of calls were used within 49 ms/u);
});

it('[AR8] a deadlock that is left is found', () => {
  const scene = both();
  expect(said('AR8', scene, crossed)).toMatch(/waited for each other$/u);
  expect(said('AR8', scene, crossed.slice(0, 5))).toBeNull();
  const broken: ResourceFact = {
    type: 'arbiters.deadlocked',
    task: 0,
    lease: 1,
    agent: 0,
    service: 1,
    around: [0, 1],
    reason: '',
  };
  const step = { step: 6, time: 0 };
  const last = [crossed[5]!, broken].map((fact) => ({ ...step, fact }));
  expect(verdict(ruleOf(scene.plan, 'AR8'), scene.plan, [...crossed.slice(0, 5), ...last] as never)).toBeNull();
});

it.each([
  ['wait-die', crossed.slice(0, 5), /^cake waited for an older task, bread$/u],
  ['wound-wait', [...crossed.slice(0, 4), crossed[5]!], /^bread waited for a younger task, cake$/u],
] as const)('[AR9] who waits the wrong way in age under %s is found', (deadlock, facts, says) => {
  const scene = both({ conflicts: { deadlock } });
  expect(said('AR9', scene, facts)).toMatch(says);
  expect(said('AR9', scene, facts.slice(0, 4))).toBeNull();
});

it('[AR10] a priority that nobody lends is found', () => {
  const scene = both();
  const raised: ResourceFact = { type: 'arbiters.raised', task: 0, lease: 1, agent: 0, priority: 7 };
  expect(said('AR10', scene, [...crossed, raised])).toBe('bread was said to have priority 7, and had 0');
  expect(said('AR10', scene, [...crossed, { ...raised, priority: 0 }])).toBeNull();
});
