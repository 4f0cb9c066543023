/** Long-term memories that outlive a run: what one wrote another begins with, its file replays alone, and damage is refused. */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { restoreInput } from '../../../src/agents/index.ts';
import { memoriesOf, memoryInputs, readMemories, writeMemories } from '../../../src/interchange/index.ts';
import { resultOf, Run, type RunInput } from '../../../src/replay/index.ts';
import { inputProblem } from '../../../src/workflow/index.ts';
import { randomDocument } from '../../support/documents.ts';
import { callWith, type Files } from '../../support/command-line.ts';
import { compiled, piece, task } from '../../scenarios/stage.ts';

/** Ana reads three notes with one place in mind; then she recalls the first. */
const reading = piece(
  [
    ...['a', 'b', 'c'].map((key, at) =>
      task(`read-${key}`, at === 0 ? [] : [`read-${'abc'[at - 1]!}`], { remembers: [{ key, value: at }] }),
    ),
  ],
  { agents: [{ id: 'ana', memory: { capacity: 1, longTerm: 5 } }] },
);
const writing = (longTerm: number): Document =>
  piece([task('write', [], { recalls: ['a', 'c'], recallMs: 40, missMs: 300 })], {
    agents: [{ id: 'ana', memory: { capacity: 1, longTerm } }],
  });

function finished(document: Document, inputs: readonly RunInput[] = []): Run {
  const run = new Run(compiled(document), { inputs }).finish();
  expect(run.watch.views().filter(({ holds }) => !holds)).toEqual([]);
  return run;
}
function begun(document: Document, text: string): Run {
  const inputs = memoryInputs(compiled(document).plan, text);
  if (!inputs.ok) throw new Error(inputs.error);
  return finished(document, inputs.value.inputs);
}
function textOf(run: Run): string {
  const { memories, leftOut } = memoriesOf(run);
  return writeMemories(memories, leftOut);
}
const memoryOf = (run: Run) => resultOf(run).agents['ana']!.memory;

describe('long-term memory', () => {
  const text = textOf(finished(reading));

  it('[WM7] outlives a run: another finds what is in it, and misses what was in mind only', () => {
    expect(memoryOf(begun(writing(5), text))).toMatchObject({ hits: 1, misses: 1 });
    expect(memoryOf(finished(writing(5)))).toMatchObject({ hits: 0, misses: 2 });
  });
  it('[WM7] keeps what is known of use, as long before the next run as it was before the end', () => {
    const { agents } = JSON.parse(text) as { agents: { ana: object[] } };
    expect(agents.ana).toEqual([
      { key: 'a', value: 0, importance: 1, count: 1, createdMs: -20, timesMs: [-20] },
      { key: 'b', value: 1, importance: 1, count: 1, createdMs: -10, timesMs: [-10] },
    ]);
  });
  it('[WM7] that is too much for the agent is forgotten at the start, the lowest first', () => {
    const run = begun(writing(1), text);
    expect(memoryOf(run)).toMatchObject({ forgotten: 1, hits: 0, misses: 2 });
    expect(memoryOf(begun(writing(0), text))).toMatchObject({ forgotten: 2, hits: 0 });
  });
  it('[WM1] [WM2] [WM3] [WM7] hands on from run to run whatever fails in them', () => {
    for (let seed = 1; seed <= 25; seed += 1) {
      const document = randomDocument(seed, { memory: true, tasksMax: 10 });
      if ((document.tasks ?? []).length === 0) continue;
      const first = textOf(finished(document));
      const second = begun(document, first);
      expect(textOf(begun(document, first))).toBe(textOf(second));
    }
  });
});

