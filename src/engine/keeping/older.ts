/**
 * Runs that an older engine recorded. Their steps cannot be taken again here, so they are never shown as if they could;
 * the same document with the same seed and the same inputs, at their virtual times, is a new run beside them. What was
 * recorded stays as it is.
 */
import * as v from 'valibot';
import { parseJson, type Json, type JsonObject } from '../../base/index.ts';
import type { Document } from '../../document/index.ts';
import { olderRun, stringifyRunFile } from '../../interchange/index.ts';
import { inputsByTime, outcomeOfRun, type Run, type RunInput } from '../../replay/index.ts';
import type { RunContents } from '../../storage/index.ts';
import { engineVersion } from '../../workflow/index.ts';
import { EngineError } from '../errors.ts';
import { endOf, inputsOf, isLive, liveSettings } from '../journal-entries.ts';

const recordedEnd = v.object({
  engine: v.string(),
  steps: v.nullable(v.number()),
  outcome: v.nullable(v.string()),
});
/** What was recorded of a run that is run again. */
export type RecordedEnd = v.InferOutput<typeof recordedEnd>;

/** A recorded run, ready to be run again by this engine. */
export interface Older {
  readonly document: Document;
  readonly live: boolean;
  readonly inputs: readonly RunInput[];
  readonly recorded: RecordedEnd;
}

/** The refusal to take the steps of another engine's run. */
export function refuseOther(engine: string): void {
  if (engine === engineVersion) return;
  throw new EngineError(
    'engine/version',
    `This run was recorded by engine ${engine} and this is engine ${engineVersion}, which may take other steps; run it again here, or open it in the version that made it.`,
    { engine },
  );
}

/** What lies in the journal of a run, to be run again. */
export function olderStored({ header, entries }: RunContents): Older {
  const end = endOf(entries);
  return {
    document: { ...(header.document as unknown as Document), seed: header.seed },
    live: isLive(header),
    inputs: inputsByTime(inputsOf(entries)),
    recorded: { engine: header.engine, steps: end?.steps ?? null, outcome: end?.outcome ?? null },
  };
}

/** The run file of a run in the journal, as the engine that recorded it would read it. */
export function olderFile({ header, entries }: RunContents): string {
  const inputs = inputsOf(entries);
  const end = endOf(entries);
  return stringifyRunFile({
    format: 'conclave-run',
    version: 1,
    engine: header.engine,
    document: header.document as unknown as Document,
    seed: header.seed,
    ...(isLive(header) ? liveSettings : {}),
    inputs: inputs.map((input) => ({ ...input, message: { ...input.message } })),
    digests: [],
    end: end ?? { steps: inputs.at(-1)?.step ?? 0, digest: '', outcome: null },
  });
}

/** What is in the text of a run file, to be run again. */
export function olderInFile(text: string): Older {
  const json = parseJson(text);
  const read = json.ok ? olderRun(json.value) : json;
  if (!read.ok) throw new EngineError('engine/refused-file', read.error.message);
  const { document, live, inputs, end, engine } = read.value;
  return { document, live, inputs, recorded: { engine, steps: end.steps, outcome: end.outcome } };
}

/** As it is kept beside the new run. */
export function settingsOf(recorded: RecordedEnd): JsonObject {
  return { again: { ...recorded } };
}

/** What was recorded of the run that a stored run repeats; null for any other run. */
export function repeatedIn(settings: Json | undefined): RecordedEnd | null {
  const parsed = v.safeParse(v.looseObject({ again: recordedEnd }), settings);
  return parsed.success ? parsed.output.again : null;
}

/** Both ends beside each other, once the new run is over. */
export function besideRecorded({ engine, steps, outcome }: RecordedEnd): (run: Run) => string {
  const then =
    steps === null || outcome === null
      ? 'had not ended when it was left'
      : `ended as ${outcome} after ${String(steps)} steps`;
  return (run) =>
    `A run that engine ${engine} recorded, run again by engine ${engineVersion}: there it ${then}, here it ends as ${outcomeOfRun(run).outcome} after ${String(run.steps)} steps.`;
}
