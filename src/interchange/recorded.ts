/**
 * A run to a run file and back: what is written is enough to take the same steps again, and what is read is believed
 * only after it was parsed. Whether the digests agree is for the replay to find out.
 */
import { err, ok, parseJson, type Json, type Result } from '../base/index.ts';
import type { Document } from '../document/index.ts';
import { inputsByTime, outcomeOfRun, type DigestMark, type Run, type RunInput } from '../replay/index.ts';
import { engineVersion } from '../workflow/index.ts';
import { supplyAgents } from './agents.ts';
import type { ImportProblem } from './refusal.ts';
import { parseRunFile, stringifyRunFile, type RunFile } from './run-file.ts';

/** The text of the run file of a run as far as it was computed. */
export function writeRun(run: Run): string {
  const { document, plan } = run.compiled;
  // A run that was only cut short has not ended: whoever takes its steps again must stop there too.
  const ended = run.halted !== null || run.finished !== null;
  return stringifyRunFile({
    format: 'conclave-run',
    version: 1,
    engine: engineVersion,
    document,
    seed: plan.seed,
    ...(plan.live ? { live: true } : {}),
    inputs: run.inputs.map((input) => ({ ...input, message: { ...input.message } })),
    digests: run.digests(),
    end: { steps: run.steps, digest: run.digest(), outcome: run.complete && ended ? outcomeOfRun(run).outcome : null },
  });
}

/** A run as it was recorded, ready to be run again: agents supplied and the seed in the document. */
export interface RecordedRun {
  readonly document: Document;
  /** Whether the work was really done, and what came of it stands among the inputs. */
  readonly live: boolean;
  readonly inputs: readonly RunInput[];
  readonly digests: readonly DigestMark[];
  readonly end: RunFile['end'];
}

/** A run file of any engine's run, ready for a new run of it: its inputs come at their virtual times. */
export interface OlderRun extends RecordedRun {
  readonly engine: string;
}

/** Reads what an older engine recorded, for running it again; it says nothing about which steps that takes. */
export function olderRun(json: Json): Result<OlderRun, ImportProblem> {
  const parsed = parseRunFile(json);
  if (!parsed.ok) return parsed;
  const { engine, inputs } = parsed.value;
  const run = recorded({ ...parsed.value, engine: engineVersion, inputs: [] });
  return run.ok ? ok({ ...run.value, engine, inputs: inputsByTime(inputs) }) : run;
}

/** Reads a run file's text; a run of another engine's version is refused with a word. */
export function readRun(text: string): Result<RecordedRun, ImportProblem> {
  const json = parseJson(text);
  if (!json.ok) return err({ code: json.error.code, message: `The run file cannot be read: ${json.error.message}` });
  const parsed = parseRunFile(json.value);
  if (!parsed.ok) return parsed;
  return recorded(parsed.value);
}

/** A parsed run file, ready to be run again. */
export function recorded(file: RunFile): Result<RecordedRun, ImportProblem> {
  if (file.engine !== engineVersion) {
    const message = `The run file was recorded by engine ${file.engine} and this is engine ${engineVersion}; its steps cannot be taken again. Run it again here (conclave simulate, or the button in the studio), or replay it with the version that made it.`;
    return err({ code: 'run/engine-version', message });
  }
  const supplied =
    file.agents === undefined
      ? file.document
      : supplyAgents({ document: file.document, problems: [] }, file.agents).document;
  const { seed, live = false, inputs, digests, end } = file;
  return ok({ document: { ...supplied, seed }, live, inputs, digests, end });
}
