/**
 * Keeps the library's summary of the open run up to date: what the table of documents shows of it. It writes when the run begins
 * or ends and otherwise at most once a second. The run itself is the journal's.
 */
import type { RunStatus } from '../../../bridge/index.ts';
import type { Library, RunSummary } from '../../../storage/index.ts';
import type { RunBefore, RunSession } from '../../state/index.ts';
import { meaningDigest } from '../../versions/meaning.ts';

type Summaries = Pick<Library, 'putRun' | 'listRuns'>;
const pauseMs = 1000;

/** What of a summary never changes again. */
type Fixed = Pick<RunSummary, 'createdAtMs' | 'graph'> & { readonly before: RunBefore | null };

/** The last run that was made before another and came to its end; null where there is none. */
function runBefore(runs: readonly RunSummary[], runId: string, createdAtMs: number): RunBefore | null {
  let last: RunSummary | null = null;
  for (const each of runs) {
    if (each.runId === runId || each.createdAtMs > createdAtMs || each.outcome === null || each.makespanMs === null)
      continue;
    if (last === null || each.createdAtMs > last.createdAtMs) last = each;
  }
  if (last === null || last.makespanMs === null) return null;
  const { runId: before, steps, makespanMs: ms, cost = null } = last;
  return { runId: before, steps, ms, cost };
}

/** Starts recording. Returns how to stop; what is due is then written at once. */
export function recordRuns(run: RunSession, library: Summaries, failed: (error: unknown) => void): () => void {
  const created = new Map<string, Promise<Fixed>>();
  let due: { readonly status: RunStatus; readonly step: number } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastKey = '';

  const fixedOf = (status: RunStatus): Promise<Fixed> => {
    let known = created.get(status.runId);
    if (known === undefined) {
      const begun: Omit<Fixed, 'before'> = {
        createdAtMs: Date.now(),
        ...(run.graph === null ? {} : { graph: meaningDigest(run.graph) }),
      };
      known = library.listRuns(status.documentId).then((runs) => {
        const own = runs.find(({ runId }) => runId === status.runId) ?? begun;
        return { ...own, before: runBefore(runs, status.runId, own.createdAtMs) };
      });
      created.set(status.runId, known);
    }
    return known;
  };
  const write = async () => {
    clearTimeout(timer);
    timer = undefined;
    if (due === null) return;
    const { status } = due;
    // Since the status came the playhead may have moved on.
    const step = run.runId === status.runId ? run.step : due.step;
    due = null;
    try {
      const { createdAtMs, graph, before } = await fixedOf(status);
      if (run.runId === status.runId) run.before = before;
      await library.putRun({
        runId: status.runId,
        documentId: status.documentId,
        outcome: status.outcome,
        reason: status.reason,
        steps: status.steps,
        makespanMs: status.metrics?.makespanMs ?? null,
        ...(status.metrics === null ? {} : { cost: status.metrics.cost }),
        seed: status.seed,
        createdAtMs,
        updatedAtMs: Date.now(),
        playheadStep: step,
        ...(graph === undefined ? {} : { graph }),
        ...(run.engineVersion === null ? {} : { engine: run.engineVersion }),
      });
    } catch (error) {
      failed(error);
    }
  };
  const stop = run.observe((status, step) => {
    if (status.watching) return;
    due = { status, step };
    const key = `${status.runId} ${String(status.complete)} ${String(status.outcome)}`;
    if (key !== lastKey) {
      lastKey = key;
      void write();
    } else {
      timer ??= setTimeout(() => void write(), pauseMs);
    }
  });
  return () => {
    stop();
    void write();
  };
}
