/** Long-term memories of one run as the beginning of the next, as orders to the engine: kept in the journal, handed over to a fork. */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../src/document/index.ts';
import { readRun } from '../../src/interchange/index.ts';
import { piece, task } from '../scenarios/stage.ts';
import { Rig } from './rig.ts';

const keeping = (capacity = 1): Document =>
  piece(
    [task('read', [], { remembers: [{ key: 'a', value: 1 }] }), task('more', ['read'], { remembers: [{ key: 'b' }] }), task('write', ['more'], { recalls: ['a'] })], // prettier-ignore
    { agents: [{ id: 'ana', memory: { capacity, longTerm: 5, keep: true } }] },
  );

async function ended(document: Document, memories?: string): Promise<Rig> {
  const rig = new Rig();
  await rig.ask({ kind: 'run.start', runId: 'r', documentId: 'd', document, play: false, ...(memories !== undefined && { memories }) }); // prettier-ignore
  await rig.settle();
  return rig;
}
const restored = async (rig: Rig): Promise<unknown[]> => {
  const file = readRun(await rig.ask({ kind: 'run.export' }));
  return file.ok ? file.value.inputs.filter(({ message }) => message.type === 'agent.restore') : [];
};

describe('what agents remember', () => {
  it('[WM7] is told at the end of a run, begins another, and stands in the file of that', async () => {
    const text = await (await ended(keeping())).ask({ kind: 'run.memories' });
    expect(JSON.parse(text!)).toMatchObject({ format: 'conclave-memory', agents: { ana: [{ key: 'b' }] } });
    const next = await ended(keeping(), text!);
    expect(await restored(next)).toHaveLength(1);
    expect(await restored(await ended(keeping()))).toEqual([]);
    const again = new Rig();
    await again.ask({ kind: 'run.import', runId: 'q', documentId: 'd', text: await next.ask({ kind: 'run.export' }) });
    await again.settle();
    expect([again.status?.digest, again.status?.notice]).toEqual([next.status?.digest, null]);
  });

  it('[WM7] goes with a run that is begun from a task of another', async () => {
    const text = await (await ended(keeping())).ask({ kind: 'run.memories' });
    const rig = await ended(keeping(), text!);
    await rig.ask({ kind: 'run.fork', runId: 'f', task: 'write', play: false });
    await rig.settle();
    expect([rig.status?.runId, (await restored(rig)).length]).toEqual(['f', 1]);
  });

  it('is not told of a run that is under way', async () => {
    const rig = new Rig();
    await rig.start(keeping());
    expect(await rig.ask({ kind: 'run.memories' })).toBeNull();
  });

  it('is refused by a sentence where it cannot be taken, and what is open stays; nobody who recalls, nothing is taken', async () => {
    const rig = await ended(keeping());
    const start = (memories: string, document: Document = keeping()) =>
      rig.ask({ kind: 'run.start', runId: 'x', documentId: 'd', document, play: false, memories });
    await expect(start('{')).rejects.toMatchObject({ code: 'engine/refused-memories', definite: true });
    expect(rig.status?.runId).toBe('r');
    await start('{', piece([task('plain')], { agents: [{ id: 'ana' }] }));
    await rig.settle();
    expect([rig.status?.runId, rig.status?.outcome]).toEqual(['x', 'succeeded']);
  });
});
