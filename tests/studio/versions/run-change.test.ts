/** What is said to be new in a run. */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { runChange } from '../../../src/studio/versions/runs/run-change.ts';
import { RunChanges } from '../../../src/studio/versions/runs/run-changes.svelte.ts';
import type { RunSession } from '../../../src/studio/state/index.ts';
import type { RunSummary } from '../../../src/storage/index.ts';
import { twoTasks } from '../support/fake-keeper.ts';

const of = (document: Document, inputs: readonly unknown[] = []) => ({ document, inputs: inputs as never });
const [task] = twoTasks.tasks ?? [];
if (task === undefined) throw new Error('The document has no tasks.');
const agents = [{ id: 'gil', name: 'Gil' }];

describe('what is new in a run', () => {
  it('is a field of a node with what it was, also where that was left out', () => {
    const change = runChange(
      of({ ...twoTasks, agents }),
      of({ ...twoTasks, agents: [{ id: 'gil', name: 'Gil', slots: 2 }] }),
    );
    expect(change).toMatchObject({ what: 'Gil: slots 2', was: '1' });
    const back = runChange(
      of({ ...twoTasks, agents: [{ id: 'gil', name: 'Gil', slots: 2 }] }),
      of({ ...twoTasks, agents }),
    );
    expect(back).toMatchObject({ what: 'Gil: slots 1', was: '2' });
  });
  it('is the pattern by its title', () => {
    const change = runChange(of(twoTasks), of({ ...twoTasks, coordination: { pattern: 'contract-net' } }));
    expect(change).toMatchObject({ what: 'Pattern: Contract net', was: 'Centralized', pattern: 'Contract net' });
  });
  it('is what came or went, and how much more did', () => {
    const gone = { ...twoTasks, tasks: [], agents };
    expect(runChange(of(gone), of({ ...gone, agents: [] }))).toMatchObject({ what: 'Gil removed', was: '' });
    expect(runChange(of(gone), of({ ...twoTasks, agents })).what).toMatch(/added, and \d more$/);
  });
  it('is what was put in by hand where the document is the same, and nothing where all is', () => {
    const input = { step: 3 };
    expect(runChange(of(twoTasks), of(twoTasks, [input]))).toMatchObject({ what: '1 input put in by hand', was: '' });
    expect(runChange(of(twoTasks, [input]), of(twoTasks)).what).toBe('Nothing put in by hand');
    expect(runChange(of(twoTasks, [input]), of(twoTasks, [input])).what).toBe('Run again, unchanged');
    expect(runChange(null, of(twoTasks)).what).toBe('First run');
  });
  it('leaves out where things stand and what is only written beside them', () => {
    const moved = {
      ...twoTasks,
      view: { nodes: { [task.id]: { x: 9, y: 9 } }, notes: [{ id: 'n', x: 0, y: 0, text: 'hm' }] },
    };
    expect(
      runChange(of({ ...twoTasks, view: { nodes: { [task.id]: { x: 0, y: 0 } } } }), of(moved as Document)).what,
    ).toBe('Run again, unchanged');
  });
});

describe('the runs of a list', () => {
  const summaries = (count: number) =>
    Array.from({ length: count }, (_none, at) => ({ runId: `r-${String(count - at)}` }) as RunSummary);

  it('are each read once, and what cannot be read is left out', async () => {
    const asked: string[] = [];
    const session = {
      recorded: (runId: string) => {
        asked.push(runId);
        return Promise.resolve(runId === 'r-2' ? null : of(twoTasks));
      },
    } as unknown as RunSession;
    const changes = new RunChanges(session);
    await changes.read(summaries(4));
    expect(asked).toEqual(['r-1', 'r-2', 'r-3', 'r-4']);
    // Of the third nobody knows what it follows.
    expect([...changes.known.keys()]).toEqual(['r-1', 'r-4']);
    await changes.read(summaries(5));
    expect(changes.known.get('r-5')?.what).toBe('Run again, unchanged');
  });
});
