/** How a decision stands at a step: phases, certificates, views, ballots and the decision, in both directions. */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { ConsensusBook, markKindOf, marksOf, MessageRows } from '../../../src/replay/index.ts';
import { factsOf, ran } from '../../support/running.ts';

const agents = ['ana', 'ben', 'cleo', 'dan'].map((id) => ({ id, name: id.slice(0, 1).toUpperCase() + id.slice(1) }));
const deciding = (action: Record<string, unknown>, more: Partial<Document> = {}): Document => ({
  agents,
  tasks: [{ id: 'go', action: { kind: 'consensus', value: 'go', ...action } }, { id: 'plain' }],
  network: { delayMs: 20 },
  ...more,
});
const book = (document: Document) => {
  const { run, plan, ...rest } = ran(document);
  return { book: new ConsensusBook(plan, run.log), run, plan, ...rest };
};

describe('before and beside a decision', () => {
  it('there is nothing to tell of a task that one agent does, or of none', () => {
    const { book: told } = book(deciding({}));
    expect(told.ofTask('plain', 5)).toBeNull();
    expect(told.ofTask('nothing', 5)).toBeNull();
  });

  it('nobody has come to anything at the first step', () => {
    const view = book(deciding({})).book.ofTask('go', 0)!;
    expect(view).toMatchObject({ begun: null, decided: null, failed: null, quorum: 3, faulty: 1 });
    expect(view.members.flatMap(({ phases }) => phases)).toEqual(Array.from({ length: 16 }, () => null));
  });
});

describe('agreement', () => {
  it('shows each phase with the members that vouch for it, and where they came to that', () => {
    const { book: told, run } = book(deciding({}));
    const view = told.ofTask('go', run.steps)!;
    expect(view.phases).toEqual(['accepted', 'prepared', 'committed', 'executed']);
    expect(view).toMatchObject({ view: 0, leader: { id: 'ana' }, decided: { value: '"go"' } });
    expect(view.outcomes).toEqual([{ value: '"go"', members: agents }]);
    for (const member of view.members) {
      const [accepted, prepared, committed, executed] = member.phases;
      expect(accepted?.by.map(({ id }) => id)).toEqual(['ana']);
      expect(prepared!.by.length).toBeGreaterThanOrEqual(3);
      expect(committed!.by.length).toBeGreaterThanOrEqual(3);
      for (const voucher of prepared!.by) expect(voucher.step).toBeLessThanOrEqual(prepared!.step);
      expect(executed!.step).toBeGreaterThanOrEqual(committed!.step);
    }
    expect(view.decided!.by.length).toBeGreaterThanOrEqual(2);
  });

  it('tells the same at a step whichever way it is come to', () => {
    const { book: told, run } = book(deciding({}));
    const forward = Array.from({ length: run.steps + 1 }, (_, step) => told.ofTask('go', step));
    const back = Array.from({ length: run.steps + 1 }, (_, at) => told.ofTask('go', run.steps - at)).reverse();
    expect(back).toEqual(forward);
  });
});

describe('a vote', () => {
  it('tells the ballots by what they name, and who cast them', () => {
    const { book: told, run } = book(deciding({ protocol: 'majority', ballots: { dan: 'stop' } }));
    const view = told.ofTask('go', run.steps)!;
    expect(view.phases).toEqual(['voted', 'counted']);
    expect(view.tally.map(({ value, score, voters }) => [value, score, voters.map(({ id }) => id)])).toEqual([
      ['"go"', 3, ['ana', 'ben', 'cleo']],
      ['"stop"', 1, ['dan']],
    ]);
    expect(view.view).toBeNull();
  });

  it('that comes to nothing says why', () => {
    const {
      book: told,
      run,
      plan,
      ...rest
    } = book(deciding({ protocol: 'majority', ballots: { dan: 'stop', cleo: 'stop' } }));
    expect(told.ofTask('go', run.steps)!.failed).toContain('no majority');
    expect(factsOf({ run, plan, ...rest }, 'decision.made')).toEqual([]);
  });

  it('whose ballots go through PBFT goes through its phases too', () => {
    const { book: told, run } = book(deciding({ protocol: 'plurality', ordered: true }));
    const view = told.ofTask('go', run.steps)!;
    expect(view.phases).toEqual(['voted', 'accepted', 'prepared', 'committed', 'executed', 'counted']);
    expect(view.members.every(({ phases }) => phases.at(-1) !== null)).toBe(true);
    expect(view.members[0]?.phases[4]?.value).toMatch(/^4 ballots \([0-9a-f]{6}\)$/);
    expect(view.outcomes).toHaveLength(1);
  });
});

