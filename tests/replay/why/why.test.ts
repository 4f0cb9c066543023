/** Why a task went where it went: who could, what was compared, by which rule, what carried it, and nothing of the future. */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { WhyBook, type Why, type WhyDecision } from '../../../src/replay/index.ts';
import { crew, piece, play, task } from '../../scenarios/stage.ts';

const agents = [{ id: 'slow', capabilities: ['x'], speed: 0.5 }, { id: 'fast', capabilities: ['x'] }, { id: 'other' }];
const tasks = [{ id: 'c' }, task('a', [], { requires: ['x'], parent: 'c' }), task('b')];

function book(more: Partial<Document>, of = tasks) {
  const { run } = play(piece(of, { agents, ...more, scheduling: { ties: 'by-id', ...more.scheduling } }));
  return { run, of: (id: string, step = run.steps) => new WhyBook(run.compiled, run.log).ofTask(id, step) };
}
const decisions = (why: Why | null) => why!.attempts.flatMap((attempt) => attempt.decisions);
const stood = ({ candidates }: WhyDecision) => candidates.map(({ id, standing }) => [id, standing]);
const texts = (why: Why | null) => why!.attempts.flatMap(({ lines }) => lines.map(({ text }) => text));

describe('the account of a task', () => {
  it('of nobody there is none, a composite has nobody, and who cannot is told with what is missing', () => {
    const { of } = book({});
    expect(of('nobody')).toBe(null);
    expect(of('c')).toMatchObject({ composite: true, capable: [], attempts: [expect.anything()] });
    expect(of('a')).toMatchObject({
      requires: ['x'],
      capable: [{ id: 'slow' }, { id: 'fast' }],
      incapable: [{ id: 'other', note: 'lacks x' }],
    });
  });
  it('says nothing of the future: at a step it is what was known there', () => {
    const { run, of } = book({});
    const whole = of('a')!;
    const [first] = decisions(whole);
    const before = of('a', first!.step - 1)!;
    expect(before.attempts.flatMap((attempt) => attempt.decisions)).toEqual([]);
    for (let step = 0; step <= run.steps; step += 1) {
      const then = of('a', step)!;
      for (const { lines, decisions: taken } of then.attempts)
        for (const each of [...lines, ...taken, ...taken.flatMap(({ candidates }) => candidates)])
          expect(each.step ?? 0).toBeLessThanOrEqual(step);
    }
  });
  it('under greedy shows every score, the chosen one first, and the rule in words', () => {
    const [given] = decisions(book({}).of('a'));
    expect(stood(given!)).toEqual([
      ['fast', 'chosen'],
      ['slow', 'weighed'],
    ]);
    expect(given).toMatchObject({ rule: 'greedy', measure: 'score', text: 'Assigned to fast' });
    expect(given!.says).toContain('lowest score');
  });
  it('names who was busy, and who was as good', () => {
    const three = [task('a'), task('b'), task('d')];
    const { of } = book({ agents: crew(3) }, three);
    expect(stood(decisions(of('d'))[0]!)).toEqual([
      ['agent-3', 'chosen'],
      ['agent-1', 'busy'],
      ['agent-2', 'busy'],
    ]);
    expect(of('d')!.answer).toContain('the only free candidate');
    expect(stood(decisions(of('a'))[0]!)[1]).toEqual(['agent-2', 'passed']);
  });
  it('names who had crashed, and a lease that ran out begins another handing-over', () => {
    const faults: Document['faults'] = [{ kind: 'crash', agent: 'agent-2', atMs: 5 }];
    const { of } = book({ agents: crew(3), faults }, [task('a', [], { ms: 20 }), task('b', [], { ms: 3000 })]);
    const why = of('a')!;
    expect(why.attempts.map(({ agent }) => agent?.id)).toEqual(['agent-2', 'agent-3']);
    expect(why.attempts[0]!.outcome).toContain('no heartbeat');
    expect(stood(decisions(why)[1]!)).toContainEqual(['agent-2', 'crashed']);
    expect(why.answer).toContain('assigned 2 times');
  });
  it('a retry is a handing-over of its own', () => {
    const again = task('a', [], { model: { failsFirst: 1 }, retry: { attempts: 2 } });
    const why = book({ agents: crew(2) }, [again]).of('a')!;
    expect(why.attempts.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(why.attempts[0]!.outcome).not.toBe('');
  });
});

describe('by protocol', () => {
  const balanced = ['least-loaded', 'jsq', 'power-of-two', 'round-robin', 'random', 'work-stealing', 'idle-queue', 'central-queue', 'min-min', 'sufferage'] as const; // prettier-ignore
  it.each(balanced)('load balancing by %s: one is chosen of all that can', (balancing) => {
    const { of } = book({ coordination: { pattern: 'load-balancing' }, scheduling: { balancing } });
    const [placed] = decisions(of('a'));
    expect(stood(placed!)).toHaveLength(2);
    expect(placed!.candidates[0]!.standing).toBe('chosen');
    expect(placed!.rule).toBe(balancing);
  });
  it('work that was stolen is told as a decision of its own', () => {
    const many = Array.from({ length: 6 }, (_, at) => task(`t${String(at)}`, [], { ms: at % 2 === 0 ? 200 : 5 }));
    const { of } = book(
      { agents: crew(2), coordination: { pattern: 'load-balancing' }, scheduling: { balancing: 'work-stealing' } },
      many,
    );
    const moved = many.flatMap(({ id }) => decisions(of(id))).filter(({ rule }) => rule === 'stolen');
    expect(moved.length).toBeGreaterThan(0);
    expect(moved[0]!.text).toContain('took over from');
  });
  it('contract net: every bid with its step, the winner, who was outbid, and the messages', () => {
    const why = book({ coordination: { pattern: 'contract-net' } }).of('a')!;
    const [award] = decisions(why);
    expect(award!.candidates).toMatchObject([
      { id: 'fast', standing: 'chosen', value: 10 },
      { id: 'slow', standing: 'weighed', value: 20, note: expect.stringContaining('outbid') as string },
    ]);
    expect(award!.candidates.every(({ step }) => step !== null)).toBe(true);
    expect(texts(why).filter((text) => text.includes(': bid'))).toHaveLength(2);
    expect(why.answer).toContain('against slow at 20');
  });
  it('contract net: a call that found nobody is a decision without a winner, and says who did not answer', () => {
    const { of } = book(
      {
        agents: crew(1),
        coordination: { pattern: 'contract-net', rounds: 1 },
        network: { loss: 1 },
      },
      [task('a')],
    );
    const [call] = decisions(of('a'));
    expect(call).toMatchObject({ agent: null, text: 'No agent was found: no proposal came in time' });
    expect(call!.candidates[0]).toMatchObject({ standing: 'declined', note: 'no answer in time' });
  });
  it('delegation: every hop is a decision of the one above, with the reports that it weighed', () => {
    const under = [...agents.map((each) => ({ ...each, reportsTo: 'boss' })), { id: 'boss', role: 'manager' as const }];
    const hops = decisions(book({ agents: under, coordination: { pattern: 'delegation' } }).of('a'));
    expect(hops.map(({ by, agent }) => [by?.id ?? null, agent?.id])).toEqual([
      [null, 'boss'],
      ['boss', 'slow'],
    ]);
    expect(stood(hops[1]!)).toEqual([
      ['slow', 'chosen'],
      ['fast', 'weighed'],
    ]);
  });
});

describe('what came the way of an agent', () => {
  it('is what it got and what it was weighed for, the latest first, and nothing of the future', () => {
    const { run } = book({});
    const told = new WhyBook(run.compiled, run.log);
    expect(told.ofAgent('nobody', run.steps)).toBe(null);
    expect(told.ofAgent('slow', 0)).toMatchObject({ got: 0, shares: [] });
    const all = told.ofAgent('slow', run.steps)!;
    expect(all.shares.some(({ task: of, got, text }) => of === 'a' && !got && text.includes('assigned to fast'))).toBe(
      true,
    );
  });
  it('of a manager is what it was to see to', () => {
    const under = [...agents.map((each) => ({ ...each, reportsTo: 'boss' })), { id: 'boss', role: 'manager' as const }];
    const { run } = book({ agents: under, coordination: { pattern: 'delegation' } });
    const { shares } = new WhyBook(run.compiled, run.log).ofAgent('boss', run.steps)!;
    expect(shares.every(({ got, text }) => got && text.startsWith('Delegated to it'))).toBe(true);
    expect(shares.map(({ task: of }) => of).sort()).toEqual(['a', 'b']);
  });
});
