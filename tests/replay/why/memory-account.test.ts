/** Why an agent has in mind what it has: each card held against the facts, and every cause of a miss. */
import { describe, expect, it } from 'vitest';
import { looks, Run, type WhyMemory } from '../../../src/replay/index.ts';
import { compiled, piece, task } from '../../scenarios/stage.ts';

const look = looks.find((each) => each.kind === 'run.whyMemory')!;
const remember = (id: string, after: string[], key: string, more: object = {}) =>
  task(id, after, { ms: 100, agent: 'ana', remembers: [{ key, value: id, importance: 0.5, ...more }] });
const recall = (id: string, after: string[], ...keys: (string | object)[]) =>
  task(id, after, { ms: 100, agent: 'ana', recalls: keys as string[], recallMs: 40 });

function cards(tasks: ReturnType<typeof task>[], more: object = {}, key = ''): WhyMemory['cards'] {
  const document = piece(tasks, {
    agents: [{ id: 'ana', memory: { capacity: 2, longTerm: 1, score: 'source' } }, { id: 'bo' }],
    ...more,
  });
  const run = new Run(compiled(document)).finish();
  const book = look.book(run);
  while (!look.advance(book, { agent: 'ana', step: 0, key }, 3));
  const tell = (step: number) => look.tell(book, { agent: 'ana', step, key }, { passed: 0, critical: new Set() })!;
  // Nothing is told of what lies behind a step.
  const all = tell(run.steps).cards;
  for (const step of [0, run.steps >> 1]) expect(tell(step).cards).toEqual(all.filter((each) => each.step <= step));
  expect(look.tell(book, { agent: 'cy', step: 1, key }, { passed: 0, critical: new Set() })).toBeNull();
  return all;
}
const texts = (of: WhyMemory['cards']) => of.map(({ text }) => text);

describe('an account of a working memory', () => {
  it('says of what went and of what was forgotten what it scored, and what was next and stayed', () => {
    const all = cards([
      remember('a', [], 'plan'),
      remember('b', ['a'], 'tone', { importance: 0.9 }),
      remember('c', ['b'], 'lunch', { importance: 0.8 }),
      remember('d', ['c'], 'dinner', { importance: 0.9 }),
    ]);
    const went = all.filter(({ kind }) => kind === 'evicted');
    expect(texts(went).at(-1)).toMatch(
      /^Short-term memory was full \(2 of 2\): “plan” scored lowest and went to long-term memory; “tone”, next at [\d.]+, stayed\.$/u,
    );
    for (const { weighed } of [...went, ...all.filter(({ kind }) => kind === 'forgotten')]) {
      const [first, second] = weighed;
      if (second !== undefined) expect(first!.score).toBeLessThanOrEqual(second.score);
      expect(first!.stays).toBe(false);
    }
    expect(
      all.some(({ kind, text }) => kind === 'forgotten' && /had no place for more than 1: “plan” scored/u.test(text)),
    ).toBe(true);
  });

  it('says why nothing was found: never remembered, forgotten, lost in a crash, another has it, no word of a query', () => {
    expect(texts(cards([recall('r', [], 'plan')]))).toEqual(['ana had never remembered “plan”.']);
    const bo = task('b', [], { ms: 10, agent: 'bo', remembers: [{ key: 'plan', value: 1 }] });
    expect(texts(cards([bo, recall('r', ['b'], 'plan')]))[0]).toMatch(
      /never remembered “plan”\. bo remembered it, and/u,
    );
    const query = { query: 'cover price', top: 2 };
    expect(texts(cards([remember('a', [], 'plan'), recall('r', ['a'], query)]))[0]).toMatch(
      /^Nothing that ana remembers holds any word of “cover price”/u,
    );
    const crowded = ['plan', 'x', 'y', 'z'].map((key, at) =>
      remember(key, at === 0 ? [] : [['plan', 'x', 'y'][at - 1]!], key, { importance: 0.1 + at / 5 }),
    );
    expect(texts(cards([...crowded, recall('r', ['z'], 'plan')], {}, 'plan'))[0]).toMatch(
      /^ana had nothing of “plan”: it was forgotten, with a score of [\d.]+, at step \d+\.$/u,
    );
    const crash = {
      faults: [{ kind: 'crash', agent: 'ana', atMs: 150, recoverMs: 160 }],
      coordination: { pattern: 'centralized', leaseMs: 100 },
    };
    expect(texts(cards([remember('a', [], 'plan'), recall('r', ['a'], 'plan')], crash))[0]).toMatch(
      /it was lost in a crash at step \d+/u,
    );
  });

  it('says where something was found and what that cost, why it came back, and that there was no place', () => {
    const all = cards([
      remember('a', [], 'plan', { importance: 1 }),
      remember('b', ['a'], 'tone', { importance: 1 }),
      remember('c', ['b'], 'lunch', { importance: 1 }),
      ...Array.from({ length: 7 }, (_, at) =>
        recall(`r${String(at)}`, [at === 0 ? 'c' : `r${String(at - 1)}`], 'plan'),
      ),
    ]);
    expect(
      texts(all.filter(({ kind }) => kind === 'found')).some((text) =>
        /found in long-term memory, where it went with a score of .*: to recall it took 40 ms/u.test(text),
      ),
    ).toBe(true);
    const [back] = all.filter(({ kind }) => kind === 'promoted');
    expect(back!.text).toMatch(
      /“plan” came back into short-term memory: it (scored more than 1\.1 times|had been found 6 times)/u,
    );
    expect(back!.weighed[0]!.key).toBe('plan');
    const pins = ['a', 'b', 'c'].map((key, at) =>
      remember(key, at === 0 ? [] : [['a', 'b'][at - 1]!], key, { pinned: true }),
    );
    expect(texts(cards(pins))).toContain('There was no place for “c”: all 2 things in short-term memory are pinned.');
  });
});
