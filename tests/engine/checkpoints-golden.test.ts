/**
 * A checkpoint anywhere is the run: twenty recorded runs are written down as checkpoints are, read back and gone on with, at every
 * step where they are proven and at a few steps in `npm test`; each ends as the straight run.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { checkpointAt } from '../../src/engine/keeping/checkpoints.ts';
import { readRun } from '../../src/interchange/index.ts';
import { World, type Snapshot } from '../../src/kernel/index.ts';
import { Run, type RunInput } from '../../src/replay/index.ts';
import { createMemoryJournal } from '../../src/storage/index.ts';
import { compile } from '../../src/workflow/index.ts';
import { header } from '../contracts/journal.ts';
import { figure, rounds } from '../support/prove.ts';

const folder = path.join(import.meta.dirname, '../journals');
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
/** Spread over all of them, so that every room is among them. */
const chosen = files.filter(
  (_, at) => Math.floor((at * 20) / files.length) !== Math.floor(((at - 1) * 20) / files.length),
);

/** Where plain data holds something that JSON cannot carry; null for nowhere. */
function notPlain(data: unknown, at = ''): string | null {
  if (typeof data === 'function' || typeof data === 'symbol' || typeof data === 'bigint') return at;
  if (typeof data === 'number' && !Number.isFinite(data)) return at;
  if (typeof data !== 'object' || data === null) return null;
  for (const [key, each] of Object.entries(data)) {
    const found = notPlain(each, `${at}/${key}`);
    if (found !== null) return found;
  }
  return null;
}

/** Takes a world to its end as a run does. */
function finish(world: World, inputs: readonly RunInput[]): string {
  do for (const input of inputs) if (input.step === world.steps) world.input(input);
  while (world.step() !== null);
  return world.digest();
}

it('a world is plain data at every step: whatever is asked for or under way', () => {
  for (const name of files.filter((each) => rounds(Number(each.startsWith('memory-')), 1) === 1)) {
    const file = readRun(readFileSync(path.join(folder, name), 'utf8'));
    const compiled = file.ok ? compile(file.value.document) : null;
    if (!file.ok || compiled?.ok !== true) throw new Error(name);
    const world = new World(compiled.value.spec);
    do {
      for (const input of file.value.inputs) if (input.step === world.steps) world.input(input);
      expect(notPlain(world.snapshot()), `${name}, step ${String(world.steps)}`).toBeNull();
    } while (world.step() !== null);
  }
});

it('[G3] gone on from a checkpoint at any step, a run ends as it ended', async () => {
  const runs = chosen.slice(0, rounds(3, 20));
  let restored = 0;
  for (const name of runs) {
    const file = readRun(readFileSync(path.join(folder, name), 'utf8'));
    if (!file.ok) throw new Error(file.error.message);
    const compiled = compile(file.value.document);
    if (!compiled.ok) throw new Error(name);
    const run = new Run(compiled.value, { inputs: file.value.inputs, seekable: true }).finish();
    const journal = createMemoryJournal();
    await journal.create(header('r'));
    const apart = Math.max(1, Math.floor(run.steps / rounds(4, run.steps)));
    for (let step = 0; step <= run.steps; step += apart, restored += 1) {
      await journal.checkpoint('r', checkpointAt(run, step));
      const { checkpoint } = await journal.loadCheckpoint('r', step);
      const world = new World(compiled.value.spec);
      world.restore((checkpoint!.data as unknown as { world: Snapshot }).world);
      expect(world.digest(), `${name}, step ${String(step)}`).toBe(checkpoint!.digest);
      expect(finish(world, run.inputs), `${name} from step ${String(step)}`).toBe(run.digest());
    }
  }
  figure('checkpoints restored, runs', `${String(restored)}, ${String(runs.length)}`);
});