describe('Raft', () => {
  it('shows who leads, what is stored and what is executed', () => {
    const { book: told, run } = book(deciding({ protocol: 'raft' }));
    const view = told.ofTask('go', run.steps)!;
    expect(view.phases).toEqual(['stored', 'executed']);
    expect(view.leader).not.toBeNull();
    expect(view.decided?.value).toBe('"go"');
    expect(view.members.filter(({ phases }) => phases[0] !== null).length).toBeGreaterThanOrEqual(3);
    expect(view.members.find(({ id }) => id === view.leader?.id)?.phases[1]).not.toBeNull();
  });
});

describe('the marks of a run', () => {
  it('tell decisions and lies apart from faults, and leave votes to pauses', () => {
    const faults = [{ kind: 'equivocate' as const, agent: 'ana', value: 'stop' }];
    const { run } = book(deciding({}, { faults }));
    const kinds = new Set(marksOf(run).map(({ kind }) => kind));
    expect(kinds).toContain('decision');
    expect(kinds).toContain('lie');
    expect(kinds).toContain('fault');
    expect(kinds).not.toContain('vote');
    expect(markKindOf({ type: 'voting.cast' })).toBe('vote');
    expect(markKindOf({ type: 'consensus-pbft.entered' })).toBe('view-change');
  });

  it('two liars of four break agreement, and who was lied to by whom is told', () => {
    const faults = [{ kind: 'collude' as const, agents: ['ana', 'ben'], value: 'stop' }];
    const { book: told, run } = book(deciding({}, { faults }));
    const view = told.ofTask('go', run.steps)!;
    expect(view.outcomes.map(({ value, members }) => [value, members.map(({ id }) => id)])).toEqual([
      ['"go"', ['cleo']],
      ['"stop"', ['dan']],
    ]);
    expect(view.members.filter(({ turned }) => turned).map(({ id }) => id)).toEqual(['ana', 'ben']);
    const dan = view.members.find(({ id }) => id === 'dan');
    expect(dan?.phases[1]?.by.some(({ id, lied }) => id === 'ben' && lied)).toBe(true);
  });
});

describe('messages of a liar', () => {
  it('are told as lies with what was told to whom; those of the honest are not', () => {
    const faults = [{ kind: 'equivocate' as const, agent: 'ana', value: 'stop' }];
    const { run, plan } = book(deciding({}, { faults }));
    const { rows } = new MessageRows(plan, run.log).window(0, 500, {}, run.log.length);
    const lies = rows.filter(({ lie }) => lie !== null);
    expect(lies.length).toBeGreaterThan(0);
    expect(lies.every(({ text }) => text.startsWith('Ana'))).toBe(true);
    expect(lies[0]?.lie).toMatch(/^Ana told Ben "go" and Cleo, Dan "stop"$|^Ana told Ben, Cleo "go" and Dan "stop"$/);
  });

  it('who does not lead at all bring in another view, where it shows', () => {
    const faults = [{ kind: 'silent' as const, agent: 'ana' }];
    const { run, plan } = book(deciding({}, { faults }));
    const { rows } = new MessageRows(plan, run.log).window(0, 1000, {}, run.log.length);
    expect([...new Set(rows.flatMap(({ enters }) => enters ?? []))]).toEqual([
      'go: request',
      'view change to view 1',
      'view 1',
      'go: pre-prepare in view 1',
      'go: prepare in view 1',
      'go: commit in view 1',
      'go: reply',
    ]);
  });
});
