/**
 * What every journal must do, whatever it is made of. Each body's test file runs this suite with a way to open a
 * journal (twice is two tabs over one storage) and a way to tamper with what is stored behind its back.
 */
import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../src/base/index.ts';
import type { Checkpoint, Journal, RunHeader } from '../../src/storage/journal/journal.ts';
import type { Row } from '../../src/storage/tables/tables.ts';

/** One storage, as the suite needs it. */
export interface JournalBench {
  open(): Promise<Journal>;
  /** Replaces the rows of a table by what `edit` makes of them. */
  tamper(table: string, edit: (rows: readonly Row[]) => readonly Row[]): Promise<void>;
  /** True when a writer reads its own runs from memory, so that only other tabs meet damage. */
  readonly remembers?: boolean;
}

/** A run's header for tests. */
export function header(runId: string, document: Json = { format: 'conclave', version: 1 }): RunHeader {
  return { runId, documentId: 'd1', documentName: 'Field report', document, seed: 7, engine: '1', createdAtMs: 1_000 };
}

type StoredRecord = Record<string, unknown> & { payload: Uint8Array };
const recordOf = (row: Row): StoredRecord => row.value as StoredRecord;

/** Ways to damage a chain of five batches of one entry; each leaves `kept` entries sound. */
const DAMAGES: readonly {
  name: string;
  kept: number;
  reason: string;
  edit: (rows: readonly Row[]) => readonly Row[];
}[] = [
  { name: 'a missing record', kept: 2, reason: 'missing', edit: (rows) => rows.filter((_row, at) => at !== 2) },
  { name: 'a missing last record', kept: 4, reason: 'missing', edit: (rows) => rows.slice(0, 4) },
  {
    name: 'a duplicate record',
    kept: 5,
    reason: 'misplaced',
    edit: (rows) => [...rows, { key: ['r', 5], value: rows[4]?.value }],
  },
  {
    name: 'swapped records',
    kept: 1,
    reason: 'misplaced',
    edit: (rows) => rows.map((row, at) => (at === 1 || at === 3 ? { key: row.key, value: rows[4 - at]?.value } : row)),
  },
  {
    name: 'a record of another shape',
    kept: 3,
    reason: 'altered',
    edit: (rows) => rows.map((row, at) => (at === 3 ? { key: row.key, value: 'nonsense' } : row)),
  },
  {
    name: 'a record whose number was changed',
    kept: 3,
    reason: 'altered',
    edit: (rows) => rows.map((row, at) => (at === 3 ? { key: row.key, value: { ...recordOf(row), count: 2 } } : row)),
  },
];

