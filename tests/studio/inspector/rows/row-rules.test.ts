/** What rows of keys and values may hold, and how values are typed: the way there and back, over many values. Pure. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/base/index.ts';
import { apply, WRITES_OF, type Document, type MemoryType } from '../../../../src/document/index.ts';
import { parseWritten } from '../../../../src/plan/index.ts';
import { checkDocument } from '../../../../src/workflow/index.ts';
import {
  hasPlace,
  withKind,
  keysOf,
  literalOf,
  memoryAdded,
  memoryChoices,
  moved,
  nextRecall,
  nextUse,
  readValue,
  recallWith,
  rekeyed,
  typedText,
  wayOf,
  ways,
  withPart,
} from '../../../../src/studio/inspector/rows/row-rules.ts';
import { partRows } from '../../../../src/studio/inspector/rows/part-rows.ts';

const json = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>;
/** What a text field of one line can show: no line breaks, and no blanks at the ends. */
const texts = fc.oneof(fc.constantFrom('go', 'true', '5', '"x"', '[1', "it's", 'a\nb', ' x ', ''), fc.string());

describe('a value', () => {
  it('that is shown and typed again is the same, whether a text is CEL or stands for itself', () => {
    fc.assert(
      fc.property(fc.oneof(json, texts), fc.boolean(), (value, isCel) => {
        const written = isCel && typeof value === 'string' ? JSON.stringify(value) : value;
        const typed = typedText(written, isCel);
        // Minus nought is written as nought.
        expect(readValue(typed, isCel)).toEqual({ ok: true, value: JSON.parse(JSON.stringify(written)) as Json });
      }),
      { seed: 12, numRuns: 300 },
    );
  });

  it('that is a text in CEL is what the expression gives, and every other expression stays one', () => {
    fc.assert(
      fc.property(
        texts.filter((text) => text.isWellFormed()),
        (text) => {
          const written = JSON.stringify(text);
          expect(wayOf(written, true)).toBe('value');
          const parsed = parseWritten(written);
          expect(parsed.ok && parsed.value.value({}, {})).toEqual({ ok: true, value: text });
          expect(literalOf(written)).toBe(text);
        },
      ),
      { seed: 12, numRuns: 200 },
    );
    for (const cel of ['results.a', '"a" + "b"', "'a' == 'b'", 'size("x")', '"""x"""', "'\\n'", '"unended'])
      expect([cel, wayOf(cel, true)]).toEqual([cel, 'cel']);
  });

  it('that is begun as JSON and is none is refused with the reason', () => {
    for (const typed of ['{"a":', '[1', '"x']) {
      const read = readValue(typed, false);
      expect(!read.ok && read.error).toMatch(/^This is not JSON: [A-Z].+\.$/);
    }
  });
});

const board: Document = {
  memories: [
    { id: 'board', name: 'Board' },
    { id: 'sum', type: 'counter' },
  ],
  tasks: [
    { id: 'a', writes: [{ memory: 'board', key: 'plan' }] },
    { id: 'b', reads: ['board'] },
  ],
};

