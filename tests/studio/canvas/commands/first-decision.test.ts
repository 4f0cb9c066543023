/** The first decision: it gets the time that it takes to be watched, and only where nobody has said otherwise. */
import { describe, expect, it } from 'vitest';
import { apply, type Document } from '../../../../src/document/index.ts';
import { watchableEdit } from '../../../../src/studio/canvas/commands/first-decision.ts';
import { addEdit } from '../../../../src/studio/canvas/graph/edits.ts';
import { decisionLine } from '../../../../src/studio/canvas/standing/agreement.ts';
import { play } from '../../../scenarios/stage.ts';

const agents = (count: number) => Array.from({ length: count }, (_, at) => ({ id: `a${String(at)}` }));
function withDecision(document: Document): Document {
  const { edit } = addEdit(document, 'decision', { place: { x: 0, y: 0 }, places: new Map() });
  const applied = apply(document, watchableEdit(edit, document) ?? edit);
  if (!applied.ok) throw new Error(applied.error.message);
  return applied.value.document;
}

describe('a decision just drawn', () => {
  it.each([
    ['a delay was set, be it none', { network: { delayMs: 0 } }],
    ['one was drawn before', { tasks: [{ id: 'old', action: { kind: 'consensus', value: 'go' } }] }],
  ] as [string, Document][])('takes no delay where %s', (_what, document) => {
    expect(withDecision(document).network).toEqual(document.network);
  });

  it('gets one where nothing is said of the network, by the same undo, and keeps what else is said of it', () => {
    const document: Document = { agents: agents(4) };
    const { edit } = addEdit(document, 'decision', { place: { x: 0, y: 0 }, places: new Map() });
    const applied = apply(document, watchableEdit(edit, document) ?? edit);
    expect(applied.ok && applied.value.document.network).toEqual({ delayMs: 20 });
    expect(applied.ok && apply(applied.value.document, applied.value.inverse)).toMatchObject({
      ok: true,
      value: { document },
    });
    expect(withDecision({ network: { loss: 0.1 } }).network).toEqual({ loss: 0.1, delayMs: 20 });
  });

  it('takes time when it runs, which without the delay it would not', () => {
    const drawn = withDecision({ agents: agents(4) });
    const { network: _, ...instant } = drawn;
    const [slow, fast] = [play(drawn), play(instant)];
    expect([slow.outcome, fast.outcome]).toEqual(['succeeded', 'succeeded']);
    const lastMs = ({ recorded }: typeof slow): number => Math.max(...recorded.map(({ time }) => time));
    expect(lastMs(fast)).toBe(0);
    expect(lastMs(slow)).toBeGreaterThanOrEqual(100);
  });
});

describe('the card of a decision', () => {
  const line = (count: number, protocol?: string): string => {
    const action = { kind: 'consensus' as const, value: 'go', ...(protocol === undefined ? {} : { protocol }) };
    const task = { id: 't', action };
    return decisionLine({ agents: agents(count), tasks: [task] }, task, action);
  };

  it('says who decides and what that survives', () => {
    expect([0, 1, 3, 4, 7].map((count) => line(count))).toEqual([
      'nobody decides yet',
      '1 decides, none may lie',
      '3 decide, none may lie',
      '4 decide, 1 may lie',
      '7 decide, 2 may lie',
    ]);
    expect([line(3, 'raft'), line(5, 'raft'), line(1, 'majority'), line(4, 'majority')]).toEqual([
      '3 decide, 1 may crash',
      '5 decide, 2 may crash',
      '1 votes',
      '4 vote',
    ]);
  });

  it('says when it is not safe', () => {
    const action = { kind: 'consensus' as const, value: 'go', faulty: 1, laboratory: true };
    const task = { id: 't', action };
    expect(decisionLine({ agents: agents(3), tasks: [task] }, task, action)).toBe('3 decide, unsafe');
  });
});