describe('what is pinned', () => {
  const document = (capacity: number) =>
    piece([task('t', [], { remembers: [{ key: 'law', value: 1, pinned: true }, { key: 'note' }] })], {
      agents: [{ id: 'ana', memory: { capacity, longTerm: 5 } }],
    });
  it('[WM4] [WM7] outlives a run, is in mind from the start of the next, and is never evicted there', () => {
    const text = textOf(finished(document(2)));
    expect((JSON.parse(text) as { agents: { ana: object[] } }).agents.ana).toEqual([
      { key: 'law', value: 1, importance: 1, count: 1, createdMs: 0, timesMs: [0], pinned: true },
    ]);
    const next = begun(writing(5), text.replace('"law"', '"a"'));
    expect(memoryOf(next)).toMatchObject({ shortTerm: 1, hits: 1, misses: 1 });
    expect(textOf(next)).toContain('"pinned": true');
  });
  it('[WM7] is refused where it is more than there are places', () => {
    const own = { value: 0, importance: 1, count: 1, createdMs: 0, timesMs: [0], pinned: true };
    const text = JSON.stringify({
      format: 'conclave-memory',
      version: 1,
      agents: { ana: ['a', 'b'].map((key) => ({ key, ...own })) },
    });
    expect(memoryInputs(compiled(document(2)).plan, text).ok).toBe(true);
    expect(memoryInputs(compiled(document(1)).plan, text)).toEqual({
      ok: false,
      error: expect.stringContaining('2 things in it are pinned, and the agent has a capacity of 1') as string,
    });
  });
});

describe('more than 10,000 things of an agent', () => {
  /** So many things, of which those with high numbers were used last. */
  const many = (count: number, more: object = {}) =>
    Array.from({ length: count }, (_, at) => ({
      ...{ key: `k${String(at).padStart(5, '0')}`, value: at, importance: 1, count: 1 },
      ...{ createdMs: -100_000 + at, timesMs: [-100_000 + at] },
      ...more,
    }));
  const file = (items: readonly object[]) =>
    JSON.stringify({ format: 'conclave-memory', version: 1, agents: { ana: items } });
  const files = (longTerm: number, items: readonly object[]): Files => ({
    'd.json': JSON.stringify(
      piece([task('t', [], { remembers: [{ key: 'law', pinned: true, value: 1 }, { key: 'note' }] })], {
        agents: [{ id: 'ana', memory: { capacity: 3, longTerm } }],
      }),
    ),
    'm.json': file(items),
  });
  const warnings = (out: string) =>
    (JSON.parse(out) as { warnings: { code: string; path: string; message: string }[] }).warnings;

  it('[WM7] are no input of a run', () => {
    const { plan } = compiled(writing(10_000));
    const input = (count: number) => restoreInput(0, many(count));
    expect(inputProblem(plan, input(10_000))).toBeNull();
    expect(inputProblem(plan, input(10_001))).toBe('it holds 10001 things, and an agent begins with 10000 at most');
  });

  it('[WM7] in a file leave out those that score lowest, which the command line says', () => {
    const all = files(10_000, many(10_003));
    const { status, out } = callWith(all, ['simulate', 'd.json', '--memory', 'm.json', '--json', '--out', 'r.json']);
    expect(status).toBe(0);
    expect(warnings(out)).toEqual([
      {
        code: 'memory-bound',
        path: 'agents[0].memory',
        message: 'Of the things that "ana" remembers the 3 that score lowest are left out: at most 10,000 are kept.',
      },
    ]);
    const { inputs } = JSON.parse(String(all['r.json'])) as { inputs: { message: { items: { key: string }[] } }[] };
    const begun = inputs[0]!.message.items.map(({ key }) => key);
    expect([begun.length, begun[0], begun.at(-1)]).toEqual([10_000, 'k00003', 'k10002']);
  });

  it('[WM7] are as many as are forgotten where there are few places, and that is said before', () => {
    const all = files(100, many(5000));
    const { out } = callWith(all, ['simulate', 'd.json', '--memory', 'm.json', '--json']);
    const [{ message } = { message: '' }] = warnings(out);
    expect(message).toBe(
      'The long-term memory of "ana" has 100 places: the 4,900 things that score lowest are forgotten as the run begins.',
    );
    const { agents } = JSON.parse(out) as { agents: { ana: { memory: { forgotten: number } } } };
    expect(agents.ana.memory.forgotten).toBe(4900);
    expect(callWith(all, ['simulate', 'd.json', '--memory', 'm.json']).out).toContain(`warning        ${message}`);
  });

  it('[WM4] [WM7] at the end of a run leave out the lowest, never what is pinned, and file and command line say so', () => {
    const all = files(10_000, many(10_000));
    const { out } = callWith(all, ['simulate', 'd.json', '--memory', 'm.json', '--memory-out', 'n.json', '--json']);
    expect(warnings(out).map(({ message }) => message)).toEqual([
      'Of the things that "ana" remembers the 1 that score lowest are left out: at most 10,000 are kept.',
    ]);
    const kept = JSON.parse(String(all['n.json'])) as { agents: { ana: { key: string }[] }; leftOut: object };
    expect(kept.leftOut).toEqual({ ana: 1 });
    expect(kept.agents.ana).toHaveLength(10_000);
    expect(kept.agents.ana.map(({ key }) => key)).toContain('law');
    expect(kept.agents.ana[0]!.key).toBe('k00001');
    // Another begins with it as it is, and nothing more is said of it.
    expect(callWith(all, ['simulate', 'd.json', '--memory', 'n.json']).out).not.toContain('warning');
  });

  it.each([['x'], [{ ana: 0 }], [{ ana: '1' }]])('are not said by a file that says %j', (leftOut) => {
    expect(readMemories(JSON.stringify({ format: 'conclave-memory', version: 1, agents: {}, leftOut }))).toMatchObject({
      ok: false,
      error: expect.stringMatching(/is no number of things$/u) as string,
    });
  });
});

