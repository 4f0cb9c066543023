/** A state that is loaded in the page: refused, asked about, or taken in one piece, and what is said of it. */
import { describe, expect, it } from 'vitest';
import { canonical, digestJson } from '../../../src/base/index.ts';
import { apply, type Document } from '../../../src/document/index.ts';
import { writeAgentState } from '../../../src/interchange/index.ts';
import { StateFiles } from '../../../src/studio/minds/state-files.ts';
import type { RunSession } from '../../../src/studio/state/index.ts';

const state = {
  ...{ agent: 'ana', beliefs: { open: true }, goals: [], memory: null },
  metrics: { step: 3, timeMs: 20, busyMs: 10, tasks: 1 },
};
const first = { format: 'conclave-agent-state', version: 1, ...state };
const older = `${canonical({ ...first, digest: digestJson(first) })}\n`;

/** Another document, in which ana believes something else; what was put into its run stands in `injected`. */
function other() {
  const document: Document = {
    name: 'other',
    agents: [{ id: 'ben' }, { id: 'ana', beliefs: { open: false } }],
    tasks: [],
  };
  const drawing = {
    document,
    edit(edit: Parameters<typeof apply>[1]) {
      const applied = apply(this.document, edit);
      if (applied.ok) this.document = applied.value.document;
      return applied.ok;
    },
  };
  const injected: unknown[] = [];
  const run = {
    step: 4,
    look: () => Promise.resolve({ beliefs: { open: false, old: 1 }, goals: [], memory: null }),
    inject: (change: unknown) => Promise.resolve(injected.push(change) > 0),
    player: { toChange: () => Promise.resolve() },
  } as unknown as RunSession;
  return { drawing, injected, files: new StateFiles(run, drawing) };
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a state from another document', () => {
  it.each([
    ['damaged', bytes(writeAgentState(state).replace('true', 'trve')), /^The state is damaged: .+; save it again\.$/],
    ['cut off', bytes(writeAgentState(state)).subarray(0, 100), /^The state is damaged: .+; save it again\.$/],
    ['no state', bytes('{}'), /^This is no state of an agent; choose a file that was saved as one\.$/],
  ])('that is %s changes nothing', async (_, of, sentence) => {
    const { files, drawing, injected } = other();
    const before = drawing.document;
    for (const into of ['run', 'drawing'] as const) {
      const told = await files.load(of, { agent: 'ana', into, anybody: false });
      expect(told.kind).toBe('refused');
      expect(told.sentence).toMatch(sentence);
    }
    expect(drawing.document).toBe(before);
    expect(injected).toEqual([]);
  });

  it('of another agent is asked about, and taken where it is meant', async () => {
    const { files, drawing } = other();
    const before = drawing.document;
    const of = bytes(writeAgentState(state));
    const asked = await files.load(of, { agent: 'ben', into: 'drawing', anybody: false });
    expect(asked).toEqual({ kind: 'foreign', sentence: 'This is the state of "ana", not of "ben".' });
    expect(drawing.document).toBe(before);
    expect(await files.load(of, { agent: 'ben', into: 'drawing', anybody: true })).toMatchObject({ kind: 'done' });
    expect(drawing.document.agents![0]).toMatchObject({ beliefs: { open: true } });
  });

  it('with goals that name what is not in the drawing is taken, and that is said before anybody runs it', async () => {
    const { files, drawing } = other();
    const goals = ['results.pass.ok', 'beliefs.open'].map((when, at) => ({
      id: `g${String(at)}`,
      when,
      status: 'open' as const,
    }));
    const told = await files.load(bytes(writeAgentState({ ...state, goals })), {
      agent: 'ana',
      into: 'drawing',
      anybody: false,
    });
    expect(told.sentence).toBe(
      'the drawing begins with this state. One goal of it names what is not here: mend or remove it before the next run.',
    );
    expect(drawing.document.agents![1]!.goals).toHaveLength(2);
  });

  it('of the first version goes into the drawing and into the run, and that it is older is said', async () => {
    const { files, drawing, injected } = other();
    for (const into of ['run', 'drawing'] as const) {
      const told = await files.load(bytes(older), { agent: 'ana', into, anybody: false });
      expect(told).toMatchObject({
        kind: 'done',
        sentence: expect.stringMatching(/ It was saved in version 1 of the format/) as string,
      });
    }
    expect(drawing.document.agents![1]).toMatchObject({ beliefs: { open: true } });
    expect(injected).toEqual([{ kind: 'mind', agent: 'ana', beliefs: { open: true }, forget: ['old'], goals: {} }]);
  });
});
