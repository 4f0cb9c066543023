/** A room from outside, added by its folder and one line in each of the two lists, is served by all that lists or tells of rooms. */
import { expect, it } from 'vitest';
import { decisionCards, factCardOf, knownNames } from '../../src/protocols/index.ts';
import { describe as sentence, markKindOf, ConsensusBook, outcomeOfRun, WhyBook } from '../../src/replay/index.ts';
import { checkDocument } from '../../src/workflow/index.ts';
import type { Document, Fault } from '../../src/document/index.ts';
import { isAgreement, wayWords } from '../../src/studio/inspector/consensus/ways.ts';
import { put } from '../scenarios/faults/cast.ts';
import { piece, task } from '../scenarios/stage.ts';
import { ran } from '../support/running.ts';

const action = { kind: 'consensus', protocol: 'coin', options: ['heads', 'tails'], replyByMs: 50 } as never;
const scene = (faults: Fault[] = []): Document => piece([task('toss', [], { action })], { faults });

it('is known by validation, forms and the reference', () => {
  expect(checkDocument(scene()).filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(decisionCards.map(({ name }) => name)).toContain('coin');
  expect(knownNames.decisions.at(-1)).toBe('coin');
  expect(wayWords('coin').name).toBe('A coin toss');
  expect(isAgreement('coin')).toBe(false);
});

it('decides, and its facts are sentences, marks, phases and an account', () => {
  const { run, recorded, outcome, broken, plan } = ran(scene());
  expect([outcome, broken]).toEqual(['succeeded', []]);
  const tossed = recorded.find(({ fact }) => (fact.type as string) === 'coin.tossed')!;
  expect(sentence(tossed.fact, plan).text).toMatch(/tossed a coin for .*"(?:heads|tails)"$/u);
  expect(markKindOf({ type: 'coin.tossed' })).toBe('vote');
  const sent = recorded.find(({ fact }) => fact.type === 'message.sent' && fact.message.type === 'coin.toss')!;
  expect(sentence(sent.fact, plan).text).toContain('toss a coin');
  const why = new WhyBook(run.compiled, run.log).ofTask('toss', run.steps)!;
  expect(why.answer).toMatch(/^Decided: "(?:heads|tails)"/u);
  expect(why.attempts[0]!.decisions[0]!.says).toMatch(/^Coin toss:/u);
  expect(why.attempts[0]!.decisions[0]!.candidates.some(({ note }) => note.startsWith('tossed'))).toBe(true);
  expect(new ConsensusBook(plan, run.log).ofTask('toss', run.steps)?.phases).toEqual(['tossed']);
});

it('asks the next member where the first is silent', () => {
  const { recorded, outcome } = ran(scene([{ kind: 'silent', agent: 'agent-1' }]));
  expect(outcome).toBe('succeeded');
  expect(recorded.some(({ fact }) => (fact.type as string) === 'coin.passed')).toBe(true);
  expect(factCardOf('coin.passed')?.mark).toBe('conflict');
});

it('its client hears no word of the kernel: a person breaks something by hand while nothing is asked', () => {
  const document = piece([task('first'), task('toss', ['first'], { action })]);
  const run = put(document, 1, { kind: 'crash', agent: 'agent-4', atMs: 5 });
  expect([run.halted, run.watch.views().filter(({ holds }) => !holds)]).toEqual([null, []]);
  expect(outcomeOfRun(run).outcome).toBe('succeeded');
});
