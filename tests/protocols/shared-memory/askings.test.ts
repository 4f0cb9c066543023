/** The numbers of askings: none comes twice from one client, whatever befalls it. */
import { expect, it } from 'vitest';
import { ran, type Ran } from '../../support/running.ts';
import { randomShared } from './random.ts';

const asking = ['shared-memory.query', 'shared-memory.store', 'shared-memory.request', 'shared-memory.submit'];

/** Numbers under which a client asked again after a crash that had taken all that it waited for; and how often it asked after one. */
function askedTwice({ recorded }: Ran): { readonly again: readonly string[]; readonly after: number } {
  const [used, spent, crashed] = [new Set<string>(), new Set<string>(), new Set<number>()];
  const again: string[] = [];
  let after = 0;
  for (const { fact, step } of recorded) {
    if (fact.type === 'actor.crashed') {
      crashed.add(fact.actor);
      for (const name of used) if (name.startsWith(`${String(fact.actor)}/`)) spent.add(name);
    }
    if (fact.type !== 'message.sent' || !asking.includes(fact.message.type)) continue;
    const name = `${String(fact.from)}/${String((fact.message as unknown as { readonly ask: number }).ask)}`;
    used.add(name);
    if (crashed.has(fact.from)) after += 1;
    if (spent.has(name)) again.push(`${name} at step ${String(step)}`);
  }
  return { again, after };
}

it.each(['strong', 'primary-backup', 'eventual'] as const)(
  '[SM30] a client of a memory that is %s never asks under a number that it used before a crash',
  (way) => {
    let asked = 0;
    for (let seed = 1; seed <= 40; seed += 1) {
      const { again, after } = askedTwice(ran(randomShared(seed, way, { doubled: seed % 2 === 0 })));
      expect([seed, again]).toEqual([seed, []]);
      asked += after;
    }
    expect(asked).toBeGreaterThan(20);
  },
);
