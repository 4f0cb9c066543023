/**
 * The run before, as a ghost behind the one that is looked at: the lanes of its agents and when each task ended. A run that comes to its
 * end is traced once, by one question to the engine; one of an earlier visit is computed anew in a worker. It is not kept beyond the visit.
 */
import { untrack } from 'svelte';
import type { Bar, Lane } from '../../../bridge/index.ts';
import { isBoolean, recall, remember } from '../remembered.ts';
import type { StartMeasurer } from './measurer.ts';
import type { RunSession } from './run-session.svelte.ts';

/** A run as its ghost needs it. */
export interface Trace {
  readonly runId: string;
  readonly documentId: string;
  readonly endMs: number;
  /** Bars of work, by agent. */
  readonly lanes: ReadonlyMap<string, readonly Bar[]>;
  /** When each task ended for good, ms; a task that did not is not among them. */
  readonly ends: ReadonlyMap<string, number>;
}

/** A longer run is not traced: its bars are too many to be read behind others. */
const stepsMax = 50_000;
const tracesMax = 8;
const hiddenKey = 'ghost:hidden';

/** The trace of a run from the lanes of its whole timeline, in which no bars are merged. */
export function traceOf(run: Pick<Trace, 'runId' | 'documentId' | 'endMs'>, lanes: readonly Lane[]): Trace {
  const ends = new Map<string, number>();
  const drawn = new Map<string, readonly Bar[]>();
  for (const { agent, bars } of lanes) {
    const worked = bars.filter(({ kind }) => kind === 'running' || kind === 'deciding');
    drawn.set(agent, worked);
    for (const { task, count, end, endMs } of worked)
      if (count === 1 && end !== 'open' && end !== 'turn') ends.set(task, Math.max(ends.get(task) ?? 0, endMs));
  }
  return { ...run, lanes: drawn, ends };
}

export class Ghost {
  #hidden = $state(recall(hiddenKey, false, isBoolean));
  /** Those of this visit, the latest at the end. */
  #traces = $state.raw<readonly Trace[]>([]);
  readonly #run: RunSession;
  readonly #documentId: () => string | null;
  readonly #measurer: StartMeasurer | null;
  /** Runs that are traced, or were asked for in vain. */
  readonly #asked = new Set<string>();

  constructor(run: RunSession, documentId: () => string | null, measurer: StartMeasurer | null = null) {
    this.#run = run;
    this.#documentId = documentId;
    this.#measurer = measurer;
  }

  /** What is drawn behind the open run; while none is open, the last one of the open document. Null where it is hidden. */
  readonly trace: Trace | null = $derived.by(() => (this.#hidden ? null : this.#known));
  /** Whether there is one to show or hide. */
  readonly known: boolean = $derived.by(() => this.#known !== null);

  get #known(): Trace | null {
    if (!this.#run.active) return this.#traces.findLast(({ documentId }) => documentId === this.#documentId()) ?? null;
    const before = this.#run.before?.runId;
    return this.#traces.find(({ runId }) => runId === before) ?? null;
  }

  get hidden(): boolean {
    return this.#hidden;
  }

  readonly toggle = (): void => {
    this.#hidden = !this.#hidden;
    remember(hiddenKey, this.#hidden ? true : null);
  };

  /** Traces the open run once it is over, and the one before. Reads what it depends on: call it in an effect. */
  follow(): void {
    const { status, before } = this.#run;
    if (status?.complete !== true || status.steps > stepsMax || status.watching) return;
    const { runId, documentId, endMs } = status;
    untrack(() => void this.#traceOpen({ runId, documentId, endMs }));
    if (before !== null && before.steps <= stepsMax) untrack(() => void this.#traceBefore(before.runId, documentId));
  }

  async #traceOpen(run: Pick<Trace, 'runId' | 'documentId' | 'endMs'>): Promise<void> {
    const key = `${run.runId} ${String(run.endMs)}`;
    if (this.#asked.has(key)) return;
    this.#asked.add(key);
    const pixels = Math.max(1, run.endMs);
    const answer = await this.#run.look({ kind: 'window.timeline', fromMs: 0, toMs: run.endMs, pixels });
    if (answer !== null && this.#run.runId === run.runId) this.#keep(traceOf(run, answer.lanes));
  }

  async #traceBefore(runId: string, documentId: string): Promise<void> {
    if (this.#measurer === null || this.#asked.has(runId) || this.#traces.some((each) => each.runId === runId)) return;
    this.#asked.add(runId);
    const source = await this.#run.recorded(runId, null);
    if (source === null) return;
    const worker = await this.#measurer();
    try {
      const reply = await worker.pair({ sources: [source, source] });
      if (!reply.ok) return;
      const [{ endMs, lanes }] = reply.comparison.runs;
      this.#keep(traceOf({ runId, documentId, endMs }, lanes));
    } finally {
      worker.end();
    }
  }

  #keep(trace: Trace): void {
    this.#traces = [...this.#traces.filter(({ runId }) => runId !== trace.runId), trace].slice(-tracesMax);
  }
}
