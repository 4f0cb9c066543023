/** Working memories as they are told at each step, held against the facts and the result. */
import { describe, expect, it } from 'vitest';
import { looks, resultOf, Run, type MindView } from '../../../src/replay/index.ts';
import { compiled, piece, task } from '../../scenarios/stage.ts';

const minds = looks.find((each) => each.kind === 'run.minds')!;
const notes = (score: string, capacity = 2) =>
  piece(
    [
      ...Array.from({ length: 5 }, (_, at) =>
        task(`read-${String(at)}`, at === 0 ? [] : [`read-${String(at - 1)}`], {
          remembers: [{ key: `note-${String(at)}`, value: at, importance: 0.5, ...(at === 0 ? { pinned: true } : {}) }],
        }),
      ),
      ...Array.from({ length: 8 }, (_, at) =>
        task(`write-${String(at)}`, [at === 0 ? 'read-4' : `write-${String(at - 1)}`], {
          recalls: ['note-3', ...(at === 7 ? ['nowhere'] : [])],
        }),
      ),
    ],
    { agents: [{ id: 'ana', memory: { capacity, longTerm: 2, score } }] },
  );

function told(run: Run): (step: number) => NonNullable<MindView['tiers']> {
  const book = minds.book(run);
  while (!minds.advance(book, { step: 0, from: 0, count: 9 }, 50));
  return (step) => minds.tell(book, { step, from: 0, count: 9 }, { passed: 0, critical: new Set() })!.minds[0]!.tiers!;
}

describe('the working memory of an agent', () => {
  it('is told of no run in which nobody remembers or recalls', () => {
    const run = new Run(compiled(piece([task('t')], { agents: [{ id: 'ana' }] }))).finish();
    expect(told(run)(run.steps)).toBeUndefined();
  });

  it.each(['source', 'act-r', 'generative'])('has at each step what facts say, weighed by %s', (score) => {
    const run = new Run(compiled(notes(score)), { seekable: true }).finish();
    const at = told(run);
    const held = { short: new Set<string>(), long: new Set<string>() };
    let [place, seen] = [0, ''];
    for (let step = 0; step <= run.steps; step += 1) {
      const moved = new Map<string, string>();
      for (; place < run.log.countAt(step); place += 1) {
        const fact = run.log.at(place);
        if (fact.type === 'memory.created') held.short.add(fact.key);
        if (fact.type === 'memory.evicted')
          for (const { key } of fact.left) {
            held.short.delete(key);
            held.long.add(key);
            moved.set(key, 'evicted');
          }
        if (fact.type === 'memory.forgotten') for (const { key } of fact.left) held.long.delete(key);
        if (fact.type === 'memory.promoted') {
          held.long.delete(fact.key);
          held.short.add(fact.key);
          moved.set(fact.key, 'promoted');
        }
      }
      const { short, long, shortKept, capacity, next } = at(step);
      expect(short.map(({ key }) => key).sort()).toEqual([...held.short].sort());
      expect(long.map(({ key }) => key).sort()).toEqual([...held.long].sort());
      expect(shortKept).toBeLessThanOrEqual(capacity);
      expect(next === null).toBe(short.length < capacity || short.every(({ pinned }) => pinned));
      for (const each of [...short, ...long]) {
        if (moved.has(each.key)) expect(each.moved).toBe(moved.get(each.key));
        expect(Number(each.text)).toBe(Number(each.key.slice(5)));
      }
      [...short, ...long].forEach(({ moved: how }) => {
        if (how !== null) seen += ` ${how}`;
      });
      const scores = short.map(({ score: each }) => each);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
    }
    expect(seen).toContain('evicted');
    expect(seen).toContain('recalled');
    const { memory } = resultOf(run).agents['ana']!;
    expect(at(run.steps)).toMatchObject({ hits: memory!.hits, misses: memory!.misses });
    // Back again: what was found later is not counted.
    expect(at(0)).toMatchObject({ hits: 0, misses: 0, short: [], long: [] });
  });
});
