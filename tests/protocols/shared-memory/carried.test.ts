/** What is written may be told of results of tasks before it: they go along with the work, whatever way it goes. */
import { describe, expect, it } from 'vitest';
import type { Document, Task } from '../../../src/document/index.ts';
import { checkDocument } from '../../../src/workflow/index.ts';
import { carriedMax } from '../../../src/workflow/dependencies.ts';
import { figure, rounds } from '../../support/prove.ts';
import { Dice } from '../../support/documents.ts';
import { sentByType } from '../../support/running.ts';
import { piece, play, task } from '../../scenarios/stage.ts';
import { told } from './scene.ts';

const ways: readonly (readonly [string, Partial<Document>])[] = [
  ['centralized', { coordination: { pattern: 'centralized' } }],
  ['load-balancing', { coordination: { pattern: 'load-balancing' } }],
  ['work stealing', { coordination: { pattern: 'load-balancing' }, scheduling: { balancing: 'work-stealing' } }],
  ['contract-net', { coordination: { pattern: 'contract-net' } }],
  ['delegation', { coordination: { pattern: 'delegation' } }],
];

/** Tasks that give numbers and write sums of what some before them gave, far and near; and what each is to write. */
function sums(seed: number): { readonly tasks: readonly Task[]; readonly meant: Readonly<Record<string, number>> } {
  const dice = new Dice(seed);
  const before: string[][] = [];
  const meant: Record<string, number> = {};
  const tasks = Array.from({ length: dice.integer(4, 10) }, (_, at): Task => {
    const needs = dice.some(
      Array.from({ length: at }, (__, each) => each),
      0.4,
    );
    before.push([...new Set(needs.flatMap((each) => [`t${String(each)}`, ...before[each]!]))]);
    const named = dice.some(before[at]!, 0.6);
    const own = dice.chance(0.5);
    const parts = [...named.map((id) => `results.${id}.n`), ...(own ? [`results.t${String(at)}.n`] : [])];
    meant[`t${String(at)}`] = [...named.map((id) => Number(id.slice(1)) ** 2), own ? at * at : 0].reduce(
      (a, b) => a + b,
      0,
    );
    const dependsOn = needs.map((each) => `t${String(each)}`);
    const value = parts.length === 0 ? '0' : parts.join(' + ');
    return task(`t${String(at)}`, dependsOn, {
      ms: dice.integer(1, 30),
      model: { result: { n: at * at } },
      writes: [{ memory: 'board', key: `t${String(at)}`, value }],
      retry: { attempts: 8, backoffMs: 5 },
    });
  });
  return { tasks, meant };
}

function stage(tasks: readonly Task[], more: Partial<Document>): Document {
  const agents = ['a', 'b', 'c', 'd', 'e'].map((id, at) => ({
    id,
    ...(at === 0 ? { role: 'manager' as const } : { reportsTo: at < 3 ? 'a' : 'c' }),
    ...(at === 2 ? { role: 'manager' as const } : {}),
  }));
  const memories = [{ id: 'board', consistency: 'strong', replicas: ['b', 'd', 'e'] }];
  return piece(tasks, { agents, memories, ...more });
}

describe('[SM10] [W39] a value sees the results of tasks before it that it names', () => {
  it.each(ways)('the same where work is handed out by %s, whatever is lost', (way, pattern) => {
    const seeds = rounds(8, 1000);
    let stolen = 0;
    for (let seed = 1; seed <= seeds; seed += 1) {
      const { tasks, meant } = sums(seed);
      const faults = seed % 2 === 0 ? [{ kind: 'crash' as const, agent: 'd', atMs: 15, recoverMs: 60 }] : [];
      const network = {
        delayMs: { min: 1, max: 5 },
        loss: seed % 2 === 0 ? 0.1 : 0,
        duplicate: seed % 3 === 0 ? 0.2 : 0,
      };
      const played = play(stage(tasks, { ...pattern, seed, faults, network }));
      const wrote = told(played, 'shared-memory.written').map(({ key, value }) => [key, value] as const);
      stolen += sentByType(played)['load-balancing.loot'] ?? 0;
      expect(wrote.filter(([key, value]) => meant[key] !== value)).toEqual([]);
      expect(new Set(wrote.map(([key]) => key)).size).toBe(tasks.length);
    }
    expect(stolen > 0).toBe(way === 'work stealing');
    figure(`values over results, ${way}`, seeds);
  });

  const far = (value: string, research: object, more: Partial<Task> = {}): Document =>
    stage(
      [
        task('research', [], { model: { result: research } }),
        task('draft', ['research'], { model: { result: { words: 3 } } }),
        task('note', ['draft'], { writes: [{ memory: 'board', key: 'plan', value }], ...more }),
      ],
      {},
    );

  it('whole and by its fields, and whether it succeeded, as a condition does', () => {
    const played = play(
      far("{'of': results.research.value, 'n': results.draft.words, 'ok': results.draft.ok}", { a: 1 }),
    );
    expect(told(played, 'shared-memory.written').map(({ value }) => value)).toEqual([{ of: { a: 1 }, n: 3, ok: true }]);
  });

  it('unless it is too long, which the reason says', () => {
    const long = (length: number): string | null => {
      const text = 'x'.repeat(length - JSON.stringify({ text: '' }).length);
      return play(far('size(results.research.text)', { text })).reason;
    };
    expect(long(carriedMax)).toBeNull();
    expect(long(carriedMax + 1)).toBe(
      'note failed: the result of "research" did not come along: it was not over when the work was ready, or is longer than 16384 characters',
    );
  });

  it('and goes by no message of its own: a document that names none is what it was', () => {
    const named = play(far('results.research.a', { a: 1 }));
    const plain = play(far('1', { a: 1 }));
    expect(named.run.steps).toBe(plain.run.steps);
    expect(JSON.stringify(plain.recorded)).not.toContain('"results"');
    expect(JSON.stringify(named.recorded)).toContain('"results":{"research"');
  });

  it.each<readonly [string, string, Partial<Task>, string]>([
    [
      'a task that does not stand before it',
      'results.other.n',
      {},
      'The task note: the value "results.other.n" names "other", which "note" does not wait for; let it depend on "other" too.',
    ],
    [
      'a task that is not there',
      'results.reserch.a',
      {},
      'The task note: the value "results.reserch.a" names "reserch", and there is no such task; perhaps "research" is meant.',
    ],
    [
      'a task that comes after it',
      'results.last.n',
      {},
      'The task note: the value "results.last.n" names "last", which comes after "note" and is not over by then; name a task that stands before it.',
    ],
    [
      'an id with a minus',
      'results.by-hand.n',
      {},
      'The task note: the value "results.by-hand.n" names "by-hand" as results.by-hand, which is read as something else; write results["by-hand"].',
    ],
  ])('and %s is said, with a fix', (_what, value, more, message) => {
    const document = far(value, {}, more);
    const tasks = [...document.tasks!, task('other'), task('by-hand'), task('last', ['note'])];
    const problems = checkDocument({ ...document, tasks }).filter(({ severity }) => severity === 'error');
    expect(problems.map((each) => each.message)).toEqual([message]);
  });
});
