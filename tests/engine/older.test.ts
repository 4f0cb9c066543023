/** Runs that an older engine recorded: never shown as if their steps were known, run again beside what was recorded, and kept as they are. */
import { describe, expect, it } from 'vitest';
import { parseJson, type Json } from '../../src/base/index.ts';
import { createMemoryJournal, type Journal } from '../../src/storage/index.ts';
import { engineVersion } from '../../src/workflow/index.ts';
import { chain, Rig } from './rig.ts';

const end = { kind: 'end', steps: 41, digest: 'ab', outcome: 'succeeded' };
const crash = {
  kind: 'input',
  step: 3,
  to: -1,
  message: { type: 'kernel.later', atMs: 5, to: -1, message: { type: 'kernel.crash', actor: 2 } },
};

async function recordedByFirst(entries: readonly Json[]): Promise<Journal> {
  const journal = createMemoryJournal();
  const document = chain(3) as unknown as Json;
  await journal.create({
    runId: 'old',
    documentId: 'd',
    documentName: 'Old',
    document,
    seed: 9,
    engine: '1',
    createdAtMs: 1,
  });
  await journal.append('old', entries);
  journal.leave('old');
  return journal;
}

describe('a run that engine 1 recorded', () => {
  it('is refused with a sentence under a code of its own, stored or in a file', async () => {
    const rig = new Rig(await recordedByFirst([end]));
    const refused = {
      code: 'engine/version',
      message: expect.stringMatching(/recorded by engine 1.*run it again here/) as unknown,
    };
    await expect(rig.ask({ kind: 'run.open', runId: 'old' })).rejects.toMatchObject(refused);
    const text = await rig.ask({ kind: 'run.file', runId: 'old' });
    const file = parseJson(text);
    expect(file.ok && file.value).toMatchObject({ engine: '1', seed: 9, end: { steps: 41, outcome: 'succeeded' } });
    await expect(rig.ask({ kind: 'run.import', runId: 'new', documentId: 'd', text })).rejects.toMatchObject(refused);
    await expect(
      rig.ask({ kind: 'run.again', runId: 'new', documentId: 'd', from: { text: '{' } }),
    ).rejects.toMatchObject({ code: 'engine/refused-file' });
    await expect(
      rig.ask({ kind: 'run.again', runId: 'new', documentId: 'd', from: { runId: 'none' } }),
    ).rejects.toMatchObject({ code: 'storage/missing' });
  });

  it.each(['stored', 'file'])(
    'runs again from what is %s, with its seed and inputs by their times, beside the recorded end',
    async (way) => {
      const journal = await recordedByFirst([crash, end]);
      const before = JSON.stringify(await journal.read('old'));
      const rig = new Rig(journal);
      const from = way === 'stored' ? { runId: 'old' } : { text: await rig.ask({ kind: 'run.file', runId: 'old' }) };
      await rig.ask({ kind: 'run.again', runId: 'new', documentId: 'd', from });
      await rig.settle();
      expect(rig.status).toMatchObject({ runId: 'new', seed: 9, complete: true });
      expect(rig.status?.notice).toMatch(
        new RegExp(
          `engine 1 recorded, run again by engine ${engineVersion}: there it ended as succeeded after 41 steps, here it ends as \\w+ after \\d+ steps`,
        ),
      );
      const { header, entries } = await journal.read('new');
      expect([header.engine, header.seed]).toEqual([engineVersion, 9]);
      expect(entries[0]).toMatchObject({ kind: 'input', step: 0, atMs: 5, message: { type: 'kernel.crash' } });
      expect(JSON.stringify(await journal.read('old'))).toBe(before);
      // Opened once more, it is still told beside what was recorded.
      await rig.ask({ kind: 'run.close' });
      await rig.ask({ kind: 'run.open', runId: 'new' });
      await rig.settle();
      expect(rig.status?.notice).toMatch(/there it ended as succeeded/);
    },
  );
});
