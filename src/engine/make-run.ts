/**
 * From what came over the bridge, out of a file or out of the journal to a run that can be computed, or a refusal in
 * one sentence. It opens, stores and shows nothing, so a refusal leaves everything as it was.
 */
import { parseJson } from '../base/index.ts';
import { readDocument, type Document, type Problem } from '../document/index.ts';
import type { RecordedInputs } from '../bridge/index.ts';
import { supplyAgents } from '../interchange/index.ts';
import type { Plan } from '../plan/index.ts';
import { Run, type RunInput } from '../replay/index.ts';
import type { RunContents } from '../storage/index.ts';
import { checkDocument, compile, inputProblem } from '../workflow/index.ts';
import { EngineError } from './errors.ts';
import { inputsOf, isLive } from './journal-entries.ts';
import { refuseOther } from './keeping/older.ts';

/** The document as plain data that came over the bridge, with `agents` identical ones where it has none. */
export function documentFrom(data: unknown, agents: number | undefined): Document {
  const parsed = parseJson(textOf(data));
  if (!parsed.ok) throw new EngineError('engine/not-runnable', `This document cannot run: ${parsed.error.message}`);
  const reading = readDocument(parsed.value, checkDocument);
  const { document, problems } = agents === undefined ? reading : supplyAgents(reading, agents);
  // What has the wrong shape was set aside: running the rest would be another document than the person drew.
  refuseBroken(problems.filter((problem) => problem.severity === 'error'));
  return document;
}

/** What is put into a run, where it depends on the plan as a function of it. */
export type RunInputs = readonly RunInput[] | ((plan: Plan) => readonly RunInput[]);

/** The run of a document with its inputs. What the agents of a live run did stands among them, so that nobody is asked again. */
export function makeRun(document: Document, inputs: RunInputs, live = false): Run {
  const compiled = compile(document, { live });
  if (!compiled.ok) {
    refuseBroken(compiled.error);
    throw new EngineError('engine/not-runnable', 'This document cannot run.');
  }
  const { plan } = compiled.value;
  const given = typeof inputs === 'function' ? inputs(plan) : inputs;
  given.forEach((input, at) => {
    const problem = inputProblem(plan, input);
    if (problem !== null)
      throw new EngineError('engine/refused-file', `The input inputs[${at}] of this run cannot be put in: ${problem}.`);
  });
  return new Run(compiled.value, { inputs: given, seekable: true });
}

/** What a stored run is made of. One that another version computed may be another run here: that is told, never guessed. */
export function recordedIn({ header, entries }: RunContents): RecordedInputs {
  refuseOther(header.engine);
  return { document: header.document as unknown as Document, live: isLive(header), inputs: inputsOf(entries) };
}

function refuseBroken(problems: readonly Problem[]): void {
  const [first, ...more] = problems;
  if (first === undefined) return;
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
  throw new EngineError(
    'engine/not-runnable',
    `This document cannot run: ${first.message}${others}`,
    problems.slice(0, 100).map((problem) => problem.code),
  );
}

/** As JSON text; what a thread carries and JSON does not (cycles, big integers) is refused. */
function textOf(data: unknown): string {
  try {
    const text = JSON.stringify(data) as string | undefined;
    if (text !== undefined) return text;
  } catch {
    // Falls through to the refusal: which part it was is not told by the exception.
  }
  throw new EngineError('engine/not-runnable', 'This document cannot run: it is not plain JSON.');
}
