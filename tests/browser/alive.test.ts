/** A worker's end is known within two seconds though it was busy all the time; one that works on is left alone. */
import { expect, it } from 'vitest';
import { watchAlive } from '../../src/bridge/index.ts';

/** A worker that holds the lock of `name` and, when told, works without a pause for so long. */
function startWorker(name: string): Worker {
  const script = `
    navigator.locks.request('conclave-worker-${name}', () => new Promise(() => undefined));
    onmessage = ({ data }) => {
      if (data === 'end') close();
      else for (const end = performance.now() + data; performance.now() < end; );
    };`;
  return new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })));
}
/** Whether the worker of that name lives, as everybody can see. */
async function isHeld(name: string): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some((lock) => lock.name === `conclave-worker-${name}`);
}
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

it.each([
  ['terminated from outside', (worker: Worker) => worker.terminate()],
  ['that closes itself', (worker: Worker) => worker.postMessage('end')],
])('a worker %s is told of within two seconds', async (way, end) => {
  const name = `test-${way.length}-${performance.now()}`;
  const worker = startWorker(name);
  await expect.poll(() => isHeld(name), { timeout: 10_000 }).toBe(true);
  let endedAt = 0;
  watchAlive(name, () => (endedAt = performance.now()));
  worker.postMessage(2500);
  await wait(2500);
  expect(endedAt).toBe(0);
  const began = performance.now();
  end(worker);
  await expect.poll(() => endedAt, { timeout: 5000 }).toBeGreaterThan(0);
  expect(endedAt - began).toBeLessThan(2000);
});

it('who stopped watching hears nothing', async () => {
  const name = `test-stop-${performance.now()}`;
  const worker = startWorker(name);
  await expect.poll(() => isHeld(name), { timeout: 10_000 }).toBe(true);
  let ended = false;
  const stop = watchAlive(name, () => (ended = true));
  await wait(1200);
  stop();
  worker.terminate();
  await wait(1200);
  expect(ended).toBe(false);
});
