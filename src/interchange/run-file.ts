/*
 * The run file: a document, its seed, the inputs from outside and the digests along the way, so that a run can be
 * done again anywhere and compared step by step. This file knows its shape and whether what decides the run is as it was
 * written; it replays nothing, and whether the digests along the way agree is for the replay to find out.
 */
import * as v from 'valibot';
import { digestJson, err, ok, type Json, type JsonObject, type Result } from '../base/index.ts';
import { BOUNDS, DOCUMENT_LIMITS, readDocument, type Document, type Problem } from '../document/index.ts';
import { checkDocument } from '../workflow/index.ts';
import { refusal, type ImportProblem } from './refusal.ts';

export const RUN_FILE_FORMAT = 'conclave-run';
export const RUN_FILE_VERSION = 1;
/** How the name of a run file ends. */
export const RUN_FILE_ENDING = '.conclave-run.json';

const text = v.pipe(v.string('This must be a text.'), v.maxLength(1000, 'This text is too long.'));
const whole = v.pipe(
  v.number('This must be a number.'),
  v.safeInteger('This must be a whole number.'),
  v.minValue(0, 'This must be 0 or more.'),
);
const seed = v.pipe(
  v.number('This must be a number.'),
  v.safeInteger('The seed must be a whole number.'),
  v.minValue(-BOUNDS.seed, 'This seed is too far from 0.'),
  v.maxValue(BOUNDS.seed, 'This seed is too far from 0.'),
);
const agents = v.pipe(
  whole,
  v.minValue(1, 'This must be 1 or more.'),
  v.maxValue(DOCUMENT_LIMITS.agentsMax, `At most ${String(DOCUMENT_LIMITS.agentsMax)} agents can be supplied.`),
);
const message = v.looseObject({ type: text }, 'A message is an object with a type.');
const input = v.looseObject(
  { step: whole, atMs: v.exactOptional(whole), to: v.pipe(v.number(), v.safeInteger(), v.minValue(-1)), message },
  'An input is an object with step, atMs, to and message.',
);
const digest = v.looseObject({ step: whole, trace: text }, 'A digest is an object with step and trace.');

/** Whether steps never go back. */
function inOrder(items: readonly { readonly step: number }[]): boolean {
  return items.every((item, at) => at === 0 || item.step >= (items[at - 1]?.step ?? 0));
}

const runFileSchema = v.looseObject({
  format: v.literal(RUN_FILE_FORMAT),
  version: v.literal(RUN_FILE_VERSION),
  engine: text,
  document: v.custom<Json>((value) => value !== undefined, 'The document is missing.'),
  seed,
  agents: v.exactOptional(agents),
  live: v.exactOptional(v.literal(true, 'The mark of a live run is true, or is not there.')),
  inputs: v.pipe(
    v.array(input, 'Inputs are a list.'),
    v.check((items) => inOrder(items), 'The steps of the inputs go back.'),
  ),
  digests: v.pipe(
    v.array(digest, 'Digests are a list.'),
    v.check((items) => inOrder(items), 'The steps of the digests go back.'),
  ),
  end: v.looseObject({ steps: whole, digest: text, outcome: v.nullable(text) }, 'The end is an object.'),
  documentDigest: v.exactOptional(text),
  inputsDigest: v.exactOptional(text),
});

/** An input from outside, put in after `step` for the actor `to`. */
export interface RunFileInput {
  readonly step: number;
  /** When it comes, virtual ms; files of engine 1 do not say. */
  readonly atMs?: number;
  readonly to: number;
  readonly message: { readonly type: string };
}
/** The rolling digest of the run after `step`. */
export interface RunFileDigest {
  readonly step: number;
  readonly trace: string;
}

/** One run, complete enough to be done again. */
export interface RunFile {
  readonly format: typeof RUN_FILE_FORMAT;
  readonly version: typeof RUN_FILE_VERSION;
  /** The version of the engine that wrote it. */
  readonly engine: string;
  readonly document: Document;
  readonly seed: number;
  /** How many identical agents the run was supplied with, where the document names none. */
  readonly agents?: number;
  /** Whether the work was really done: what came of it stands among the inputs. Absent for a simulated run. */
  readonly live?: true;
  readonly inputs: readonly RunFileInput[];
  readonly digests: readonly RunFileDigest[];
  /** Where the run stood when it was written; `outcome` is null where it had not ended. */
  readonly end: { readonly steps: number; readonly digest: string; readonly outcome: string | null };
  /** Of the document, and of seed, agents, mark and inputs, as they were when the file was written. */
  readonly documentDigest?: string;
  readonly inputsDigest?: string;
}

