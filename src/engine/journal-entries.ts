/**
 * What a run writes into its journal: inputs as they were put in, what a live run asked for before anybody acted on it, and
 * how the run ended. Entries are plain data with a kind; those of a kind that this version does not know are left alone.
 */
import * as v from 'valibot';
import type { Json } from '../base/index.ts';
import type { PendingEffect } from '../kernel/index.ts';
import type { RunInput } from '../replay/index.ts';

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const inputEntry = v.object({
  kind: v.literal('input'),
  step: whole,
  atMs: v.exactOptional(whole),
  to: v.pipe(v.number(), v.integer(), v.minValue(-1)),
  effect: v.exactOptional(whole),
  message: v.looseObject({ type: v.string() }),
});

/** What the header of a live run says, so that it is opened as one. */
export const liveSettings = { live: true } as const;
const saysLive = v.looseObject({ live: v.literal(true) });

/** Whether the work of a run was really done, not simulated. */
export function isLive({ settings }: { readonly settings?: Json | undefined }): boolean {
  return v.is(saysLive, settings);
}

const endEntry = v.object({ kind: v.literal('end'), steps: v.number(), digest: v.string(), outcome: v.string() });
export type EndEntry = v.InferOutput<typeof endEntry>;

export function entryOfInput(input: RunInput): Json {
  return { kind: 'input', ...input, message: input.message as unknown as Json };
}

const intentEntry = v.object({ kind: v.literal('intent'), step: whole, atMs: whole, effect: whole, key: v.string() });

/** What a live run asks for, to be written down before anybody acts on it. */
export function entryOfIntent(at: { readonly step: number; readonly atMs: number }, asked: PendingEffect): Json {
  return { kind: 'intent', ...at, effect: asked.id, key: asked.effect.key };
}

/** How far a live run had come by what is written down, and the last effect that somebody may have acted on; 0 for none. */
export interface Reached {
  readonly step: number;
  readonly atMs: number;
  readonly intended: number;
}

export function reachedIn(entries: readonly Json[]): Reached {
  let [step, atMs, intended] = [0, 0, 0];
  for (const entry of entries) {
    const intent = v.safeParse(intentEntry, entry);
    const at = intent.success ? intent : v.safeParse(inputEntry, entry);
    if (!at.success) continue;
    step = Math.max(step, at.output.step);
    atMs = Math.max(atMs, at.output.atMs ?? 0);
    if (intent.success) intended = Math.max(intended, intent.output.effect);
  }
  return { step, atMs, intended };
}

/** Inputs in order: one that stands at an earlier step than those before it has cut them off. */
export function inputsOf(entries: readonly Json[]): RunInput[] {
  const inputs: RunInput[] = [];
  for (const entry of entries) {
    const parsed = v.safeParse(inputEntry, entry);
    if (!parsed.success) continue;
    const { kind: _, ...input } = parsed.output;
    while ((inputs.at(-1)?.step ?? 0) > input.step) inputs.pop();
    inputs.push(input);
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

const playheadEntry = v.object({ step: whole, speed: v.nullable(v.number()) });

/** The playhead as it was left, or null. */
export function playheadOf(stored: Json): v.InferOutput<typeof playheadEntry> | null {
  const parsed = v.safeParse(playheadEntry, stored);
  return parsed.success ? parsed.output : null;
}
