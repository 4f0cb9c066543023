/**
 * Runs a document to its end and gives its result: what the command line prints, as a value that somebody's own test asserts on.
 */
import type { Json } from '../base/index.ts';
import { undone } from '../document/index.ts';
import { readAgain, setPath } from '../experiments/index.ts';
import {
  leftOutWords,
  memoriesOf,
  memoryInputs,
  writeMemories,
  writeRun,
  type MemoriesTaken,
} from '../interchange/index.ts';
import { knownNames } from '../protocols/index.ts';
import {
  injectionInputs,
  resultOf,
  Run,
  summaryOf,
  WhyBook,
  type RunResult,
  type RunSummary,
  type Why,
} from '../replay/index.ts';
import { agentTitle, taskTitle } from '../plan/index.ts';
import type { Compiled } from '../workflow/index.ts';
import { load, notRunnable, runnable, type Additions, type Loaded } from './load.ts';
import { Refusal } from './refusal.ts';
import type { Source } from './source.ts';

export interface SimulateOptions {
  /** What sentences call the source; "document" if absent. */
  readonly name?: string;
  /** In place of the document's own; a whole number. */
  readonly seed?: number | null;
  /** Values by their paths in the document, such as `{ 'scheduling.order': 'fifo' }`. */
  readonly set?: Readonly<Record<string, Json>>;
  /** Faults put in by hand, each behind a step of the run. */
  readonly inject?: readonly { readonly step: number; readonly fault: Json }[];
  /** Virtual time, in ms, at which the run is cut off; it has stalled then. */
  readonly untilMs?: number | null;
  /** The id of a task of which to tell who got it and why. */
  readonly why?: string | null;
  /** Identical agents for a file that has none. */
  readonly agents?: number | null;
  /** What the files of a WfFormat file travel at, in bytes a second. */
  readonly bandwidth?: number | null;
  /** The text of a file of long-term memories that the run begins with. */
  readonly memory?: string | null;
  /** Holds the run to what a run that is kept may take, so that its file can be replayed everywhere. */
  readonly record?: boolean;
}

export interface Simulation {
  readonly result: RunResult;
  /** The same without the table of tasks, which takes time where there are many. */
  readonly summary: RunSummary;
  /** What the document asks for and this version does not do, and what of `memory` is lost as the run begins. */
  readonly warnings: readonly Warning[];
  /** Null where no task was asked about. */
  readonly why: Why | null;
  /** The text of the run's file, for `replay` and for the studio; refused where the run is longer than any that is kept. */
  readonly runFile: () => string;
  /** The text of the file of long-term memories at its end, for `memory` of another run. */
  readonly memoryFile: () => string;
  /** What an agent has too much of in memory at the end to be kept in that file. */
  readonly memoryWarnings: () => readonly Warning[];
  /** What sentences call a task, an agent or a resource of this id: its name, or the id where a name is given twice. */
  readonly titleOf: (kind: 'task' | 'agent' | 'resource', id: string) => string;
}

export interface Warning {
  readonly code: string;
  readonly path: string;
  readonly message: string;
}

