/**
 * The page that saves and is killed: it looks first at what the one before it left, says so, and then writes one large checkpoint
 * after the other, each acknowledged to the server of the test. Bundled by `killed.test.ts`.
 */
import { openIdbJournal } from '../../../src/storage/journal/idb.ts';

const say = (what: object): Promise<unknown> => fetch('/said', { method: 'POST', body: JSON.stringify(what) });
const runId = 'killed';
/** Ten million characters, other ones at every step. */
const worldOf = (step: number): string[] =>
  Array.from({ length: 1000 }, (_, row) =>
    `${String(step)} ${String(row)} `.padEnd(10_000, String((step * 7 + row) % 10)),
  );

async function main(): Promise<void> {
  const journal = await openIdbJournal('killed', () => undefined);
  if ((await journal.list()).some((each) => each.runId === runId)) await journal.open(runId);
  else
    await journal.create({
      runId,
      documentId: 'd',
      documentName: 'd',
      document: {},
      seed: 1,
      engine: '1',
      createdAtMs: 1,
    });
  const listed = await journal.checkpoints(runId);
  const kept = [];
  for (const { step, damaged = false } of listed) {
    const { checkpoint } = await journal.loadCheckpoint(runId, step);
    const whole = checkpoint?.step === step && JSON.stringify(checkpoint.data) === JSON.stringify(worldOf(step));
    kept.push({ step, sound: whole && !damaged });
  }
  await say({ word: 'found', kept });
  for (let step = (listed.at(-1)?.step ?? 0) + 1; ; step += 1) {
    await say({ word: 'saving', step });
    const of = { step, digest: String(step), engine: '1', about: null, name: null, data: worldOf(step) };
    await journal.checkpoint(runId, of);
    await say({ word: 'saved', step });
  }
}

main().catch((error: unknown) => void say({ word: 'failed', why: String(error) }));
