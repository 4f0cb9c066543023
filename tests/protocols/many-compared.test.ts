/** More agents than a fact lists: every pattern keeps its rules, names whoever was chosen and says how many were compared. */
import { expect, it } from 'vitest';
import { ASSIGNMENTS, BALANCINGS, type Document } from '../../src/document/index.ts';
import { comparedMax } from '../../src/plan/index.ts';
import { WhyBook } from '../../src/replay/index.ts';
import { factsOf, ran } from '../support/running.ts';
import { task } from '../scenarios/stage.ts';

const many = 45;

/** Agents of whom the last are the best for everything, under one manager where the pattern wants one. */
function crowd(pattern: string): NonNullable<Document['agents']> {
  const workers = Array.from({ length: many }, (_, at) => ({
    id: `w${String(at)}`,
    speed: at < many - 2 ? 1 : 2,
    cost: many - at,
    slots: at === many - 1 ? 3 : 1,
    ...(pattern === 'delegation' ? { reportsTo: 'chief' } : {}),
  }));
  return pattern === 'delegation' ? [{ id: 'chief', role: 'manager' }, ...workers] : workers;
}

const tasks = Array.from({ length: 100 }, (_, at) =>
  task(`t${String(at)}`, at > 20 ? ['t0'] : [], { ms: 10 + (at % 7) }),
);

function crowded(pattern: string, scheduling: Document['scheduling'] = {}, settings: object = {}): Document {
  return { name: 'crowd', seed: 5, agents: crowd(pattern), tasks, coordination: { pattern, ...settings }, scheduling };
}

const documents: [string, Document][] = [
  ...ASSIGNMENTS.map((assignment): [string, Document] => [assignment, crowded('centralized', { assignment })]),
  ...BALANCINGS.map((balancing): [string, Document] => [balancing, crowded('load-balancing', { balancing })]),
  ['delegation', crowded('delegation')],
  ['delegation with a net inside', crowded('delegation', {}, { inside: 'contract-net' })],
  ['contract net', crowded('contract-net', {}, { invite: 'capable' })],
];

it.each(documents)('[DG8] [CC5] [LB8] %s', (_name, document) => {
  const played = ran(document);
  expect(played.outcome).toBe('succeeded');
  expect(played.broken).toEqual([]);
  for (const { agent, compared, comparedOf } of factsOf(played, 'task.assigned')) {
    expect(compared.length).toBeLessThanOrEqual(comparedMax);
    if (compared.length === 0) expect(comparedOf).toBeUndefined();
    else expect(compared.map((each) => each.agent)).toContain(agent);
    if (comparedOf !== undefined) expect(comparedOf).toBeGreaterThan(compared.length);
  }
});

it('[DG8] a manager with 45 reports names the best and whoever was chosen, of 45', () => {
  const [first, ...others] = factsOf(ran(crowded('delegation')), 'task.assigned');
  expect(first).toMatchObject({ comparedOf: many });
  expect(others.every(({ comparedOf }) => comparedOf === many)).toBe(true);
});

it('whoever is not named is not told to have been passed over', () => {
  const { run } = ran(crowded('delegation'));
  const why = new WhyBook(run.compiled, run.log).ofTask('t40', run.steps)!;
  const notes = why.attempts.flatMap(({ decisions }) => decisions.flatMap(({ candidates }) => candidates));
  const unnamed = notes.filter(({ standing }) => standing === 'passed');
  expect(unnamed).not.toHaveLength(0);
  for (const { note } of unnamed) expect(note).toContain('45 were considered, and the record lists the best 32');
});
