/**
 * Two hundred agents work off ten thousand tasks, fifty each, by turns: the time of the run beside the same without slices, and what a
 * turn costs.
 */
import type { Document } from '../../src/document/index.ts';
import { Run } from '../../src/replay/index.ts';
import { compile } from '../../src/workflow/index.ts';
import { note, race, told } from './measure.ts';

const [agents, tasks] = [200, 10_000];
const policies = ['none', 'weighted', 'deficit', 'stride', 'edf', 'priority'] as const;
type Policy = (typeof policies)[number];

/** Some four turns a task. */
function documentOf(policy: Policy): Document {
  return {
    name: 'Turns at scale',
    seed: 1,
    agents: Array.from({ length: agents }, (_, at) => ({
      id: `agent-${String(at)}`,
      slots: 10,
      slice: { policy, quantumMs: 10 },
    })),
    network: { delayMs: 1 },
    tasks: Array.from({ length: tasks }, (_, at) => ({
      id: `task-${String(at)}`,
      agent: `agent-${String(at % agents)}`,
      priority: at % 3,
      weight: 1 + (at % 2),
      deadlineMs: 100 + ((at * 37) % 1000),
      action: { kind: 'simulate' as const, durationMs: 20 + ((at * 37) % 61) },
    })),
    limits: { stepsMax: 2_000_000, timeoutMs: 10_000_000 },
  };
}

function compiledOf(policy: Policy) {
  const compiled = compile(documentOf(policy));
  if (!compiled.ok) throw new Error(compiled.error[0]!.message);
  return compiled.value;
}

const all = policies.map((policy) => ({ policy, compiled: compiledOf(policy) }));
const turns = new Map<Policy, number>();
for (const { policy, compiled } of all) {
  const run = new Run(compiled).finish();
  let count = 0;
  for (let at = 0; at < run.log.length; at += 1) if (run.log.at(at).type === 'slice.ended') count += 1;
  turns.set(policy, count);
}
const times = await race(
  all.map(({ policy, compiled }) => ({ name: policy, run: () => void new Run(compiled).finish() })),
  3,
);
const alone = times.get('none')!;
note('without slices', told(alone));
for (const { policy } of all.slice(1)) {
  const ms = times.get(policy)!;
  const count = turns.get(policy)!;
  if (count < tasks) throw new Error(`${String(count)} turns of ${String(tasks)} tasks by ${policy}`);
  note(`${policy}: turns, and a turn`, `${String(count)}, ${((1000 * (ms - alone)) / count).toFixed(1)} µs`);
  note(`${policy}: the run, beside that without slices`, `${(ms / alone).toFixed(2)} times`);
}
