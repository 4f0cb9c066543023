/** Replays the golden journals in a worker, and tells how each ends: `null` where it cannot be read. */
import { readRun } from '../../src/interchange/index.ts';
import { outcomeOfRun, Run } from '../../src/replay/index.ts';
import { compile } from '../../src/workflow/index.ts';

const journals = import.meta.glob<string>('../journals/*.json', { query: '?raw', import: 'default', eager: true });

/** What a journal tells of its end, and how its run ended here. */
function replay(text: string): unknown {
  const read = readRun(text);
  const compiled = read.ok ? compile(read.value.document) : read;
  if (!read.ok || !compiled.ok) return null;
  const { inputs, digests, end } = read.value;
  const run = new Run(compiled.value, { inputs }).finish();
  return {
    told: { digests, ...end },
    here: { digests: run.digests(), steps: run.steps, outcome: outcomeOfRun(run).outcome, digest: run.digest() },
  };
}

postMessage(Object.fromEntries(Object.entries(journals).map(([name, text]) => [name, replay(text)])));
