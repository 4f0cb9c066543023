/**
 * A hundred replicas of an eventual memory come to hold the same ten thousand keys, of which each wrote a hundred: time, messages
 * and memory, beside a bare heap loop and beside what it takes to clone as much once, key by key.
 */
import { clonePlain } from '../../src/base/index.ts';
import type { Document } from '../../src/document/index.ts';
import { bytesOf } from '../../src/kernel/index.ts';
import { Run } from '../../src/replay/index.ts';
import { compile } from '../../src/workflow/index.ts';
import { bareHeapLoop, events } from './bare-heap.ts';
import { line, note, race, told } from './measure.ts';

const [replicas, keys] = [100, 10_000];
const ids = Array.from({ length: replicas }, (_, at) => `agent-${String(at)}`);
const each = keys / replicas;
const document: Document = {
  name: 'Gossip at scale',
  seed: 1,
  agents: ids.map((id) => ({ id })),
  network: { delayMs: 1 },
  memories: [{ id: 'board', consistency: 'eventual' }],
  tasks: ids.map((agent, at) => ({
    id: `write-${String(at)}`,
    agent,
    action: { kind: 'simulate' as const, durationMs: 5 },
    writes: Array.from({ length: each }, (_, place) => ({
      memory: 'board',
      key: `key-${String(at)}-${String(place)}`,
      value: at * each + place,
    })),
  })),
};
const compiled = compile(document);
if (!compiled.ok) throw new Error(compiled.error[0]!.message);

const heapMB = (): number => {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().heapUsed / 1e6;
};
const emptyMB = heapMB();
let run = new Run(compiled.value).finish();
const fullMB = heapMB() - emptyMB;

let [messages, held] = [0, 0];
for (let at = 0; at < run.log.length; at += 1) {
  const fact = run.log.at(at);
  if (fact.type === 'message.sent' && fact.message.type.startsWith('shared-memory.')) messages += 1;
  if ((fact.type as string) === 'shared-memory.held') held += 1;
}
if (held !== replicas * keys) throw new Error(`${String(held)} values were kept, not ${String(replicas * keys)}`);

const plain = Array.from({ length: keys }, (_, at) => [
  { key: `key-${String(at)}`, ts: at, writer: at % replicas, seq: at, does: 'put', value: at },
]);
const times = await race(
  [
    { name: 'bare', run: bareHeapLoop },
    { name: 'clone', run: () => ids.map(() => clonePlain(plain)) },
    {
      name: 'run',
      run: () => {
        run = new Run(compiled.value).finish();
      },
    },
  ],
  2,
);
const ms = times.get('run')!;
const snapshotMB = bytesOf(run.worldAt(run.steps).snapshot()) / 1e6;
const inHeap = (ms * events) / times.get('bare')! / held;
note('messages until all copies are alike and all know it', String(messages));
note('virtual time until then', told(run.now));
note('to clone as much once, key by key', told(times.get('clone')!));
line(`${String(replicas)} replicas x ${String(keys)} keys come to be alike`, told(ms), '<= 3,000 ms', ms <= 3000);
line('a value that a replica takes in, in events of a bare heap', inHeap.toFixed(1), '<= 24', inHeap <= 24);
line('memory of the run with its log', `${fullMB.toFixed(0)} MB`, '<= 500 MB', fullMB <= 500);
line('a snapshot at its end', `${snapshotMB.toFixed(2)} MB`, '<= 4 MB', snapshotMB <= 4);
