/** Live runs that crash: whatever goes wrong at whichever write, act or answer, the run comes back from its journal and ends alike. */
import { describe, expect, it } from 'vitest';
import { inputsOf } from '../../../src/engine/journal-entries.ts';
import type { Document } from '../../../src/document/index.ts';
import { Run } from '../../../src/replay/index.ts';
import { compile } from '../../../src/workflow/index.ts';
import { Dice, randomDocument } from '../../support/documents.ts';
import { figure, rounds } from '../../support/prove.ts';
import { Stage, WRITE_FAULTS, type Counts, type Point } from './stage.ts';

const PATTERNS = ['centralized', 'load-balancing', 'contract-net', 'delegation'];

function documentOf(seed: number): Document {
  return randomDocument(seed, { patterns: PATTERNS, tasksMax: 9, agentsMax: 4, faults: seed % 3 === 0 });
}

/** The run of a journal, without anybody to ask. */
function replayed(document: Document, stored: Stage['stored']): Run {
  const compiled = compile(document, { live: true });
  if (!compiled.ok) throw new Error('the document runs');
  return new Run(compiled.value, { inputs: inputsOf(stored as never) }).finish();
}

function pointsOf({ writes, acts, answers }: Counts): Point[] {
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at);
  return [
    ...WRITE_FAULTS.flatMap((fault) => upTo(writes).map((at) => ({ fault, at }))),
    ...upTo(acts).map((at) => ({ fault: 'dies as it acts' as const, at })),
    ...upTo(answers).map((at) => ({ fault: 'dies with an answer' as const, at })),
  ];
}

/** The run that nothing happens to. */
async function straight(
  document: Document,
): Promise<{ readonly stage: Stage; readonly run: Run; readonly counts: Counts }> {
  const stage = new Stage(document);
  const { live, ended, counts } = await stage.live(null);
  expect(ended).toBeNull();
  return { stage, run: live.run, counts };
}

/** What is wrong with a run that goes through these points, one in each life; empty when nothing is. */
async function crashed(document: Document, points: readonly Point[], digest: string): Promise<string[]> {
  const stage = new Stage(document);
  const wrong: string[] = [];
  for (const point of points) {
    const { ended, untouched } = await stage.live(point);
    if (ended === null) wrong.push('nothing went wrong');
    if (!untouched) wrong.push('a write that failed changed the run');
  }
  const { live, ended } = await stage.live(null);
  if (ended !== null) wrong.push(`it came back and stopped: ${(ended as Error).message}`);
  if (live.run.digest() !== digest) wrong.push('it ends otherwise');
  const again = replayed(document, stage.stored);
  if (again.trace() !== live.run.trace() || again.digest() !== digest) wrong.push('its journal replays otherwise');
  return [...wrong, ...stage.wrong].map((what) => `${JSON.stringify(points)}: ${what}`);
}

describe('a live run that crashes', () => {
  it('comes back from its journal at every point and ends alike; nothing that is recorded is done again', async () => {
    const wanted = rounds(100, 2000);
    let [tried, documents] = [0, 0];
    for (let seed = 1; tried < wanted; seed += 1) {
      const document = documentOf(seed);
      const { run, counts } = await straight(document);
      const dice = new Dice(seed);
      documents += 1;
      for (const point of pointsOf(counts)) {
        if (wanted < 2000 && !dice.chance(0.1)) continue;
        if (tried >= wanted) break;
        tried += 1;
        expect(await crashed(document, [point], run.digest())).toEqual([]);
      }
    }
    figure('crash points', tried);
    figure('documents', documents);
  });
});
