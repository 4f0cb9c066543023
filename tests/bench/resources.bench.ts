/**
 * A thousand agents work off twenty thousand tasks, each of which needs one of two hundred resources: decisions of the arbiter a second,
 * and the time of the run beside the same without resources.
 */
import type { Document } from '../../src/document/index.ts';
import { Run } from '../../src/replay/index.ts';
import { compile } from '../../src/workflow/index.ts';
import { line, note, race, told } from './measure.ts';

const [agents, resources, tasks] = [1000, 200, 20_000];
const [least, range, step] = [20, 61, 37];

/** Five agents for each resource, and each resource for two tasks at once: most have to wait. */
function documentOf(contended: boolean): Document {
  return {
    name: 'Contention at scale',
    seed: 1,
    agents: Array.from({ length: agents }, (_, at) => ({ id: `agent-${String(at)}` })),
    resources: contended
      ? Array.from({ length: resources }, (_, at) => ({ id: `resource-${String(at)}`, units: 2 }))
      : [],
    network: { delayMs: 1 },
    tasks: Array.from({ length: tasks }, (_, at) => ({
      id: `task-${String(at)}`,
      priority: at % 3,
      action: { kind: 'simulate' as const, durationMs: least + ((at * step) % range) },
      ...(contended ? { resources: [{ id: `resource-${String((at * step) % resources)}` }] } : {}),
    })),
    limits: { stepsMax: 2_000_000, timeoutMs: 10_000_000 },
  };
}

function compiledOf(contended: boolean) {
  const compiled = compile(documentOf(contended));
  if (!compiled.ok) throw new Error(compiled.error[0]!.message);
  return compiled.value;
}

const [plain, contended] = [compiledOf(false), compiledOf(true)];
let run = new Run(contended).finish();
let [granted, waited] = [0, 0];
for (let at = 0; at < run.log.length; at += 1) {
  const fact = run.log.at(at) as { readonly type: string; readonly waitedMs?: number };
  if (fact.type !== 'arbiters.granted') continue;
  granted += 1;
  if (fact.waitedMs! > 0) waited += 1;
}
if (granted !== tasks) throw new Error(`${String(granted)} grants, not ${String(tasks)}`);
const times = await race(
  [
    { name: 'plain', run: () => void new Run(plain).finish() },
    {
      name: 'contended',
      run: () => {
        run = new Run(contended).finish();
      },
    },
  ],
  3,
);
const [alone, ms] = [times.get('plain')!, times.get('contended')!];
note('grants that had to wait', `${((waited / granted) * 100).toFixed(0)} %`);
note('virtual time', told(run.now));
note('without resources', told(alone));
note('with resources', told(ms));
note('decisions of the arbiter a second, with the whole run around them', ((granted * 1000) / ms).toFixed(0));
line(
  `${String(agents)} agents, ${String(resources)} resources, ${String(tasks)} tasks`,
  `${(ms / alone).toFixed(2)} times`,
  '<= 2 times',
  ms <= 2 * alone,
);
