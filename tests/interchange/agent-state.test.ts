/** States of agents as files: refused where anything is amiss, brought up by steps, and taken over as one edit or one input. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, digestJson, parseJson, type JsonObject } from '../../src/base/index.ts';
import { apply, type Document } from '../../src/document/index.ts';
import {
  otherAgent,
  readAgentState,
  stateChange,
  stateEdit,
  writeAgentState,
  type AgentState,
} from '../../src/interchange/index.ts';

const state: AgentState = {
  agent: 'ana',
  beliefs: { open: true, note: 'grüß dich 😀', list: [1, { a: null }] },
  goals: [
    { id: 'rest', when: null, status: 'open' },
    { id: 'done', when: 'beliefs.open', status: 'reached' },
    { id: 'old', when: 'results.a.ok', status: 'dropped' },
  ],
  memory: { hits: 3 },
  metrics: { step: 12, timeMs: 340, busyMs: 200, tasks: 2 },
};
const text = writeAgentState(state);
const signed = (change: JsonObject): string => {
  const { digest: _digest, ...rest } = { ...(JSON.parse(text) as JsonObject), ...change };
  return `${canonical({ ...rest, digest: digestJson(rest) })}\n`;
};
const sentence = (of: string): string => {
  const read = readAgentState(of);
  return read.ok ? 'taken' : read.error.message;
};

describe('the state of an agent', () => {
  it('is refused with any byte of it changed', () => {
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.length; at += 1)
      for (const bit of [1, 32, 128]) {
        const broken = bytes.slice();
        broken[at]! ^= bit;
        expect(sentence(new TextDecoder('utf-8', { ignoreBOM: true }).decode(broken)), String(at)).toMatch(
          /damaged|no state/u,
        );
      }
    expect(sentence(text.slice(0, -1))).toMatch(/damaged/u);
    expect(sentence('')).toMatch(/damaged/u);
  });

  it.each<[string, string, RegExp]>([
    ['another file', '{"format":"conclave"}', /no state of an agent; choose a file/u],
    ['a newer version', signed({ version: 2 }), /version: The state was saved by a newer Conclave/u],
    ['no version', signed({ version: 'x' }), /version: The state says no version that is known/u],
    [
      'a status that is none',
      signed({ goals: [{ id: 'a', when: null, status: 'won' }] }),
      /no state that an agent can have/u,
    ],
    ['beliefs that are none', signed({ beliefs: [] }), /beliefs: This is no state/u],
    ['more than it has', signed({ more: 1 }), /no state that an agent can have/u],
  ])('of %s is refused', (_, of, words) => {
    expect(sentence(of)).toMatch(words);
    expect(sentence(of)).not.toContain('\n');
  });

  it('comes back as it was, whatever is believed', () => {
    expect(readAgentState(text)).toEqual({ ok: true, value: state });
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()), (given) => {
        fc.pre(parseJson(JSON.stringify(given)).ok);
        const beliefs = JSON.parse(JSON.stringify(given)) as JsonObject;
        expect(readAgentState(writeAgentState({ ...state, beliefs }))).toMatchObject({
          ok: true,
          value: { agent: 'ana' },
        });
        const read = readAgentState(writeAgentState({ ...state, beliefs }));
        expect(read.ok && canonical(read.value.beliefs)).toBe(canonical(beliefs));
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  it('of an older version is brought up step by step, and refused where a step is missing', () => {
    const steps = new Map<number, (old: JsonObject) => JsonObject>([
      [1, (old: JsonObject) => ({ ...old, beliefs: { ...(old['beliefs'] as JsonObject), one: 1 } })],
      [2, (old: JsonObject) => ({ ...old, beliefs: { ...(old['beliefs'] as JsonObject), two: 2 } })],
    ]);
    const read = readAgentState(text, steps, 3);
    expect(read.ok && read.value.beliefs).toEqual({ ...state.beliefs, one: 1, two: 2 });
    steps.delete(2);
    expect(readAgentState(text, steps, 3).ok).toBe(false);
  });

  it('is taken over into a document as one edit, which is taken back as one', () => {
    const document: Document = { name: 'd', agents: [{ id: 'ben' }, { id: 'ana', beliefs: { gone: 1 } }], tasks: [] };
    expect(stateEdit(document, 'eve', state)).toBeNull();
    const applied = apply(document, stateEdit(document, 'ana', state)!);
    if (!applied.ok) throw new Error(applied.error.message);
    expect(applied.value.document.agents![1]).toEqual({
      id: 'ana',
      beliefs: state.beliefs,
      goals: ['rest', { id: 'done', when: 'beliefs.open' }],
    });
    const back = apply(applied.value.document, applied.value.inverse, { again: true });
    expect(back.ok && back.value.document).toEqual(document);
  });

  it('is taken over into a run as one input, where its goals are those of the run', () => {
    const now = { beliefs: { gone: 1, open: false }, goals: state.goals };
    expect(stateChange('ana', now, state)).toEqual({
      ok: true,
      value: {
        kind: 'mind',
        agent: 'ana',
        beliefs: state.beliefs,
        forget: ['gone'],
        goals: { rest: 'open', done: 'reached', old: 'dropped' },
      },
    });
    expect(stateChange('ana', { ...now, goals: [] }, state)).toMatchObject({
      ok: false,
      error: expect.stringContaining('the goal "rest", which "ana" does not have in this run') as string,
    });
    expect(otherAgent(state, 'ben')).toBe('This is the state of "ana", not of "ben".');
    expect(otherAgent(state, 'ana')).toBeNull();
  });
});
