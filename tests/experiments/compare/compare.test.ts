/** Two runs side by side: equal ones part nowhere, a difference that was put in is found at its step, and the words claim no more. */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import {
  answerPair,
  compareRuns,
  divergenceOf,
  runOf,
  wordsOf,
  type Comparison,
} from '../../../src/experiments/index.ts';
import { resultOf, type Run, type RunInput } from '../../../src/replay/index.ts';
import { cancelInput } from '../../../src/workflow/index.ts';

const drawing = (changes: Partial<Document> = {}): Document => ({
  format: 'conclave',
  version: 1,
  coordination: { pattern: 'centralized' },
  scheduling: { ties: 'by-id' },
  agents: [
    { id: 'ana', name: 'Ana' },
    { id: 'ben', name: 'Ben' },
  ],
  tasks: [
    { id: 'pull', name: 'Pull', action: { kind: 'simulate', durationMs: 100 } },
    { id: 'pack', name: 'Pack', dependsOn: ['pull'], action: { kind: 'simulate', durationMs: { min: 50, max: 400 } } },
    { id: 'ship', name: 'Ship', dependsOn: ['pack'], action: { kind: 'simulate', durationMs: 30 } },
  ],
  ...changes,
});

function run(document: Document, inputs: readonly RunInput[] = []): Run {
  const result = runOf({ document, inputs });
  if (!result.ok) throw new Error(result.error);
  return result.value;
}
const say = (comparison: Comparison) =>
  wordsOf(comparison, { labels: ['the one', 'the other'], time: (ms) => `${String(ms)} ms` });
const patterns = ['centralized', 'load-balancing', 'contract-net', 'delegation'] as const;
const under = (pattern: string, seed = 1): Run => run(drawing({ seed, coordination: { pattern } }));

describe('runs that are the same', () => {
  it.each(patterns)('%s: part nowhere, and that is all that is said', (pattern) => {
    const comparison = compareRuns(under(pattern, 3), under(pattern, 3));
    expect(comparison).toMatchObject({ divergence: null, firstTask: null });
    expect(comparison.tasks.map(({ differs }) => differs)).toEqual([null, null, null]);
    expect(say(comparison)).toEqual({
      parting: 'Both runs are the same from the first step to the last.',
      tasks: null,
      outcome: null,
    });
  });
  it('another name of the document, which nothing depends on, is no difference', () => {
    expect(divergenceOf(run(drawing({ name: 'A' })), run(drawing({ name: 'B' })))).toBeNull();
  });
});

describe('a difference that was put in', () => {
  it('an input after step N: the same until there, and what each tells from then on', () => {
    const whole = run(drawing());
    const at = 9;
    const stopped = run(drawing(), [{ step: at, ...cancelInput('stopped by hand') }]);
    const parted = divergenceOf(whole, stopped);
    // What is due at the same instant comes before the input, in both.
    expect(parted?.other).toMatchObject({ step: at + 2, text: 'Stopping all tasks: stopped by hand' });
    expect(parted?.before.at(-1)?.step).toBe(at + 1);
    for (let each = 0; each < (parted?.alike ?? 0); each += 1) expect(whole.log.at(each)).toEqual(stopped.log.at(each));
    const comparison = compareRuns(whole, stopped);
    expect(say(comparison).parting).toMatch(
      /^Until step \d+, at \d+ ms, both are the same\. Then with the one: “.+”; with the other: “.+”\.$/u,
    );
    expect(say(comparison).outcome).toContain('The one succeeds, the other is cancelled.');
    expect(comparison.tasks.some(({ differs }) => differs === 'end')).toBe(true);
  });
  it('another seed: who begins when is the same until the first duration that was drawn otherwise', () => {
    // Lots would part them before: whom a task falls to is the seed's too.
    const seeded = (seed: number): Run => run(drawing({ seed, scheduling: { ties: 'by-id' } }));
    const comparison = compareRuns(seeded(1), seeded(2));
    expect(comparison.divergence?.first?.text).toMatch(/^Ana started Pack, until \d+ ms$/u);
    expect(comparison.divergence?.first?.text).not.toBe(comparison.divergence?.other?.text);
    expect(comparison.firstTask).toMatchObject({ id: 'pack', differs: 'when' });
    expect(say(comparison).tasks).toBe(
      'Every task goes to the same agent; the first that ends at another time is Pack. Of 3 tasks, 2 come at another time and 1 is the same.',
    );
  });
  it('another agent for one task: that task is named, with who begins it on each side', () => {
    const [pull, pack, ship] = drawing().tasks ?? [];
    if (pull === undefined || pack === undefined || ship === undefined) throw new Error('three tasks');
    const pinned = (agent: string): Run => run(drawing({ tasks: [pull, { ...pack, agent }, ship] }));
    const comparison = compareRuns(pinned('ana'), pinned('ben'));
    expect(comparison.firstTask).toMatchObject({
      id: 'pack',
      differs: 'who',
      sides: [
        { agent: 'Ana', timeMs: 100 },
        { agent: 'Ben', timeMs: 100 },
      ],
    });
    expect(say(comparison).tasks).toContain(
      'The first task that goes another way is Pack: Ana begins it at 100 ms with the one, Ben begins it at 100 ms with the other.',
    );
  });
  it('the same place in the plan for another node is a difference, though the numbers are alike', () => {
    const renamed = drawing({ agents: [{ id: 'ana' }, { id: 'cyd' }] });
    expect(compareRuns(run(drawing()), run(renamed)).tasks.every(({ differs }) => differs !== 'missing')).toBe(true);
    const [, ...rest] = drawing().tasks ?? [];
    const other = run(
      drawing({
        tasks: [
          { id: 'pulled', action: { kind: 'simulate', durationMs: 100 } },
          ...rest.map((task) => ({ ...task, dependsOn: [] })),
        ],
      }),
    );
    const comparison = compareRuns(run(drawing()), other);
    expect(comparison.divergence).not.toBeNull();
    expect(comparison.tasks.filter(({ differs }) => differs === 'missing').map(({ id }) => id)).toEqual([
      'pull',
      'pulled',
    ]);
  });
});

describe('what a comparison holds', () => {
  it('of every task what the result of either run says', () => {
    const runs = [under('centralized', 4), under('contract-net', 5)] as const;
    const { tasks } = compareRuns(...runs);
    runs.forEach((each, side) => {
      for (const [id, { state, startMs, endMs, attempts }] of Object.entries(resultOf(each).tasks))
        expect(tasks.find((task) => task.id === id)?.sides[side]).toMatchObject({ state, startMs, endMs, attempts });
    });
  });
  it('is plain data, and both timelines are of one scale', () => {
    const { comparison } = answerPair({
      sources: [
        { document: drawing(), inputs: [] },
        { document: drawing({ seed: 8 }), inputs: [] },
      ],
    }) as { comparison: Comparison };
    expect(structuredClone(comparison)).toEqual(comparison);
    expect(comparison.runs.map(({ lanes }) => lanes.map(({ agent }) => agent))).toEqual([
      ['ana', 'ben'],
      ['ana', 'ben'],
    ]);
  });
  it('a document that cannot run is refused with its side and its reason', () => {
    const sources = [
      { document: drawing(), inputs: [] },
      { document: drawing({ coordination: { pattern: 'anarchy' } }), inputs: [] },
    ] as const;
    const reply = answerPair({ sources });
    expect(reply).toMatchObject({ ok: false, side: 1 });
    expect(!reply.ok && reply.problem).toContain('anarchy');
  });
});