/** Runs the suite. */
export function journalContract(
  name: string,
  bench: () => Promise<JournalBench>,
  /** How much a property tries; suites that run in Node may be proven. */
  rounds: (usual: number, full: number) => number = (usual) => usual,
): void {
  describe(`${name}: the journal's contract`, () => {
    let storage: JournalBench;
    let journal: Journal;
    beforeEach(async () => {
      storage = await bench();
      journal = await storage.open();
    });
    const fill = async (): Promise<void> => {
      await journal.create(header('r'));
      for (let at = 0; at < 5; at += 1) await journal.append('r', [{ at }]);
    };

    it('refuses a run id that is taken and changes nothing', async () => {
      await fill();
      await expect(journal.create({ ...header('r'), seed: 8 })).rejects.toMatchObject({ code: 'storage/exists' });
      const { header: kept, entries } = await journal.read('r');
      expect(kept.seed).toBe(7);
      expect(entries).toHaveLength(5);
    });

    it('refuses a run that is not there', async () => {
      await expect(journal.read('nowhere')).rejects.toMatchObject({ code: 'storage/missing' });
      await expect(journal.open('nowhere')).rejects.toMatchObject({ code: 'storage/missing' });
    });

    it('refuses to append to a run that it does not write', async () => {
      await fill();
      const other = await storage.open();
      await expect(other.append('r', [1])).rejects.toMatchObject({ code: 'storage/fenced' });
    });

    it('refuses what is not plain data, or is too large, as a whole batch', async () => {
      await journal.create(header('r'));
      await expect(journal.append('r', [1, (() => 1) as unknown as Json])).rejects.toMatchObject({
        code: 'storage/unstorable',
      });
      await expect(journal.append('r', [1, 'x'.repeat(2 ** 21 + 1)])).rejects.toMatchObject({
        code: 'storage/too-large',
      });
      expect((await journal.read('r')).entries).toEqual([]);
    });

    it('gives back what was appended, in order, to whoever reads', async () => {
      await journal.create(header('r'));
      const first = await journal.append('r', [{ a: 1 }, 'two', null]);
      const second = await journal.append('r', [[3], 'für']);
      expect([first.seq, second.seq]).toEqual([3, 5]);
      const contents = await (await storage.open()).read('r');
      expect(contents).toMatchObject({
        header: header('r'),
        entries: [{ a: 1 }, 'two', null, [3], 'für'],
        damage: null,
        playhead: null,
      });
      expect(contents.head).toMatchObject({ seq: 5, hash: second.hash, epoch: 1 });
    });

    it('keeps the order of appends that do not wait for each other', async () => {
      await journal.create(header('r'));
      await Promise.all([...Array(20).keys()].map((at) => journal.append('r', [at])));
      expect((await journal.read('r')).entries).toEqual([...Array(20).keys()]);
    });

    it('keeps any batches of any JSON', async () => {
      let run = 0;
      const batches = fc.array(fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 5 }), { maxLength: 5 });
      await fc.assert(
        fc.asyncProperty(batches, async (given) => {
          const runId = `run-${String((run += 1))}`;
          const plain = JSON.parse(JSON.stringify(given)) as Json[][];
          await journal.create(header(runId));
          for (const batch of plain) await journal.append(runId, batch);
          const { entries, damage } = await journal.open(runId);
          expect(damage).toBeNull();
          expect(entries).toEqual(plain.flat());
        }),
        { seed: 20, numRuns: 40 },
      );
    });

    it('splits a large batch and reads it back whole', async () => {
      await journal.create(header('r'));
      const entries = [...Array(2_000).keys()].map((at) => ({ at, text: 'x'.repeat(180) }));
      await journal.append('r', entries);
      expect((await journal.read('r')).entries).toEqual(entries);
    });

    it('keeps a playhead beside the chain', async () => {
      await fill();
      await journal.setPlayhead('r', { step: 3 });
      await journal.setPlayhead('r', { step: 4, speed: null });
      const contents = await (await storage.open()).read('r');
      expect(contents).toMatchObject({ playhead: { step: 4, speed: null }, damage: null });
    });

    it('lists runs without their documents, and removes one whole', async () => {
      await fill();
      await journal.create(header('s'));
      expect((await journal.list()).map((run) => [run.runId, run.seq, 'document' in run])).toEqual([
        ['r', 5, false],
        ['s', 0, false],
      ]);
      await journal.checkpoint('r', { step: 1, digest: 'x', engine: '1', about: null, data: 1 });
      await journal.remove('r');
      expect((await journal.list()).map((run) => run.runId)).toEqual(['s']);
      await expect(journal.read('r')).rejects.toMatchObject({ code: 'storage/missing' });
      expect(await journal.checkpoints('r')).toEqual([]);
      await journal.create(header('r'));
      expect((await journal.read('r')).entries).toEqual([]);
    });

    describe('checkpoints', () => {
      const one = (step: number, name: string | null = null): Checkpoint => ({
        ...{
          step,
          name,
          digest: `d${String(step)}`,
          engine: '1',
          about: { timeMs: step * 10 },
          data: { step, list: [1, 'ä'] },
        },
      });
      const steps = async (from = journal): Promise<number[]> => (await from.checkpoints('r')).map(({ step }) => step);

      beforeEach(async () => {
        await journal.create(header('r'));
        for (let step = 0; step < 100; step += 10) await journal.checkpoint('r', one(step));
      });

      it('keeps the newest five, and tells of them without their data', async () => {
        expect(await steps()).toEqual([50, 60, 70, 80, 90]);
        const [first] = await journal.checkpoints('r');
        expect(first).toEqual({ step: 50, name: null, digest: 'd50', engine: '1', about: { timeMs: 500 }, size: 27 });
      });

      it('keeps exactly the newest five and all with a name, whatever is written, named and taken away', async () => {
        await journal.remove('r');
        let run = 0;
        const change = fc.oneof(
          fc.record({ kind: fc.constant('write'), step: fc.nat(40), name: fc.option(fc.constantFrom('a', 'b')) }),
          fc.record({ kind: fc.constant('name'), step: fc.nat(40), name: fc.option(fc.constantFrom('a', 'b')) }),
          fc.record({ kind: fc.constant('delete'), step: fc.nat(40), name: fc.constant(null) }),
        );
        await fc.assert(
          fc.asyncProperty(fc.array(change, { maxLength: 60 }), async (changes) => {
            run += 1;
            const id = `p${String(run)}`;
            await journal.create(header(id));
            const kept = new Map<number, string | null>();
            for (const { kind, step, name } of changes) {
              if (kind === 'write') {
                await journal.checkpoint(id, one(step, name));
                kept.set(step, name ?? kept.get(step) ?? null);
              } else if (kind === 'delete') {
                await journal.deleteCheckpoint(id, step);
                kept.delete(step);
              } else if (kept.has(step)) {
                await journal.nameCheckpoint(id, step, name);
                kept.set(step, name);
              } else
                await expect(journal.nameCheckpoint(id, step, name)).rejects.toMatchObject({ code: 'storage/missing' });
              const nameless = [...kept].flatMap(([at, called]) => (called === null ? [at] : [])).sort((a, b) => a - b);
              for (const old of nameless.slice(0, -5)) kept.delete(old);
            }
            const listed = (await journal.checkpoints(id)).map((each) => [each.step, each.name]);
            expect(listed).toEqual([...kept].sort(([a], [b]) => a - b));
          }),
          { numRuns: rounds(10, 200), seed: 1 },
        );
      });

      it('gives the newest at or before a step', async () => {
        const at = async (step?: number): Promise<number | undefined> =>
          (await journal.loadCheckpoint('r', step)).checkpoint?.step;
        expect([await at(), await at(75), await at(70), await at(49)]).toEqual([90, 70, 70, undefined]);
        expect((await journal.loadCheckpoint('r', 60)).checkpoint).toEqual({ ...one(60), size: 27 });
      });

      it('refuses a name more than a run may have, and tells what to do', async () => {
        for (let step = 100; step < 150; step += 1) await journal.checkpoint('r', one(step, 'named'));
        await expect(journal.checkpoint('r', one(300, 'more'))).rejects.toThrow(/at most 50 .* delete one/u);
        await expect(journal.nameCheckpoint('r', 90, 'more')).rejects.toThrow(/at most 50/u);
        expect((await journal.checkpoints('r')).filter((each) => each.name !== null)).toHaveLength(50);
      });

      it('[row 31] drops a damaged checkpoint with a word and gives the one before', async () => {
        const sealed = (row: Row): { bytes: Uint8Array; sha256: string } =>
          row.value as { bytes: Uint8Array; sha256: string };
        await storage.tamper('checkpoints', (rows) =>
          rows.map((row) =>
            row.key[1] === 90 ? { key: row.key, value: { ...sealed(row), bytes: flip(sealed(row).bytes, 3) } } : row,
          ),
        );
        await storage.tamper('manifests', (rows) =>
          rows.map((row) =>
            row.key[1] === 80 ? { key: row.key, value: { ...sealed(row), bytes: flip(sealed(row).bytes, 9) } } : row,
          ),
        );
        expect((await journal.checkpoints('r')).find((each) => each.step === 80)).toMatchObject({ damaged: true });
        const loaded = await journal.loadCheckpoint('r');
        expect(loaded).toMatchObject({ checkpoint: { step: 70 }, dropped: [90, 80] });
        expect(await steps()).toEqual([50, 60, 70]);
      });

      it('[row 31] notices every byte that changed, in the world and in what is said of it', async () => {
        const bytesOf = async (table: string): Promise<number> => {
          let length = 0;
          await storage.tamper(table, (rows) => {
            length = (rows.find((row) => row.key[1] === 90)!.value as { bytes: Uint8Array }).bytes.length;
            return rows;
          });
          return length;
        };
        const lengths = { checkpoints: await bytesOf('checkpoints'), manifests: await bytesOf('manifests') };
        const where = fc.record({ table: fc.constantFrom('checkpoints', 'manifests'), at: fc.nat(), bit: fc.nat(7) });
        const watching = await storage.open();
        await fc.assert(
          fc.asyncProperty(where, async ({ table, at, bit }) => {
            const turn = (rows: readonly Row[]): Row[] =>
              rows.map((row) => {
                if (row.key[1] !== 90) return row;
                const { bytes, sha256 } = row.value as { bytes: Uint8Array; sha256: string };
                const other = bytes.slice();
                other[at % lengths[table]]! ^= 1 << bit;
                return { key: row.key, value: { bytes: other, sha256 } };
              });
            await storage.tamper(table, turn);
            expect(await watching.loadCheckpoint('r')).toMatchObject({ checkpoint: { step: 80 }, dropped: [90] });
            await storage.tamper(table, turn);
            expect(await watching.loadCheckpoint('r')).toMatchObject({ checkpoint: { step: 90 }, dropped: [] });
          }),
          { numRuns: rounds(20, 2000), seed: 1 },
        );
      });

      it('[row 32] of a write that was torn, at whatever point, at least the one before is there', async () => {
        for (const table of ['checkpoints', 'manifests']) {
          let before: readonly Row[] = [];
          await storage.tamper(table, (rows) => (before = rows));
          await journal.checkpoint('r', one(95));
          await journal.checkpoint('r', { ...one(90), data: 'written anew' });
          // As if the storage had lost these writes, whichever of the two came first.
          await storage.tamper(table, () => before);
          const other = await storage.open();
          expect((await other.loadCheckpoint('r')).checkpoint?.step).toBe(80);
          for (const step of [90, 95]) await journal.deleteCheckpoint('r', step);
          await journal.checkpoint('r', one(90));
        }
      });
    });

    describe('damage', () => {
      beforeEach(fill);

      for (const { name: damage, kept, reason, edit } of DAMAGES) {
        it(`[row 31] ${damage} is detected: the prefix is kept, the rest is put aside and exported`, async () => {
          await storage.tamper('records', edit);
          const other = await storage.open();
          const seen = await other.read('r');
          expect(seen).toMatchObject({ damage: { afterSeq: kept, reason, quarantined: 0 } });
          const { entries, damage: found, head } = await other.open('r');
          expect(found).toMatchObject({ afterSeq: kept, reason });
          expect(entries).toEqual([...Array(kept).keys()].map((at) => ({ at })));
          const aside = JSON.parse(await other.exportQuarantine('r')) as { records: unknown[] };
          expect(aside.records).toHaveLength(found?.quarantined ?? -1);
          expect(head.epoch).toBe(2);
          await other.append('r', ['after']);
          expect(await other.read('r')).toMatchObject({ damage: null, entries: [...entries, 'after'] });
        });
      }

      it('[row 31] the writer who finds damage while reading moves it to quarantine', async ({ skip }) => {
        skip(storage.remembers === true, 'the writer reads from memory');
        await storage.tamper('records', (rows) => rows.filter((_row, at) => at !== 2));
        expect((await journal.read('r')).damage).toEqual({ afterSeq: 2, reason: 'missing', quarantined: 2 });
        expect((await journal.read('r')).damage).toBeNull();
      });

      it('[row 31] every single flipped bit of every batch is detected', async () => {
        await fc.assert(
          fc.asyncProperty(fc.nat(4), fc.nat(10_000), async (at, bit) => {
            let before: Row | undefined;
            await storage.tamper('records', (rows) =>
              rows.map((row, index) => {
                if (index !== at) return row;
                before = row;
                return { key: row.key, value: { ...recordOf(row), payload: flip(recordOf(row).payload, bit) } };
              }),
            );
            const { damage, entries } = await (await storage.open()).read('r');
            expect(damage).toMatchObject({ afterSeq: at, reason: 'altered' });
            expect(entries).toHaveLength(at);
            await storage.tamper('records', (rows) => rows.map((row, index) => (index === at ? (before as Row) : row)));
          }),
          { seed: 31, numRuns: 60 },
        );
        expect((await journal.read('r')).damage).toBeNull();
      });

      it('[row 31] a lost or stale head is rebuilt from the chain', async () => {
        await storage.tamper('heads', () => []);
        const other = await storage.open();
        expect(await other.open('r')).toMatchObject({
          damage: { afterSeq: 5, reason: 'head', quarantined: 0 },
          head: { seq: 5 },
        });
        expect((await other.read('r')).damage).toBeNull();
      });

      it('[row 31] a damaged start is refused, and everything of the run can be exported', async () => {
        await storage.tamper('runs', (rows) =>
          rows.map((row) => ({ key: row.key, value: { ...(row.value as object), text: '{"runId":"r","seed":8}' } })),
        );
        await expect(journal.open('r')).rejects.toMatchObject({ code: 'storage/damaged' });
        const aside = JSON.parse(await journal.exportQuarantine('r')) as {
          header: unknown;
          records: { record: { payload: string } }[];
        };
        expect(aside.header).not.toBeNull();
        expect(aside.records.map(({ record }) => record.payload)).toContain('[{"at":3}]');
      });
    });

    describe('two tabs', () => {
      it('[row 35] opening a run fences off the writer before: nothing of a stale append is stored', async () => {
        await fill();
        const other = await storage.open();
        const { head } = await other.open('r');
        expect(head.epoch).toBe(2);
        await expect(journal.append('r', ['stale'])).rejects.toMatchObject({ code: 'storage/fenced', definite: true });
        await expect(
          journal.checkpoint('r', { step: 1, digest: '', engine: '1', about: null, data: 1 }),
        ).rejects.toMatchObject({
          code: 'storage/fenced',
        });
        await expect(journal.setPlayhead('r', { step: 1 })).rejects.toMatchObject({ code: 'storage/fenced' });
        await other.append('r', ['fresh']);
        expect((await other.read('r')).entries.at(-1)).toBe('fresh');
        expect(await other.checkpoints('r')).toEqual([]);
      });

      it('[row 35] a writer that was fenced off can take the run back', async () => {
        await fill();
        const other = await storage.open();
        await other.open('r');
        await journal.open('r');
        await journal.append('r', ['back']);
        await expect(other.append('r', ['stale'])).rejects.toMatchObject({ code: 'storage/fenced' });
        expect((await other.read('r')).entries.at(-1)).toBe('back');
      });

      it('[row 35] one of two that open at once writes, and no append is lost', async () => {
        await fill();
        const other = await storage.open();
        await Promise.all([journal.open('r'), other.open('r')]);
        const outcomes = await Promise.allSettled([journal.append('r', ['one']), other.append('r', ['two'])]);
        const stored = outcomes.filter((outcome) => outcome.status === 'fulfilled');
        expect(stored).toHaveLength(1);
        expect((await journal.read('r')).entries).toHaveLength(6);
      });
    });
  });
}

/** The bytes with one bit changed. */
function flip(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice();
  const at = (bit >> 3) % copy.length;
  copy[at] = (copy[at] ?? 0) ^ (1 << (bit & 7));
  return copy;
}
