/** Documents as sheets: who is part of what, which wires cross a border, and that nothing is lost or drawn twice. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composedIn, compositesOf, flattened, sheetOf, withParts, type Document } from '../../src/document/index.ts';

const nested: Document = {
  agents: [{ id: 'ana' }],
  tasks: [
    { id: 'a' },
    { id: 'report', dependsOn: ['a'] },
    { id: 'draft', parent: 'report' },
    { id: 'check', parent: 'report', dependsOn: ['draft', 'a'] },
    { id: 'facts', parent: 'check' },
    { id: 'style', parent: 'check', dependsOn: ['facts'] },
    { id: 'z', dependsOn: ['report', 'style'] },
  ],
  view: {
    notes: [
      { id: 'n-1', x: 0, y: 0 },
      { id: 'n-2', inside: 'report', x: 0, y: 0 },
    ],
  },
};
const ids = (document: Document) => (document.tasks ?? []).map(({ id }) => id);

describe('who is part of what', () => {
  it('a parent that is missing, the task itself, or in a circle counts as none', () => {
    const odd: Document = {
      tasks: [
        { id: 'lost', parent: 'gone' },
        { id: 'self', parent: 'self' },
        { id: 'p', parent: 'q' },
        { id: 'q', parent: 'p' },
        { id: 'under', parent: 'p' },
      ],
    };
    const { parts, parentOf } = compositesOf(odd);
    expect(['lost', 'self', 'p', 'q', 'nothing'].map(parentOf)).toEqual([null, null, null, null, null]);
    expect([...parts]).toEqual([['p', ['under']]]);
    expect(ids(sheetOf(odd).document)).toEqual(['lost', 'self', 'p', 'q']);
  });

  it('parts go with their composite, however deep', () => {
    const composites = compositesOf(nested);
    expect([...withParts(composites, ['report'])]).toEqual(['report', 'draft', 'check', 'facts', 'style']);
    expect(composedIn(composites, 'style')).toEqual(['report', 'check']);
    expect(composedIn(composites, 'a')).toEqual([]);
  });

  it('ten thousand tasks inside one another are read without recursion', () => {
    const deep: Document = {
      tasks: Array.from({ length: 10_000 }, (_, at) => ({
        id: `t${String(at)}`,
        ...(at === 0 ? {} : { parent: `t${String(at - 1)}` }),
      })),
    };
    expect(ids(sheetOf(deep).document)).toEqual(['t0']);
    expect(composedIn(compositesOf(deep), 't9999')).toHaveLength(9999);
  });
});

describe('sheets', () => {
  it('a document without composites is its own sheet', () => {
    const plain: Document = { tasks: [{ id: 'a' }] };
    expect(sheetOf(plain).document).toBe(plain);
  });

  it('the first sheet holds what stands in no composite, and lifts what crosses a border', () => {
    const { document, beyond, lifted } = sheetOf(nested);
    expect(ids(document)).toEqual(['a', 'report', 'z']);
    expect(document.agents).toHaveLength(1);
    expect(document.view?.notes?.map(({ id }) => id)).toEqual(['n-1']);
    expect(beyond).toEqual([]);
    // Both report -> z and a -> report stand for dependencies that are written.
    expect(lifted).toEqual([]);
    expect(
      sheetOf({
        tasks: (nested.tasks ?? []).map((task) => (task.id === 'z' ? { id: 'z', dependsOn: ['style'] } : task)),
      }).lifted,
    ).toEqual([{ kind: 'depends', from: 'report', to: 'z' }]);
  });

  it('an inside shows its parts and, beyond its border, what they are wired to', () => {
    const report = sheetOf(nested, 'report');
    expect(ids(report.document)).toEqual(['draft', 'check']);
    expect(report.document.agents).toEqual([]);
    expect(report.document.view?.notes?.map(({ id }) => id)).toEqual(['n-2']);
    expect(report.beyond.map(({ id }) => id)).toEqual(['a', 'z']);
    expect(report.lifted).toEqual([{ kind: 'depends', from: 'check', to: 'z' }]);
    expect(flattened(sheetOf(nested, 'check')).tasks).toEqual([{ id: 'facts' }, { id: 'style', dependsOn: ['facts'] }]);
  });

  it('every task stands on exactly one sheet, whatever the parents', () => {
    const documents = fc.array(fc.record({ parent: fc.nat({ max: 12 }), before: fc.nat({ max: 12 }) }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(documents, (rows) => {
        const tasks = rows.map(({ parent, before }, at) => ({
          id: `t${String(at)}`,
          parent: `t${String(parent)}`,
          dependsOn: [`t${String(before)}`],
        }));
        const sheets = [null, ...tasks.map(({ id }) => id)].map((inside) => sheetOf({ tasks }, inside));
        const drawn = sheets.flatMap(({ document }) => ids(document)).sort();
        expect(drawn).toEqual(tasks.map(({ id }) => id).sort());
        for (const { document, beyond, lifted } of sheets) {
          const here = new Set([...ids(document), ...beyond.map(({ id }) => id)]);
          expect(here.size).toBe(ids(document).length + beyond.length);
          for (const { from, to } of lifted)
            expect([here.has(from), here.has(to), from === to]).toEqual([true, true, false]);
        }
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});
