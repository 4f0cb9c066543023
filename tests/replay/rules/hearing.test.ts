/** A rule that names the facts that it hears misses nothing: no other fact changes its state or its mind. */
import { readdirSync, readFileSync } from 'node:fs';
import { serialize } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { readConclave } from '../../../src/interchange/conclave.ts';
import { Holdings, invariantRule, type Invariant, type KnownFact, type Plan } from '../../../src/plan/index.ts';
import { compile } from '../../../src/workflow/index.ts';
import { ranCompiled, type Recorded } from '../../support/running.ts';

/** How often a fact of one type is put to a rule that does not hear it. */
const timesMax = 4;
const folder = new URL('../../journals/', import.meta.url);
const journals = readdirSync(folder).filter((name) => name.endsWith('.json'));

/** The types that change a rule although it does not name them. */
function missed(rule: Invariant, of: Plan, recorded: readonly Recorded[]): string[] {
  const plan = { seed: 1, ...of };
  const held = new Holdings(plan);
  const state = rule.init(plan, held);
  const times = new Map<string, number>();
  const found = new Set<string>();
  for (const { fact, ...moment } of recorded) {
    const count = times.get(fact.type) ?? 0;
    times.set(fact.type, count + 1);
    if (rule.hears?.includes(fact.type) !== false) rule.fact(state, fact, moment, plan);
    else if (count < timesMax) {
      const before = serialize(state);
      const said = rule.fact(state, fact, moment, plan);
      if (said !== null || !before.equals(serialize(state))) found.add(fact.type);
    }
    held.enter(fact, moment.time);
  }
  return [...found];
}

function played(name: string) {
  const { document } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as { document: object };
  const made = compile(readConclave(document as never).document);
  if (!made.ok) throw new Error(made.error[0]!.message);
  return { compiled: made.value, ...ranCompiled(made.value) };
}

describe('hearing', () => {
  it('is complete for every rule of every room over the golden runs', () => {
    const asked = new Set<string>();
    for (const name of journals) {
      const { compiled, plan, recorded } = played(name);
      for (const rule of compiled.invariants) {
        if (rule.hears !== undefined) asked.add(`${rule.room} ${rule.rule}`);
        expect([name, rule.room, rule.rule, ...missed(rule, plan, recorded)]).toEqual([name, rule.room, rule.rule]);
      }
    }
    expect(asked.size).toBeGreaterThan(25);
  });
  it('finds a rule that does not name what it hears', () => {
    const deaf = invariantRule<{ count: number }>({
      ...{ rule: 'X1', room: 'test', title: 'counts more than it says', hears: ['task.ready'] },
      init: () => ({ count: 0 }),
      fact(state, fact: KnownFact) {
        if (fact.type === 'task.ready' || fact.type === 'task.succeeded') state.count += 1;
        return null;
      },
    });
    const { plan, recorded } = played('plain.json');
    expect(missed(deaf, plan, recorded)).toEqual(['task.succeeded']);
  });
});
