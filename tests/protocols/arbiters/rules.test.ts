/** Each rule of resources finds a fault that is planted in what is told, and nothing where nothing is wrong. */
import { describe, expect, it } from 'vitest';
import type { ResourceFact } from '../../../src/protocols/arbiters/messages.ts';
import { asksMax } from '../../../src/protocols/arbiters/user.ts';
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
