/** What cards say of what goes wrong and of the decision in hand. Pure. */
import { describe, expect, it } from 'vitest';
import type { AgentView, ConsensusView, RuleView } from '../../../../src/bridge/index.ts';
import { standingLine } from '../../../../src/studio/canvas/cards/card-words.ts';
import { progressOf, standingOf } from '../../../../src/studio/canvas/standing/decisions.svelte.ts';
import { harmWords, isLie, signsOf } from '../../../../src/studio/canvas/standing/signs.ts';

const agent: AgentView = {
  id: 'ana',
  state: 'idle',
  conducts: [],
  slowness: 1,
  cutOff: false,
  slots: 1,
  running: [],
  queued: 0,
  done: 0,
  busyMs: 0,
};
const link = {
  id: 'x',
  kind: 'link',
  from: ['ana'],
  to: [],
  both: true,
  loss: 0.3,
  delayMs: 0,
  duplicate: 0,
  reorder: 0,
} as const satisfies RuleView;
const words = (view: AgentView, rules: readonly RuleView[] = []) => signsOf(view, rules).map(({ word }) => word);

describe('the signs of an agent', () => {
  it('are none while nothing goes wrong, and none of what befalls others', () => {
    expect(words(agent)).toEqual([]);
    expect(
      words(agent, [
        { ...link, from: ['ben'] },
        { ...link, to: ['ben'] },
      ]),
    ).toEqual([]);
  });

  it('tell how it misbehaves, that it is slow or cut off, and what befalls its messages', () => {
    expect(words({ ...agent, conducts: ['equivocate', 'silent'] })).toEqual(['says two things', 'silent']);
    expect(words({ ...agent, slowness: 3 })).toEqual(['3 times slower']);
    expect(words(agent, [link])).toEqual(['loses messages']);
    expect(words({ ...agent, cutOff: true }, [link])).toEqual(['partitioned']);
  });

  it('tell lies from mere silence', () => {
    expect(isLie(signsOf({ ...agent, conducts: ['silent'] }, []))).toBe(false);
    expect(isLie(signsOf({ ...agent, conducts: ['collude'] }, []))).toBe(true);
  });

  it('say on a link what falls on it', () => {
    expect(harmWords(link)).toBe('30% lost');
    expect(harmWords({ ...link, loss: 1 })).toBe('all lost');
    expect(harmWords({ ...link, loss: 0, delayMs: 40 })).toBe('40 ms longer');
  });
});

describe('a member of a decision', () => {
  const mark = { step: 4, timeMs: 40, value: '"go"', view: 0, slot: 1, by: [] };
  const view: ConsensusView = {
    task: 'vote',
    title: 'Vote',
    protocol: 'pbft',
    faulty: 1,
    quorum: 3,
    phases: ['accepted', 'prepared'],
    view: 0,
    leader: { id: 'ana', name: 'Ana' },
    begun: { step: 1, timeMs: 0 },
    members: [
      { id: 'ana', name: 'Ana', turned: false, view: null, phases: [mark, mark], refused: null },
      { id: 'ben', name: 'Ben', turned: false, view: null, phases: [null, null], refused: null },
    ],
    tally: [],
    decided: null,
    failed: null,
    outcomes: [],
  };

  it('says nothing of itself before anybody was asked', () => {
    expect(standingOf(null).size).toBe(0);
    expect(standingOf({ ...view, begun: null }).size).toBe(0);
  });

  it('says how far it has come, with which value, and whether it leads', () => {
    const standing = standingOf(view);
    expect(standing.get('ana')).toMatchObject({ reached: 2, phases: 2, word: 'prepared', leads: true, split: false });
    expect(standing.get('ben')).toMatchObject({ reached: 0, word: '', value: '', leads: false });
    expect(standingLine([], standing.get('ana'))).toBe('prepared "go"');
    expect(standingLine([], standing.get('ben'))).toBeNull();
    expect(standingLine(signsOf({ ...agent, conducts: ['lie'] }, []), standing.get('ana'))).toBe(
      'prepared "go" · lies',
    );
  });

  it('is counted on the card of the task, by the furthest phase', () => {
    expect(progressOf(view)).toBe('1 of 2 prepared');
    expect(progressOf({ ...view, members: view.members.slice(1) })).toBeNull();
  });

  it('of those that disagree says so', () => {
    const outcomes = [
      { value: '"go"', members: [{ id: 'ana', name: 'Ana' }] },
      { value: '"stop"', members: [{ id: 'cleo', name: 'Cleo' }] },
    ];
    const standing = standingOf({ ...view, outcomes });
    expect(standing.get('ana')?.split).toBe(true);
    expect(standing.get('ben')?.split).toBe(false);
  });
});