/** Throws a `Refusal` where the document cannot run, or an option does not fit it. */
export function simulate(source: Source, options: SimulateOptions = {}): Simulation {
  const { name = 'document', seed = null, set = {}, inject = [], untilMs = null, why = null, record = false } = options;
  const { memory = null } = options;
  const loaded = load(source, name, { ...additions(options), older: true });
  const broken = loaded.problems.filter((problem) => problem.severity === 'error');
  if (broken.length > 0) throw notRunnable(name, broken);
  const { document, checked } = changed(loaded, set, name);
  const recorded = loaded.run?.inputs ?? [];
  const compiled = runnable(name, document, recorded, { seed, live: loaded.run?.live, checked });
  const begun = memory === null ? { inputs: [], losses: [] } : restored(compiled, memory);
  const inputs = [...begun.inputs, ...recorded];
  // Who asks why goes back over the facts, what is put in by hand may change them, and whoever opens a file keeps them.
  const lean = why === null && inject.length === 0 && !record;
  const run = new Run(compiled, { inputs, lean, ...(untilMs === null ? {} : { untilMs }) });
  for (const each of [...inject].sort((a, b) => a.step - b.step)) injectInto(run, each);
  run.finish();
  const told = why === null ? null : new WhyBook(compiled, run.log).ofTask(why, run.steps);
  if (why !== null && told === null)
    throw new Refusal(`there is no task "${why}" in this document.`, { option: 'why' });
  let [result, summary]: [RunResult?, RunSummary?] = [];
  let ended: ReturnType<typeof memoriesOf> | undefined;
  const kept = () => (ended ??= memoriesOf(run));
  return {
    get result() {
      return (result ??= resultOf(run));
    },
    get summary() {
      return (summary ??= summaryOf(run));
    },
    warnings: [
      ...undone(document, knownNames).map(({ code, path, message }) => ({ code, path, message })),
      ...begun.losses.map(({ agent, sentence }) => memoryWarning(agent, sentence)),
    ],
    why: told,
    runFile: () => fileOf(run),
    memoryFile: () => writeMemories(kept().memories, kept().leftOut),
    memoryWarnings: () =>
      [...kept().leftOut].map(([id, left]) =>
        memoryWarning(
          compiled.plan.agents.findIndex((agent) => agent.id === id),
          leftOutWords(`"${id}"`, left),
        ),
      ),
    titleOf: titlesIn(compiled),
  };
}

function fileOf(run: Run): string {
  if (run.beyond)
    throw new Refusal('the run is longer than any that is kept; ask for its file with the call ("record": true).');
  return writeRun(run);
}

/** The inputs by which the run begins with what it is given of another. */
function restored({ plan }: Compiled, text: string): MemoriesTaken {
  const inputs = memoryInputs(plan, text);
  if (!inputs.ok) throw new Refusal(`${inputs.error}.`, { option: 'memory' });
  return inputs.value;
}

function memoryWarning(agent: number, message: string): Warning {
  return { code: 'memory-bound', path: `agents[${String(agent)}].memory`, message };
}

function titlesIn({ plan }: Compiled): Simulation['titleOf'] {
  return (kind, id) => {
    if (kind === 'resource') return plan.services.find((each) => each.id === id)?.name ?? id;
    const at = plan[`${kind}s`].findIndex((each) => each.id === id);
    return at === -1 ? id : kind === 'task' ? taskTitle(plan, at) : agentTitle(plan, at);
  };
}

function additions({ agents = null, bandwidth = null }: SimulateOptions): Additions {
  return { agents, bandwidth };
}

/** Lets something go wrong after a step, as by hand in the studio: inputs that were recorded beyond it are left out. */
function injectInto(run: Run, { step, fault }: { readonly step: number; readonly fault: Json }): void {
  const refuse = (what: string): never => {
    throw new Refusal(`${String(step)}: ${what}`, { option: 'inject' });
  };
  if (!Number.isSafeInteger(step) || step < 0) refuse('a step is a whole number of 0 or more');
  while (run.steps < step && run.advance(1));
  if (run.steps < step) refuse(`the run has only ${String(run.steps)} steps.`);
  const inputs = injectionInputs(run, { step, timeMs: run.now }, fault);
  if (!inputs.ok) return refuse(inputs.error);
  run.cutAt(step);
  for (const input of inputs.value) run.append(input);
}

/** The document with other values, read again so that a wrong one is refused like one in a file. */
function changed(
  { document, checked }: Pick<Loaded, 'document' | 'checked'>,
  set: Readonly<Record<string, Json>>,
  name: string,
): Pick<Loaded, 'document' | 'checked'> {
  const values = Object.entries(set);
  if (values.length === 0) return { document, checked };
  let json = document as unknown as Json;
  for (const [path, value] of values) {
    const next = setPath(json, path, value);
    if (!next.ok) throw new Refusal(`${path}: ${next.error}`, { option: 'set' });
    json = next.value;
  }
  const again = readAgain(json);
  if (!again.ok) throw new Refusal(again.error, { option: 'set' });
  const { document: read, problems } = again.value;
  const broken = problems.filter((problem) => problem.severity === 'error');
  if (broken.length > 0) throw notRunnable(name, broken);
  return { document: read, checked: problems };
}
