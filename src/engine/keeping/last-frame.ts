/**
 * What was seen of a long run as it was left: it is stored beside the playhead and shown first when the run is opened again,
 * while the facts behind it are computed; then it is held against them. A run that is short is computed sooner than it is read.
 */
import * as v from 'valibot';
import { canonical, type Json } from '../../base/index.ts';
import { bridgeVersion, type Frame } from '../../bridge/index.ts';
import type { Run } from '../../replay/index.ts';

/** Runs of fewer steps are computed at once. */
const stepsMin = 20_000;

export interface LastFrame {
  /** How long the run was then. */
  readonly steps: number;
  readonly endMs: number;
  readonly frame: Frame;
}

/** An open run that is left. */
interface Left {
  readonly run: Pick<Run, 'steps' | 'now'>;
  readonly playhead: { readonly arriving: boolean; readonly playing: boolean };
  readonly view: { refresh(): void; frame(): Frame };
}

/** What is seen of a run now, for its next opening; null where that is not worth it. */
export function lastFrame({ run, playhead, view }: Left): Json {
  const { steps, now } = run;
  if (steps < stepsMin || playhead.arriving || playhead.playing) return null;
  view.refresh();
  return { bridge: bridgeVersion, steps, endMs: now, frame: view.frame() as unknown as Json };
}

const list = v.array(v.looseObject({}));
const schema = v.object({
  bridge: v.literal(bridgeVersion),
  steps: v.number(),
  endMs: v.number(),
  frame: v.looseObject({
    ...{ runId: v.string(), step: v.number(), timeMs: v.number(), full: v.literal(true), caption: v.string() },
    ...{ tasks: list, agents: list, touched: v.array(v.string()), rules: list, down: list, messages: list },
  }),
});

/** What was stored beside a playhead; null where it is of another run or step, or of another version of the page. */
export function lastFrameOf(stored: Json, runId: string, step: number): LastFrame | null {
  const parsed = v.safeParse(v.looseObject({ last: schema }), stored);
  if (!parsed.success) return null;
  const { frame } = parsed.output.last;
  return frame.runId === runId && frame.step === step ? (parsed.output.last as unknown as LastFrame) : null;
}

/** Null where a frame is as it was stored, or of another step; else a sentence. */
export function differsFromLast(frame: Frame, last: Frame): string | null {
  if (frame.step !== last.step || canonical(frame) === canonical(last)) return null;
  return `This replay differs from what was stored of step ${frame.step}; what you see is the replay, not what was recorded.`;
}