describe('rows', () => {
  it('offer what others use first, then keys that are free', () => {
    expect(nextUse(board, [], 'reads', 'board')).toEqual({ memory: 'board', key: 'plan' });
    expect(nextUse(board, [], 'writes', 'board')).toBe('board');
    expect(nextUse(board, ['board'], 'writes', 'board')).toEqual({ memory: 'board', key: 'key-1' });
    expect(keysOf(board, 'board', ['reads', 'writes'])).toEqual(['board', 'plan']);
    expect(memoryChoices(board, 'gone').map(({ label }) => label)).toEqual([
      'Board',
      'sum',
      'gone (missing)',
      'A new memory',
    ]);
  });

  it('keep the short form, and whatever else is written in a long one', () => {
    expect(rekeyed('board', '')).toBe('board');
    expect(rekeyed('board', 'plan')).toEqual({ memory: 'board', key: 'plan' });
    expect(rekeyed({ memory: 'board', key: 'plan', since: 3 }, 'next')).toEqual({
      memory: 'board',
      key: 'next',
      since: 3,
    });
    expect(withPart('board', 'value', 5)).toEqual({ memory: 'board', key: 'board', value: 5 });
    expect(withPart({ memory: 'board', key: 'board', value: 5 }, 'value', undefined)).toBe('board');
  });

  it('drop what another memory cannot do, and nothing else', () => {
    const row = { memory: 'board', key: 'n', do: 'remove', value: 1 };
    expect(moved(board, row, 'sum')).toEqual({ memory: 'sum', key: 'n', value: 1 });
    expect(moved(board, { ...row, memory: 'sum', do: 'add' }, 'sum')).toEqual({ ...row, memory: 'sum', do: 'add' });
  });

  it('have a place where one has a meaning, and lose it with that', () => {
    const list = { ...board, memories: [...board.memories!, { id: 'order', type: 'list' as const }] };
    const row = { memory: 'order', key: 'n', do: 'insert', value: 1, at: 2 };
    expect(['insert', 'move', 'set', 'append', 'remove'].map((does) => hasPlace(list, { ...row, do: does }))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(hasPlace(list, 'order')).toBe(false);
    expect(withKind(list, row, 'move')).toEqual({ ...row, do: 'move' });
    expect(withKind(list, row, '')).toEqual({ memory: 'order', key: 'n', value: 1 });
    expect(moved(list, row, 'sum')).toEqual({ memory: 'sum', key: 'n', value: 1 });
  });

  it('offer of each type what a check takes, and say why', () => {
    for (const type of Object.keys(WRITES_OF) as MemoryType[])
      for (const consistency of ['eventual', 'primary-backup', 'strong'] as const) {
        const memories = [{ id: 'm', type, consistency }];
        const { can, compares, why } = ways({ memories }, 'm');
        expect(can).toEqual(WRITES_OF[type]);
        expect(why).toMatch(/^A .+\.$/);
        for (const does of can) {
          const row = { memory: 'm', key: 'k', do: does, value: 1, ...(compares ? { expect: 1 } : {}) };
          const problems = checkDocument({ memories, agents: [{ id: 'x' }], tasks: [{ id: 't', writes: [row] }] });
          expect(problems.filter(({ code }) => ['write-unfit', 'expect-unfit'].includes(code))).toEqual([]);
        }
      }
  });

  it('add a memory whose id is free', () => {
    const taken: Document = { ...board, agents: [{ id: 'memory-1' }] };
    const { id, edit } = memoryAdded(taken);
    expect(id).toBe('memory-2');
    expect(apply(taken, edit)).toMatchObject({ ok: true });
  });
});

describe('what is recalled', () => {
  const document: Document = { tasks: [{ id: 'a', remembers: [{ key: 'route' }, { key: 'map' }] }] };
  it('begins with a key that is remembered and not recalled yet', () => {
    expect(nextRecall(document, [])).toBe('route');
    expect(nextRecall(document, ['route'])).toBe('map');
    expect(nextRecall(document, ['route', { query: 'map' }])).toBe('key-1');
  });
  it('is as short as it can be, and is never nothing', () => {
    expect(recallWith('route', 'key', 'map')).toBe('map');
    expect(recallWith('route', 'query', 'roads')).toEqual({ key: 'route', query: 'roads' });
    expect(recallWith({ key: 'route', query: 'roads' }, 'key', '')).toEqual({ query: 'roads' });
    expect(recallWith({ query: 'roads', top: 2 }, 'top', null)).toEqual({ query: 'roads' });
    expect(recallWith({ query: 'roads' }, 'query', ' ')).toBeNull();
    expect(recallWith('route', 'key', '')).toBeNull();
  });
});

describe('what is held and recorded', () => {
  const document: Document = {
    agents: [{ id: 'ana', name: 'Ana' }],
    resources: [
      { id: 'oven', name: 'Oven' },
      { id: 'api', everyMs: 100 },
    ],
  };
  const [holds, snapshots] = [partRows('holds'), partRows('snapshots')];
  it('is first what nothing holds yet, then the first again after it was given back', () => {
    expect(holds.next(document, [])).toEqual({ resource: 'oven' });
    expect(holds.next(document, [{ resource: 'oven' }])).toEqual({ resource: 'api' });
    expect(holds.next(document, [{ resource: 'oven', toMs: 300 }, { resource: 'api' }])).toEqual({
      resource: 'oven',
      fromMs: 300,
    });
    expect(snapshots.next(document, [])).toEqual({ atMs: 1000 });
    expect(snapshots.next(document, [{ atMs: 2500 }, { atMs: 10 }])).toEqual({ atMs: 3500 });
  });
  it('is named by what and when', () => {
    expect(holds.nameOf(document, { resource: 'oven', fromMs: 200, toMs: 600 })).toBe('Oven, 200 ms to 600 ms');
    expect(holds.nameOf(document, { resource: 'gone' })).toBe('gone');
    expect(snapshots.nameOf(document, { atMs: 1500, by: 'ana' })).toBe('Snapshot at 1.50 s by Ana');
  });
  it('what renews is not given back, unless that is written', () => {
    expect(holds.applies(document, { resource: 'api' }, 'toMs')).toBe(false);
    expect(holds.applies(document, { resource: 'api', toMs: 5 }, 'toMs')).toBe(true);
    expect(holds.applies(document, { resource: 'oven' }, 'toMs')).toBe(true);
  });
});
