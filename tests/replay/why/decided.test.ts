/** The account of a task that a group decides: by every protocol, whatever fails, at every step, and never by half a name. */
import { describe, expect, it } from 'vitest';
import type { Document, Fault } from '../../../src/document/index.ts';
import { cardOf, cards, knownNames, wayOf } from '../../../src/protocols/index.ts';
import { WhyBook, type Why } from '../../../src/replay/index.ts';
import { entryOf } from '../../../src/replay/why/room-facts.ts';
import { crew, piece, task } from '../../scenarios/stage.ts';
import { ran, type Ran } from '../../support/running.ts';

const protocols = knownNames.decisions;
const account = ({ run }: Ran, id = 'vote', step = run.steps): Why | null =>
  new WhyBook(run.compiled, run.log).ofTask(id, step);
const scene = (action: object, more: Partial<Document> = {}): Document =>
  piece([task('vote', [], { action: { kind: 'consensus', value: 'yes', ...action } as never })], {
    network: { delayMs: 10 },
    ...more,
  });
const noted = (why: Why | null): unknown =>
  why!.attempts
    .at(-1)!
    .decisions.at(-1)!
    .candidates.map(({ id, standing, note }) => [id, standing, note]);

describe.each(protocols)('%s', (protocol) => {
  it('says what was decided, by which rule, and what each member had to do with it', () => {
    const why = account(ran(scene({ protocol })))!;
    expect(why.answer).toBe('Decided: "yes".');
    const { decisions } = why.attempts[0]!;
    expect(decisions).toHaveLength(1);
    expect(decisions[0]).toMatchObject({ rule: protocol, text: 'Decided: "yes"', agent: null, by: null });
    expect(decisions[0]!.says).toBe(wayOf(protocol)!.says); // prettier-ignore
    expect(decisions[0]!.candidates.map(({ id }) => id).sort()).toEqual(crew(4).map(({ id }) => id));
    for (const { note } of decisions[0]!.candidates) expect(note).toMatch(/"yes"|^stored it/u);
  });
  it.each<Fault>([
    { kind: 'silent', agent: 'agent-1' },
    { kind: 'crash', agent: 'agent-2', atMs: 5 },
    { kind: 'loss', rate: 1 },
    { kind: 'equivocate', agent: 'agent-1', value: 'no' },
  ])('at every step of a run with %o there is an account, and nothing of the future in it', (fault) => {
    for (const ordered of [false, true]) {
      const played = ran(scene({ protocol, ordered, replyByMs: 40, viewTimeoutMs: 100 }, { faults: [fault] }));
      const { run } = played;
      const book = new WhyBook(run.compiled, run.log);
      for (let step = 0; step <= run.steps; step += 1)
        for (const { lines, decisions } of book.ofTask('vote', step)!.attempts)
          for (const each of [...lines, ...decisions, ...decisions.flatMap(({ candidates }) => candidates)])
            expect(each.step ?? 0).toBeLessThanOrEqual(step);
    }
  });
});

it('tells who was for what, who said nothing, and why a ballot did not count', () => {
  const ballots = { 'agent-1': 'go', 'agent-2': 'stop', 'agent-3': -1, 'agent-4': 'go' };
  const played = ran(
    scene({ protocol: 'majority', ballots, valid: 'value != -1' }, { faults: [{ kind: 'silent', agent: 'agent-4' }] }),
  );
  const why = account(played)!;
  expect(why.answer).toBe('No decision: no majority: go 1, stop 1, no ballot of 2 of 4.');
  expect(noted(why)).toEqual([
    ['agent-1', 'weighed', 'for "go"'],
    ['agent-2', 'weighed', 'for "stop"'],
    ['agent-3', 'declined', 'its ballot was invalid'],
    ['agent-4', 'declined', 'voted for "go"; its ballot has not arrived'],
  ]);
});

it('names each time that a vote was put to the group', () => {
  const action = { kind: 'consensus', protocol: 'unanimity', ballots: { 'agent-1': 1, 'agent-2': 2 } } as never;
  const why = account(ran(piece([task('vote', [], { action, retry: { attempts: 3 } })])))!;
  expect(why.attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  expect(why.answer).toMatch(/^No decision: not unanimous.*They were asked 3 times\.$/u);
});

it('takes facts for those of a tender, of delegation, of stolen work or of a member by their whole names only', () => {
  const blank = { terms: {}, invited: [], compared: [], value: 1, reason: 'late', outcome: {}, risks: null };
  const words = new Map(
    cards
      .flatMap(({ facts }) => Object.keys(facts))
      .map((type) => [type, entryOf({ type, ...blank } as never)?.word ?? null]),
  );
  const read = [...words].filter(([, word]) => word !== null);
  expect(read.length).toBeGreaterThan(12);
  for (const [type, word] of read)
    expect([type, cardOf(type)?.kind]).toEqual([
      type,
      word === 'member' || word === 'undecided' ? 'decision' : 'pattern',
    ]);
  expect(words.get('contract-net.called')).toBe('called');
  expect(words.get('voting.called')).toBeNull();
});
