/**
 * PBFT as it grows: a thousand decisions one after the other by seven agents, and single decisions by four to a hundred,
 * in messages a second, beside a bare heap loop of the same run. Checking all rules comes on top and is shown apart.
 */
import type { Document } from '../../src/document/index.ts';
import { Run } from '../../src/replay/index.ts';
import { compile, type Compiled } from '../../src/workflow/index.ts';
import { bareHeapLoop, events } from './bare-heap.ts';
import { line, race } from './measure.ts';

function council(n: number, decisions: number): Compiled {
  const document: Document = {
    name: 'Council',
    seed: 1,
    network: { delayMs: 5 },
    agents: Array.from({ length: n }, (_, at) => ({ id: `agent-${String(at)}` })),
    tasks: Array.from({ length: decisions }, (_, at) => ({
      id: `decide-${String(at)}`,
      dependsOn: at === 0 ? [] : [`decide-${String(at - 1)}`],
      action: { kind: 'consensus' as const, protocol: 'pbft', value: at },
    })),
  };
  const compiled = compile(document);
  if (!compiled.ok) throw new Error(compiled.error[0]!.message);
  return compiled.value;
}

function messagesOf(run: Run): number {
  let count = 0;
  for (let at = 0; at < run.log.length; at += 1) if (run.log.at(at).type === 'message.sent') count += 1;
  return count;
}

for (const [n, decisions] of [
  [4, 1000],
  [7, 1000],
  [31, 20],
  [100, 1],
] as const) {
  const compiled = council(n, decisions);
  let run = new Run(compiled).finish();
  const times = await race(
    [
      { name: 'bare', run: bareHeapLoop },
      {
        name: 'run',
        run: () => {
          run = new Run(compiled).finish();
        },
      },
      { name: 'checked', run: () => new Run(compiled).finish().watch.views() },
    ],
    3,
  );
  const broken = run.watch.views().filter(({ holds }) => !holds);
  if (broken.length > 0) throw new Error(`${broken[0]!.rule} does not hold`);
  const messages = messagesOf(run);
  const ms = times.get('run')!;
  const ratio = messages / ms / (events / times.get('bare')!);
  console.log(
    `n = ${String(n)}, ${String(decisions)} decisions: ${String(messages)} messages in ${ms.toFixed(0)} ms, ` +
      `${((decisions / ms) * 1000).toFixed(1)} decisions/s, ${((messages / ms) * 1000).toFixed(0)} messages/s; ` +
      `with all rules checked ${times.get('checked')!.toFixed(0)} ms`,
  );
  line(`n = ${String(n)}: messages a second, against a bare heap loop`, ratio.toFixed(3), '>= 0.03', ratio >= 0.03);
}
