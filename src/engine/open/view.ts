/**
 * What is to be seen of a run where its playhead stands, as frames: each tells what has changed since the one before, and the first
 * tells everything.
 */
import type { Frame } from '../../bridge/index.ts';
import { describe, nodesOf, StateAt, travellingAt, type Run } from '../../replay/index.ts';
import { differsFromLast, type LastFrame } from '../keeping/last-frame.ts';
import type { Comparisons } from './comparisons.ts';
import type { Playhead } from './playhead.ts';

interface Seen {
  readonly runId: string;
  readonly run: Run;
  readonly playhead: Playhead;
  readonly comparisons: Comparisons;
}

export class View {
  readonly #seen: Seen;
  readonly #state: StateAt;
  /** What was seen when the run was left; null once the playhead has arrived there. */
  last: LastFrame | null = null;
  #lastShown = false;

  constructor(seen: Seen) {
    const { log, compiled } = seen.run;
    this.#seen = seen;
    this.#state = new StateAt(compiled.plan, log, compiled.spec.network);
  }

  /** What is to be seen now: the playhead's frame, or, once, what was seen there when the run was left; null for nothing. */
  shown(): Frame | null {
    const { playhead, comparisons } = this.#seen;
    if (playhead.arriving && !playhead.playing) {
      const kept = this.#lastShown ? null : (this.last?.frame ?? null);
      this.#lastShown = true;
      return kept;
    }
    const frame = this.frame();
    if (this.last !== null) comparisons.tell(differsFromLast(frame, this.last.frame));
    this.last = null;
    return frame;
  }

  frame(): Frame {
    const { runId, run, playhead } = this.#seen;
    const { log, compiled } = run;
    const { step, timeMs } = playhead;
    const count = log.countAt(step);
    this.#state.seek(count);
    const { full, tasks, agents } = this.#state.changes(timeMs);
    const touched = new Set<string>();
    for (let at = count - 1; at >= 0 && log.stepOf(at) === step; at -= 1)
      for (const node of nodesOf(log.at(at), compiled.plan)) touched.add(node);
    return {
      runId,
      step,
      timeMs,
      full,
      tasks,
      agents,
      touched: [...touched],
      ...this.#state.around(timeMs),
      messages: travellingAt(compiled.plan, log, count, step),
      caption: captionOf(run, count),
    };
  }

  /** The next frame holds everything, whatever was sent before. */
  refresh(): void {
    this.#state.refresh();
  }

  /** The log was cut off: what lay behind its end is gone. */
  cut(): void {
    this.#state.cut(this.#seen.run.log.length);
  }
}

/** The last thing that was done before so many facts; what only travelled is told where nothing was done in that step. */
function captionOf({ log, compiled }: Run, count: number): string {
  if (count === 0) return 'Nothing has happened yet';
  let at = count - 1;
  while (at > 0 && log.stepOf(at - 1) === log.stepOf(at) && log.at(at).type.startsWith('message.')) at -= 1;
  return describe(log.at(at), compiled.plan).text;
}
