/**
 * What a run writes into its journal: inputs as they were put in, and how it ended. Entries are plain data with a
 * kind; those of a kind that this version does not know are left alone.
 */
import * as v from 'valibot';
import type { Json } from '../base/index.ts';
import type { RunInput } from '../replay/index.ts';

const inputEntry = v.object({
  kind: v.literal('input'),
  step: v.pipe(v.number(), v.integer(), v.minValue(0)),
  atMs: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  to: v.pipe(v.number(), v.integer(), v.minValue(-1)),
  message: v.looseObject({ type: v.string() }),
});

const endEntry = v.object({ kind: v.literal('end'), steps: v.number(), digest: v.string(), outcome: v.string() });
export type EndEntry = v.InferOutput<typeof endEntry>;

export function entryOfInput(input: RunInput): Json {
  return { kind: 'input', ...input, message: input.message as unknown as Json };
}

/** Inputs in order: one that stands at an earlier step than those before it has cut them off. */
export function inputsOf(entries: readonly Json[]): RunInput[] {
  let inputs: RunInput[] = [];
  for (const entry of entries) {
    const parsed = v.safeParse(inputEntry, entry);
    if (!parsed.success) continue;
    const { kind: _, ...input } = parsed.output;
    inputs = [...inputs.filter(({ step }) => step <= input.step), input];
  }
  return inputs;
}

/** How the run ended when it was last computed to its end, or null. */
export function endOf(entries: readonly Json[]): EndEntry | null {
  for (let at = entries.length - 1; at >= 0; at -= 1) {
    const parsed = v.safeParse(endEntry, entries[at]);
    if (parsed.success) return parsed.output;
    if (v.safeParse(inputEntry, entries[at]).success) return null;
  }
  return null;
}

const playheadEntry = v.object({ step: v.pipe(v.number(), v.integer(), v.minValue(0)), speed: v.nullable(v.number()) });

/** The playhead as it was left, or null. */
export function playheadOf(stored: Json): v.InferOutput<typeof playheadEntry> | null {
  const parsed = v.safeParse(playheadEntry, stored);
  return parsed.success ? parsed.output : null;
}
