/** Commands of the canvas are found by the words of other tools: what must not be found first, then every word, near the top. */
import { describe, expect, it } from 'vitest';
import { canvasShortcuts } from '../../../src/studio/canvas/canvas-shortcuts.ts';
import { matching } from '../../../src/studio/commands/match.ts';

const desk = { workspace: { selection: { ids: new Set() } } } as never;
const commands = canvasShortcuts(desk, { selection: { ids: new Set() } } as never, { copy: () => undefined });
const found = (query: string) => matching(commands, query, 60).map(({ id }) => id);

/** What each word has to lead to; `first`: it is what Enter takes. */
const aliases: readonly (readonly [query: string, id: string, first?: 'first'])[] = [
  ['node', 'canvas.add', 'first'],
  ['node', 'canvas.add.task'],
  ['node', 'canvas.add.worker'],
  ['step', 'canvas.add.task'],
  ['activity', 'canvas.add.task', 'first'],
  ['tool', 'canvas.add.task'],
  ['tool', 'canvas.add.resource'],
  ['function', 'canvas.add.task', 'first'],
  ['agent', 'canvas.add.worker'],
  ['agent executor', 'canvas.add.worker', 'first'],
  ['assistant', 'canvas.add.worker', 'first'],
  ['subagent', 'canvas.add.worker', 'first'],
  ['supervisor', 'canvas.add.manager', 'first'],
  ['orchestrator', 'canvas.add.manager', 'first'],
  ['router', 'canvas.add.manager', 'first'],
  ['crew', 'canvas.add.manager'],
  ['crew', 'canvas.group'],
  ['flow', 'canvas.add.composite'],
  ['workflow', 'canvas.add.composite', 'first'],
  ['subgraph', 'canvas.add.composite'],
  ['subgraph', 'canvas.compose'],
  ['graph', 'canvas.tidy'],
  ['edge', 'canvas.connect'],
  ['wire', 'canvas.connect'],
  ['hand-off', 'canvas.connect', 'first'],
  ['handoff', 'canvas.connect', 'first'],
  ['transition', 'canvas.connect', 'first'],
  ['sequential', 'canvas.chain', 'first'],
  ['debate', 'canvas.add.decision', 'first'],
  ['vote', 'canvas.add.decision', 'first'],
  ['blackboard', 'canvas.add.memory', 'first'],
  ['knowledge', 'canvas.add.memory', 'first'],
  ['semaphore', 'canvas.add.resource', 'first'],
  ['sticky', 'canvas.add.note', 'first'],
  ['bypass', 'canvas.switch', 'first'],
  ['mute', 'canvas.switch', 'first'],
  ['auto-layout', 'canvas.tidy', 'first'],
];

describe('the words of other tools', () => {
  it('find nothing that they do not mean', () => {
    expect(found('zebra')).toEqual([]);
    expect(found('supervisor zebra')).toEqual([]);
    expect(found('supervisor')).toEqual(['canvas.add.manager']);
  });

  for (const [query, id, first] of aliases)
    it(`${query} finds ${id}`, () => {
      const ids = found(query);
      expect(ids.slice(0, 12)).toContain(id);
      if (first !== undefined) expect(ids[0]).toBe(id);
    });
});
