/**
 * A file ready to be used: recognised by its content, refused with one line that says where and what.
 */
import type { Document, Problem } from '../document/index.ts';
import type { RunInput } from '../replay/index.ts';
import { compile, engineVersion, inputProblem, type Compiled } from '../workflow/index.ts';
import {
  importFile,
  importText,
  olderRun,
  recorded,
  type ImportProblem,
  type RecordedRun,
} from '../interchange/index.ts';
import { Refusal, type ListedProblem } from './refusal.ts';
import { written, type Source } from './source.ts';

export interface Loaded {
  readonly document: Document;
  readonly problems: readonly Problem[];
  /** The same, where they are those of this very document; undefined where agents were put in behind them. */
  readonly checked: readonly Problem[] | undefined;
  readonly run: RecordedRun | null;
}

/** What a command line adds to a file. */
export interface Additions {
  /** Supplied where it has none. */
  readonly agents?: number | null;
  /** What its files travel at, in bytes a second, where it is WfFormat. */
  readonly bandwidth?: number | null;
  /** Takes a run file of any engine, its inputs by the times at which they came: for a run of its own, never a replay. */
  readonly older?: boolean;
}

/** Reads a document, run file or WfFormat file. */
export function load(
  source: Source,
  file: string,
  { agents = null, bandwidth = null, older = false }: Additions = {},
): Loaded {
  const input = written(source);
  const name = file === '-' ? 'standard input' : file;
  const options = {
    ...(agents === null ? {} : { agents }),
    ...(bandwidth === null ? {} : { bandwidthBytesPerSecond: bandwidth }),
  };
  const imported = typeof input === 'string' ? importText(input, name, options) : importFile(input, name, options);
  if (!imported.ok) throw refusal(file, imported.error);
  if (bandwidth !== null && imported.value.format !== 'wfformat')
    throw new Refusal(`--bandwidth is what the files of a WfFormat file travel at, and ${file} is none; leave it out.`);
  const { document, problems, run } = imported.value;
  if (run === undefined) return { document, problems, checked: problems, run: null };
  const again = older && run.engine !== engineVersion ? olderRun(imported.value.source) : recorded(run);
  if (!again.ok) throw refusal(file, again.error);
  return {
    document: again.value.document,
    problems,
    checked: run.agents === undefined ? problems : undefined,
    run: again.value,
  };
}

function refusal(file: string, { message, sentence, line, column }: ImportProblem): Refusal {
  const place = line === undefined ? file : `${file}:${String(line)}:${String(column ?? 1)}`;
  return new Refusal(`${place}: ${sentence ?? message}`);
}

/** The refusal of a document that cannot run, with the place in it. */
export function notRunnable(file: string, problems: readonly Problem[]): Refusal {
  const [first, ...more] = problems;
  if (first === undefined) return new Refusal(`${file}: this document cannot run`);
  const others = more.length === 0 ? '' : ` (and ${String(more.length)} more; conclave validate lists them)`;
  return new Refusal(`${file}: ${placed(first)}${others}`, { problems: listed(problems) });
}

/** Problems without what the studio adds to them. */
export function listed(problems: readonly Problem[]): ListedProblem[] {
  return problems.map(({ code, severity, path, message }) => ({ code, severity, path, message }));
}

/** The sentence of a problem with its place before it, once. */
export function placed({ path, message }: Pick<Problem, 'path' | 'message'>): string {
  return path === '' || message.startsWith(path) ? message : `${path}: ${message}`;
}

interface RunOptions {
  readonly seed?: number | null;
  /** Whether its inputs say what came of work that was really done. */
  readonly live?: boolean | undefined;
  readonly checked?: Loaded['checked'];
}

/** The document ready to run with its inputs, or its refusal. */
export function runnable(
  file: string,
  document: Document,
  inputs: readonly RunInput[],
  { seed = null, live = false, checked }: RunOptions = {},
): Compiled {
  const compiled = compile(document, {
    live,
    ...(seed === null ? {} : { seed }),
    ...(checked === undefined ? {} : { problems: checked }),
  });
  if (!compiled.ok) throw notRunnable(file, compiled.error);
  inputs.forEach((input, at) => {
    const problem = inputProblem(compiled.value.plan, input);
    if (problem !== null) throw new Refusal(`${file}: inputs[${String(at)}]: this input cannot be put in: ${problem}`);
  });
  return compiled.value;
}