describe('the command line', () => {
  const files = (): Files => ({ 'read.json': JSON.stringify(reading), 'write.json': JSON.stringify(writing(5)) });

  it('writes memories, begins with them, and replays the run without them', () => {
    const all = files();
    expect(callWith(all, ['simulate', 'read.json', '--memory-out', 'm.json'])).toMatchObject({ status: 0, errors: '' });
    expect(
      callWith(all, ['simulate', 'write.json', '--memory', 'm.json', '--out', 'r.json', '--memory-out', 'm.json'])
        .status,
    ).toBe(0);
    delete all['m.json'];
    expect(callWith(all, ['replay', 'r.json'])).toMatchObject({ status: 0, errors: '' });
  });

  const item = { key: 'a', value: 0, importance: 1, count: 1, createdMs: -20, timesMs: [-20] };
  const file = (agents: unknown, more: object = {}) =>
    JSON.stringify({ format: 'conclave-memory', version: 1, agents, ...more });
  it.each<[string, string, string]>([
    ['no JSON', '{', 'no JSON'],
    ['another format', '{"format":"conclave"}', 'its format is not'],
    ['a newer version', file({}, { version: 2 }), 'newer'],
    ['somebody else', file({ ben: [] }), 'no agent'],
    ['no list', file({ ana: 3 }), 'items'],
    ['a time to come', file({ ana: [{ ...item, timesMs: [5] }] }), 'timesMs'],
    ['a use before it was there', file({ ana: [{ ...item, timesMs: [-30] }] }), 'items'],
    ['a count below its times', file({ ana: [{ ...item, count: 0 }] }), 'count'],
    ['a key twice', file({ ana: [item, item] }), 'items'],
    ['a key that is none', file({ ana: [{ ...item, key: '' }] }), 'key'],
    ['a key that no object may have', file({ ana: [{ ...item, key: '__proto__' }] }), 'key'],
    ['a pin that is none', file({ ana: [{ ...item, pinned: false }] }), 'pinned'],
    ['more pinned than places', file({ ana: ['a', 'b'].map((key) => ({ ...item, key, pinned: true })) }), 'pin less'],
  ])('refuses %s in one sentence, and writes nothing', (_name, text, words) => {
    const all: Files = { ...files(), 'm.json': text };
    const { status, errors, out } = callWith(all, ['simulate', 'write.json', '--memory', 'm.json', '--out', 'r.json']);
    expect([status, out, errors.trim().split('\n').length, all['r.json']]).toEqual([2, '', 1, undefined]);
    expect(errors).toContain('--memory');
    expect(errors).toContain(words);
  });
  it('refuses memories for a document in which nothing is recalled', () => {
    const all: Files = {
      'plain.json': JSON.stringify(piece([task('t')], { agents: [{ id: 'ana' }] })),
      'm.json': file({ ana: [item] }),
    };
    expect(callWith(all, ['simulate', 'plain.json', '--memory', 'm.json']).errors).toContain(
      'no task of this document recalls',
    );
  });
});
