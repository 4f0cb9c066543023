/** States of agents as files: refused where anything is amiss, brought up by steps, and taken over as one edit or one input. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, digestJson, encodeUtf8, parseJson, sha256, type JsonObject } from '../../src/base/index.ts';
import { apply, type Document } from '../../src/document/index.ts';
import {
  otherAgent,
  raisedWords,
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
const bytesOf = (of: string): Uint8Array => new TextEncoder().encode(of);
const signed = (change: JsonObject): string => {
  const { sha256: _sum, ...rest } = { ...(JSON.parse(text) as JsonObject), ...change };
  return `${canonical({ ...rest, sha256: sha256(encodeUtf8(canonical(rest))) })}\n`;
};
/** As the first version was written: the same, with a digest of 128 bits. */
const first = (change: JsonObject = {}): string => {
  const rest = { format: 'conclave-agent-state', version: 1, ...state, ...change };
  return `${canonical({ ...rest, digest: digestJson(rest) })}\n`;
};
const sentence = (of: string | Uint8Array): string => {
  const read = readAgentState(typeof of === 'string' ? bytesOf(of) : of);
  return read.ok ? 'taken' : read.error.message;
};

describe('the state of an agent', () => {
  it('is refused with any of 2,000 bytes of it changed, in each version, cut anywhere, or with more behind it', () => {
    const beliefs = { ...state.beliefs, long: Array.from({ length: 260 }, (_, at) => `thing ${String(at)}`) };
    for (const [of, step] of [
      [writeAgentState({ ...state, beliefs }), 1],
      [first({ beliefs }), 9],
    ] as const) {
      const bytes = bytesOf(of);
      expect(sentence(bytes)).toBe('taken');
      expect(bytes.length).toBeGreaterThan(2000);
      for (let at = 0; at < bytes.length; at += step) {
        const broken = bytes.slice();
        broken[at]! ^= 1 << ((at * 7) % 8);
        expect(sentence(broken), String(at)).toMatch(/^The state is damaged: |^This is no state /u);
      }
      for (let at = 0; at < bytes.length; at += 37) expect(sentence(bytes.subarray(0, at))).toMatch(/damaged/u);
      expect(sentence(`${of} `)).toMatch(/damaged/u);
      expect(sentence(`\ufeff${of}`)).toMatch(/damaged/u);
    }
  });

  it('of 10 MB is read, and refused in one sentence where it is damaged', () => {
    const beliefs = { long: Array.from({ length: 100 }, (_, at) => String(at % 10).repeat(100_000)) };
    const bytes = bytesOf(writeAgentState({ ...state, beliefs }));
    expect(sentence(bytes)).toBe('taken');
    bytes[5_000_000]! ^= 1;
    expect(sentence(bytes)).toBe('The state is damaged: it is not as it was saved; save it again.');
    expect(sentence(new Uint8Array(10_000_000))).toMatch(/^The state is damaged: it cannot be read/u);
    expect(sentence(new Uint8Array(65 * 1024 * 1024))).toMatch(/^The state is larger than any that is read/u);
  });

  it('of the first version is read, and it is said that it was brought up', () => {
    const read = readAgentState(bytesOf(first()));
    expect(read).toEqual({ ok: true, value: { state, raisedFrom: 1 } });
    expect(read.ok && raisedWords(read.value)).toBe(
      'It was saved in version 1 of the format and is brought up to version 2.',
    );
    const now = readAgentState(bytesOf(text));
    expect(now.ok && raisedWords(now.value)).toBeNull();
    // The seal of one version is none in the other.
    const { version: _version, ...rest } = JSON.parse(first()) as JsonObject;
    expect(sentence(`${canonical({ ...rest, version: 2 })}\n`)).toMatch(/damaged/u);
  });

  it.each<[string, string, RegExp]>([
    ['another file', '{"format":"conclave"}', /no state of an agent; choose a file/u],
    ['a newer version', signed({ version: 3 }), /version: The state was saved by a newer Conclave/u],
    ['no version', signed({ version: 'x' }), /version: The state says no version that is known/u],
    [
      'a status that is none',
      signed({ goals: [{ id: 'a', when: null, status: 'won' }] }),
      /no state that an agent can have/u,
    ],
    ['beliefs that are none', signed({ beliefs: [] }), /beliefs: This is no state/u],
    ['more than it has', signed({ more: 1 }), /no state that an agent can have/u],
    ['the seal of the first version besides', signed({ digest: 'x' }), /no state that an agent can have/u],
  ])('of %s is refused', (_, of, words) => {
    expect(sentence(of)).toMatch(words);
    expect(sentence(of)).not.toContain('\n');
  });

  it('comes back as it was, whatever is believed', () => {
    expect(readAgentState(bytesOf(text))).toEqual({ ok: true, value: { state, raisedFrom: null } });
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()), (given) => {
        fc.pre(parseJson(JSON.stringify(given)).ok);
        const beliefs = JSON.parse(JSON.stringify(given)) as JsonObject;
        const read = readAgentState(bytesOf(writeAgentState({ ...state, beliefs })));
        expect(read).toMatchObject({ ok: true, value: { state: { agent: 'ana' } } });
        expect(read.ok && canonical(read.value.state.beliefs)).toBe(canonical(beliefs));
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  it('of an older version is brought up step by step, and refused where a step is missing', () => {
    const steps = new Map<number, (old: JsonObject) => JsonObject>([
      [2, (old: JsonObject) => ({ ...old, beliefs: { ...(old['beliefs'] as JsonObject), one: 1 } })],
      [3, (old: JsonObject) => ({ ...old, beliefs: { ...(old['beliefs'] as JsonObject), two: 2 } })],
    ]);
    const read = readAgentState(bytesOf(text), steps, 4);
    expect(read).toMatchObject({ ok: true, value: { raisedFrom: 2 } });
    expect(read.ok && read.value.state.beliefs).toEqual({ ...state.beliefs, one: 1, two: 2 });
    steps.delete(3);
    expect(readAgentState(bytesOf(text), steps, 4).ok).toBe(false);
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
