/** A backup of a library: what is written is read, each document once however often it stands in it. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readBackup, writeBackup } from '../../src/interchange/backup.ts';
import type { Document } from '../../src/document/index.ts';

const graph = fc.constantFrom('a', 'b', 'c', 'd').map((name): Document => ({ format: 'conclave', version: 1, name }));
const time = fc.nat(1000);
const memory = { key: 'k', value: 1, importance: 1, count: 1, createdMs: -5, timesMs: [-5] };
const entry = fc.record({
  createdAtMs: time,
  updatedAtMs: time,
  trashedAtMs: fc.option(time),
  document: graph,
  versions: fc.array(fc.record({ name: fc.constantFrom('v1', 'v2'), createdAtMs: time, document: graph }), { maxLength: 3 }), // prettier-ignore
  runs: fc.array(fc.record({ summary: fc.constant({ steps: 3 }), document: fc.option(graph), journal: fc.constant(null) }), { maxLength: 2 }), // prettier-ignore
  experiments: fc.array(fc.record({ document: graph, figures: fc.constant({ seeds: [1] }) }), { maxLength: 2 }),
  memories: fc.array(fc.constantFrom('ana', 'ben')).map((ids) => new Map(ids.map((id) => [id, [memory]]))),
});

it('every document, version, run and experiment comes back with the document that it was written with', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 4 }), (entries) => {
      const documents = entries.map((each, at) => ({ id: `d${String(at)}`, ...each }));
      const text = writeBackup({ documents, settings: { theme: 'dark' } }, 5);
      expect(readBackup(text)).toEqual({ ok: true, value: { documents, settings: { theme: 'dark' }, leftOut: 0 } });
      const used = new Set(
        documents.flatMap((each) => [each, ...each.versions, ...each.runs, ...each.experiments].flatMap(({ document }) => document?.name ?? [])), // prettier-ignore
      );
      expect((JSON.parse(text) as { graphs: unknown[] }).graphs).toHaveLength(used.size);
    }),
    { seed: 12, numRuns: 60 },
  );
});
