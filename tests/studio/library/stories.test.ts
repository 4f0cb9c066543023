/** What a story's card promises really happens when its document runs, and the advice on the card changes the run as it says. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { resultOf, Run, type RunResult } from '../../../src/replay/index.ts';
import { parseStory, stories } from '../../../src/studio/library/stories.ts';
import { compile } from '../../../src/workflow/index.ts';

function story(id: string): Document {
  const document = parseStory(readFileSync(`public/templates/${id}.json`, 'utf8'));
  if (document === null) throw new Error(`${id} is no document`);
  return document;
}

function runOf(document: Document): RunResult {
  const compiled = compile(document);
  if (!compiled.ok) throw new Error('it does not compile');
  return resultOf(new Run(compiled.value).finish());
}

describe('stories that run', () => {
  it.each(stories.map(({ id }) => id))('%s ends as told, every invariant held', (id) => {
    const result = runOf(story(id));
    expect(result.outcome).toBe(id === 'night-migration' ? 'compensated' : 'succeeded');
    expect(result.invariants.filter(({ holds }) => !holds)).toEqual([]);
  });

  it('couriers: what Jun held when he fell silent is done by Ida, and he comes back for more; without a lease nobody notices', () => {
    const document = story('two-couriers-and-a-storm');
    const { tasks } = runOf(document);
    const done = (agent: string) =>
      Object.values(tasks).filter((task) => task.agent === agent && (task.endMs ?? 0) > 5000);
    expect(tasks['station']).toMatchObject({ state: 'succeeded', agent: 'ida' });
    expect(tasks['station']?.startMs).toBeLessThan(2100);
    expect(done('jun')).not.toHaveLength(0);
    expect(runOf({ ...document, coordination: { ...document.coordination, leaseMs: 0 } }).outcome).toBe('stalled');
  });

  it('herd: each wave goes to one desk by the old board; power of two uses every desk and ends much sooner', () => {
    const document = story('the-herd');
    const herd = runOf(document);
    for (const wave of [1, 2, 3, 4]) {
      const desks = new Set(
        Object.entries(herd.tasks).flatMap(([id, { agent }]) =>
          id.startsWith(`guest-${String(wave)}-`) ? [agent] : [],
        ),
      );
      expect(desks.size).toBe(1);
    }
    const lots = runOf({ ...document, scheduling: { ...document.scheduling, balancing: 'power-of-two' } });
    expect(Object.values(lots.agents).every(({ tasks }) => tasks > 0)).toBe(true);
    expect(lots.makespanMs).toBeLessThan(herd.makespanMs * 0.75);
  });

  it('hospital: first fit instead of HEFT makes the night a quarter longer', () => {
    const document = story('field-hospital');
    const planned = runOf(document);
    const greedy = runOf({ ...document, scheduling: { ...document.scheduling, assignment: 'first-fit' } });
    expect(greedy.makespanMs / planned.makespanMs).toBeCloseTo(1.25, 1);
  });
});
