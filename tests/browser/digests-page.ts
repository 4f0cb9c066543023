/** The page behind digests.html: golden journals in a worker, and the random documents in the engine's own worker. */
import { connectEngine, type RunStatus } from '../../src/bridge/index.ts';
import { documents } from './digest-documents.ts';

function replayed(): Promise<unknown> {
  const worker = new Worker(new URL('./digests-worker.ts', import.meta.url), { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', ({ data }) => resolve(data));
    worker.addEventListener('error', ({ message }) => reject(new Error(message)));
  });
}

/** Runs every document through the engine that the studio uses: steps and digest of the end, by name. */
async function simulated(): Promise<Record<string, string>> {
  const line = connectEngine(
    () => new Worker(new URL('../../src/engine/worker.ts', import.meta.url), { type: 'module' }),
  );
  const ends: Record<string, string> = {};
  for (const [name, document] of Object.entries(documents)) {
    const runId = `run-${crypto.randomUUID()}`;
    const status = new Promise<RunStatus>((resolve) => {
      const stop = line.listen((event) => {
        if (event.kind !== 'status' || event.status?.runId !== runId || !event.status.complete) return;
        stop();
        resolve(event.status);
      });
    });
    await line.request({ kind: 'run.start', runId, documentId: 'd', document, play: false });
    const { steps, digest } = await status;
    ends[name] = `${String(steps)} ${String(digest)}`;
  }
  line.close();
  return ends;
}

Object.assign(globalThis, {
  digests: Promise.all([replayed(), simulated()]).then(([journals, runs]) => ({ journals, runs })),
});