/** A run file, and every problem of the document in it. */
export interface ReadRunFile {
  readonly run: RunFile;
  readonly problems: readonly Problem[];
}

/** Whether a file says that it is a run file. */
export function isRunFile(json: JsonObject): boolean {
  return json['format'] === RUN_FILE_FORMAT;
}

/** Reads a run file out of JSON; one that could not be replayed as it was run is refused. */
export function parseRunFile(json: Json): Result<RunFile, ImportProblem> {
  const read = readRunFile(json);
  return read.ok ? ok(read.value.run) : read;
}

/** Reads a run file and says what its document's problems are. */
export function readRunFile(json: Json): Result<ReadRunFile, ImportProblem> {
  const version = versionProblem(json);
  if (version !== null) return err(version);
  const parsed = v.safeParse(runFileSchema, json, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const path = issue.path?.map((item) => item.key as string | number) ?? [];
    const sentence = issue.received === 'undefined' ? 'This is missing.' : issue.message;
    return err(refusal('run-file/shape', path, `${sentence.replace(/\.$/, '')}; export the run again.`));
  }
  const broken = damage(parsed.output);
  if (broken !== null) return err(broken);
  const { document, problems, readOnly } = readDocument(parsed.output.document, checkDocument);
  if (readOnly) {
    const first = problems[0]?.message ?? 'It cannot be read.';
    return err(refusal('run-file/document', ['document'], `The run cannot be done again with this document. ${first}`));
  }
  return ok({ run: { ...parsed.output, document }, problems });
}

/** What cannot be as it was written: steps behind the end, or a document or inputs that another digest was taken of. */
function damage(file: v.InferOutput<typeof runFileSchema>): ImportProblem | null {
  const { document, inputs, digests, end, documentDigest, inputsDigest } = file;
  const behind = (items: readonly { readonly step: number }[]): number =>
    items.findIndex(({ step }) => step > end.steps);
  for (const [key, items] of Object.entries({ inputs, digests })) {
    const at = behind(items);
    if (at === -1) continue;
    const sentence = `This stands after step ${String(items[at]?.step)}, but the run ends with step ${String(end.steps)}; export the run again.`;
    return refusal('run-file/shape', [key, at, 'step'], sentence);
  }
  if (documentDigest !== undefined && documentDigest !== digestJson(document))
    return refusal(
      'run-file/damaged',
      ['document'],
      'The document was changed after the run was recorded, so this is not its run; export the run again.',
    );
  if (inputsDigest !== undefined && inputsDigest !== digestOfInputs(file))
    return refusal(
      'run-file/damaged',
      ['inputs'],
      'Seed, agents or inputs were changed after the run was recorded, or the mark of a live run; export the run again.',
    );
  return null;
}

/** The digest of all that decides a run beside its document. */
function digestOfInputs({ seed, agents, live, inputs }: Pick<RunFile, 'seed' | 'agents' | 'live' | 'inputs'>): string {
  return digestJson({ seed, agents: agents ?? null, inputs, ...(live === true ? { live } : {}) });
}

/** The text of a run file, with the digests of what decides the run: short lines for the document, one line for each input and digest. */
export function stringifyRunFile(run: RunFile): string {
  const sealed: RunFile = { ...run, documentDigest: digestJson(run.document), inputsDigest: digestOfInputs(run) };
  const members = Object.entries(sealed)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `  ${JSON.stringify(key)}: ${member(key, value)}`);
  return `{\n${members.join(',\n')}\n}\n`;
}

function member(key: string, value: unknown): string {
  if ((key === 'inputs' || key === 'digests') && Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`;
  }
  return key === 'document' ? JSON.stringify(value, null, 2).replaceAll('\n', '\n  ') : JSON.stringify(value);
}

function versionProblem(json: Json): ImportProblem | null {
  if (typeof json !== 'object' || json === null || Array.isArray(json) || !isRunFile(json as JsonObject)) {
    return refusal('run-file/shape', [], 'This is not a run file; choose one whose format is "conclave-run".');
  }
  const version = (json as JsonObject)['version'];
  if (version === RUN_FILE_VERSION) return null;
  if (typeof version === 'number' && version > RUN_FILE_VERSION) {
    const sentence = `The run file is of version ${String(version)}, newer than ${String(RUN_FILE_VERSION)}; replay it with a newer Conclave.`;
    return refusal('run-file/newer-version', ['version'], sentence);
  }
  return refusal(
    'run-file/version',
    ['version'],
    `This is not a version of run files; write ${String(RUN_FILE_VERSION)}.`,
  );
}
