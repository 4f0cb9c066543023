/** Recalls by a query: what is found, in which order and at what cost, what a condition sees of it, and what is refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ranked, wordsOf } from '../../../src/agents/memory/query.ts';
import type { Document, Task } from '../../../src/document/index.ts';
import { simulate } from '../../../src/api/index.ts';
import type { KnownFact } from '../../../src/plan/index.ts';
import { checkDocument } from '../../../src/workflow/index.ts';
import { piece, play, task } from '../../scenarios/stage.ts';
import { verdict } from '../../support/running.ts';
import { memoryRules } from '../../../src/agents/memory/rules.ts';

const item = (value: string, more: { importance?: number; at?: number } = {}) => {
  const { importance = 1, at = 0 } = more;
  return { value, importance, count: 1, createdMs: at, timesMs: [at] };
};
const found = (all: Record<string, ReturnType<typeof item>>, words: string, now = 0) =>
  ranked(Object.entries(all).map(([key, each]) => ({ key, item: each })), wordsOf(words), now).map(({ key }) => key); // prettier-ignore

describe('a query', () => {
  it('[WM8] finds what holds any of its words, in key or value, and nothing else', () => {
    const all = { ants: item('carry leaves'), bees: item('carry pollen'), wasps: item('sting') };
    expect(found(all, 'LEAVES ants').sort()).toEqual(['ants']);
    expect(found(all, 'carry').sort()).toEqual(['ants', 'bees']);
    expect(found(all, 'carr')).toEqual([]);
    expect(found(all, '')).toEqual([]);
    expect(wordsOf('Füchse, 12-mal: Ω!')).toEqual(['füchse', '12', 'mal', 'ω']);
  });
  it('[WM8] ranks by recency, importance and likeness, each as far as the others are alike', () => {
    expect(found({ a: item('ants'), b: item('ants', { importance: 5 }) }, 'ants')).toEqual(['b', 'a']);
    expect(found({ a: item('ants', { at: -7_200_000 }), b: item('ants') }, 'ants')).toEqual(['b', 'a']);
    expect(found({ a: item('ants and many other things'), b: item('ants') }, 'ants')).toEqual(['b', 'a']);
    expect(found({ b: item('ants'), a: item('ants') }, 'ants')).toEqual(['a', 'b']);
  });
  it('[WM8] ranks as a whole sort by the three does, whatever is remembered', () => {
    const word = fc.constantFrom('ants', 'bees', 'carry', 'leaves', 'x');
    const thing = fc.record({ words: fc.array(word, { maxLength: 5 }), importance: fc.nat(9), at: fc.integer({ min: -9e6, max: 0 }) }); // prettier-ignore
    fc.assert(
      fc.property(fc.array(thing, { maxLength: 8 }), fc.array(word, { minLength: 1, maxLength: 3 }), (things, wish) => {
        const all = things.map(({ words, ...more }, at) => ({
          key: `k${String(at)}`,
          item: item(words.join(' '), more),
        }));
        const scores = ranked(all, wish, 0).map(({ score }) => score);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
        expect(scores.every((score) => score >= 0 && score <= 3)).toBe(true);
        const holds = all.filter(({ item: own }) => wish.some((each) => own.value.split(' ').includes(each)));
        expect(
          ranked(all, wish, 0)
            .map(({ key }) => key)
            .sort(),
        ).toEqual(holds.map(({ key }) => key).sort());
      }),
      { seed: 8, numRuns: 200 },
    );
  });
});

const notes = ['ants carry leaves', 'bees carry pollen', 'wasps sting'];
const reading = (
  recalls: Task['recalls'],
  more: { capacity?: number; when?: string; last?: Partial<Task> } = {},
): Document =>
  piece(
    [
      ...notes.map((value, at) => task(`read-${String(at)}`, at === 0 ? [] : [`read-${String(at - 1)}`], { remembers: [{ key: `n${String(at)}`, value }] })), // prettier-ignore
      task('write', ['read-2'], { ...(recalls !== undefined && { recalls }), recallMs: 40, missMs: 300, ...more.last }),
      ...(more.when === undefined ? [] : [task('then', [{ task: 'write', when: more.when }])]),
    ],
    { agents: [{ id: 'ana', memory: { capacity: more.capacity ?? 7 } }] },
  );
const factsOf = (document: Document): KnownFact[] => play(document).recorded.map(({ fact }) => fact);
const ends = (document: Document) => simulate(document).result.tasks['then']?.state;

describe('a task that recalls by a query', () => {
  it('[WM8] [WM6] pays for each find in long-term memory, nothing for those at hand, and a miss for finding nothing', () => {
    const timeOf = (document: Document) => play(document).recorded.at(-1)!.time;
    const without = timeOf(reading([]));
    expect(timeOf(reading([{ query: 'carry' }])) - without).toBe(0);
    expect(timeOf(reading([{ query: 'carry' }], { capacity: 1 })) - without).toBe(80);
    expect(timeOf(reading([{ query: 'carry', top: 1 }], { capacity: 1 })) - without).toBe(40);
    expect(timeOf(reading([{ query: 'moths' }])) - without).toBe(300);
  });
  it('[WM8] tells what it found, of how many, and what it missed under its name', () => {
    const facts = factsOf(
      reading([
        { query: 'carry', top: 1 },
        { key: 'night', query: 'moths' },
      ]),
    );
    expect(facts.find(({ type }) => type === 'memory.searched')).toMatchObject({
      key: 'carry',
      of: 2,
      found: [{ key: 'n1' }],
    });
    expect(facts.find(({ type }) => type === 'memory.missed')).toMatchObject({ key: 'night' });
  });
  it('[WM8] hands on what it recalled to conditions, and what nobody remembered cannot be told', () => {
    expect(ends(reading(['n0'], { when: "recalled.n0 == 'ants carry leaves'" }))).toBe('succeeded');
    expect(ends(reading(['n0'], { when: "recalled.n0 == 'bees'" }))).toBe('skipped');
    const query = { key: 'best', query: 'carry', top: 1 };
    expect(ends(reading([query], { when: "recalled.best[0].value == 'bees carry pollen'" }))).toBe('succeeded');
    expect(ends(reading([{ query: 'pollen' }], { when: "size(recalled['pollen']) == 1" }))).toBe('succeeded');
    expect(ends(reading(['n9'], { when: 'has(recalled.n9)' }))).toBe('skipped');
    // What it recalled was there before it remembered.
    const last = { recalls: ['n0'], remembers: [{ key: 'n0', value: 'new' }] };
    expect(ends(reading(undefined, { when: "recalled.n0 == 'new'", last }))).toBe('skipped');
  });
  it('[WM8] leaves a run as it was where no condition looks at it', () => {
    const plain = reading(['n0'], { when: 'results.write.ok' });
    expect(factsOf(plain)).toEqual(factsOf(reading(['n0'], { when: 'results.write.ok && true' })));
  });
  it.each<[string, Document, string]>([
    ['neither key nor query', reading([{ top: 2 }]), 'needs a key or a query'],
    ['an empty query', reading([{ query: ' ' }]), 'needs a key or a query'],
    ['finding none', reading([{ query: 'a', top: 0 }]), '1 or more'],
    ['a number', reading([7 as never]), 'a key, or an object'],
    ['what is not recalled', reading(['n0'], { when: 'recalled.n1 == 1' }), 'perhaps recalled.n0 is meant'],
    ['what nobody recalls', reading([], { when: 'recalled.x == 1' }), 'let "write" recall it'],
  ])('[W31] is refused for %s in one sentence', (_what, document, words) => {
    const wrong = checkDocument(document).filter(({ severity }) => severity === 'error');
    const read = wrong.length > 0 ? wrong.map(({ message }) => message) : [refusal(document)];
    expect(read).toHaveLength(1);
    expect(read[0]).toContain(words);
  });
  it('[WM2] that finds what is not remembered is found out', () => {
    const { plan, recorded } = play(reading([{ query: 'carry' }]));
    const rule = memoryRules.find((each) => each.rule === 'WM2')!;
    const planted = recorded.map((each) =>
      each.fact.type === 'memory.searched'
        ? { ...each, fact: { ...each.fact, found: [{ key: 'n9', score: 1 }] } }
        : each,
    );
    expect(verdict(rule, plan, recorded)).toBeNull();
    expect(verdict(rule, plan, planted)).toContain('found "n9", which it does not remember');
  });
});

function refusal(document: Document): string {
  try {
    simulate(document);
    return 'it ran';
  } catch (error) {
    return (error as Error).message;
  }
}
