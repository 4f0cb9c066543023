/**
 * Rooms from outside, each added by its folder and a line in each of the two lists: the command line takes them, and whatever tells
 * of a run tells of them.
 */
import { describe, expect, it } from 'vitest';
import { cardOf } from '../../src/protocols/index.ts';
import { Rig } from '../engine/rig.ts';
import { guests, type Guest } from '../fixtures/rooms/scenes.ts';
import { callWith } from '../support/command-line.ts';
import { ran } from '../support/running.ts';

const call = ({ document }: Guest, ...args: string[]) => callWith({ 'one.json': JSON.stringify(document) }, args);

async function opened({ document }: Guest): Promise<Rig> {
  const rig = new Rig();
  await rig.start(document);
  await rig.settle();
  return rig;
}

describe.each(guests)('$name', (guest) => {
  it('is validated, simulated, accounted for, tried over seeds and compared on the command line', () => {
    expect(call(guest, 'validate', 'one.json')).toMatchObject({ status: 0, errors: '' });
    const simulated = call(guest, 'simulate', 'one.json', '--json');
    expect([simulated.status, simulated.errors]).toEqual([0, '']);
    const { outcome, warnings, invariants } = JSON.parse(simulated.out) as Record<string, unknown>;
    expect([outcome, warnings]).toEqual(['succeeded', []]);
    const rules = (invariants as readonly { readonly rule: string; readonly holds: boolean }[]).filter(({ rule }) =>
      rule.startsWith(guest.rules),
    );
    expect(rules.length).toBeGreaterThan(0);
    expect(rules.every(({ holds }) => holds)).toBe(true);

    const why = call(guest, 'simulate', 'one.json', '--why', guest.task);
    expect([
      why.status,
      why.out.split('\n').some((line) => guest.account.test(line.replace(/^.*?(?=[A-Z])/u, ''))),
    ]).toEqual([0, true]);
    const tried = call(guest, 'experiment', 'one.json', '--vary', guest.varied, '--seeds', '4');
    expect([tried.status, tried.errors]).toEqual([0, '']);
    expect(tried.out.split('\n').filter((line) => /\b4\b/u.test(line)).length).toBeGreaterThan(0);
    const compared = call(guest, 'compare', 'one.json', '--set-b', guest.varied.replace(/=.*,/u, '='));
    expect([compared.status, compared.errors]).toEqual([expect.any(Number) as number, '']);
    expect(compared.out).not.toMatch(/undefined|\[object/u);
  });

  it('is in the log, and a filter finds it', async () => {
    const rig = await opened(guest);
    const log = await rig.ask({ kind: 'window.log', from: 0, count: 500, filter: {} });
    const texts = log!.rows.map(({ text }) => text);
    expect(texts.some((text) => guest.told.test(text))).toBe(true);
    for (const text of texts) expect(text).not.toMatch(/undefined|\[object|\w+\.\w+-\w+/u);
  });

  it('is in the messages, under its title and in its words', async () => {
    const rig = await opened(guest);
    await rig.ask({ kind: 'player.seek', step: rig.status!.steps });
    const { rows } = (await rig.ask({ kind: 'window.messages', from: 0, count: 500, filter: {} }))!;
    expect(rows.map(({ words }) => words)).toContain(guest.words);
    const talks = (await rig.ask({ kind: 'window.conversations', from: 0, count: 50, filter: {} }))!;
    expect(talks.rows.map(({ words }) => words)).toContain(guest.title);
  });

  it('has its marks, and playing stops at them', async () => {
    const { recorded } = ran(guest.document);
    const steps = recorded.filter(({ fact }) => (fact.type as string) === guest.stops.fact).map(({ step }) => step);
    const rig = await opened(guest);
    await rig.ask({ kind: 'player.breakpoints', nodes: [], kinds: [guest.stops.kind] });
    await rig.ask({ kind: 'player.seek', step: 0 });
    await rig.ask({ kind: 'player.play' });
    await rig.settle();
    expect(rig.status?.playing).toBe(false);
    expect(rig.frame.step).toBe(steps[0]);
    const kinds = rig.status!.marks.filter(({ step }) => steps.includes(step)).map(({ kind }) => kind);
    // Votes are no marks.
    if (guest.stops.kind !== 'vote') expect(kinds).toContain(guest.stops.kind);
  });

  it('is in the account of a task and of its agent', async () => {
    const rig = await opened(guest);
    const step = rig.status!.steps;
    const why = (await rig.ask({ kind: 'run.why', task: guest.task, step }))!;
    const lines = why.attempts.flatMap((attempt) => attempt.lines.map(({ text }) => text));
    expect(lines.some((line) => guest.account.test(line))).toBe(true);
    expect(JSON.stringify(why)).not.toMatch(/By the rule “|undefined/u);
    expect(JSON.stringify(await rig.ask({ kind: 'run.whyAgent', agent: 'ana', step }))).not.toContain('undefined');
  });

  it('says in words all that it sends and records', () => {
    const { recorded } = ran(guest.document);
    const card = cardOf(`${guest.name}.any`)!;
    for (const { fact } of recorded) {
      const type: string = fact.type === 'message.sent' ? fact.message.type : fact.type;
      if (cardOf(type) !== card) continue;
      expect(Object.keys(fact.type === 'message.sent' ? card.messages : card.facts)).toContain(type);
    }
  });
});

it('an auction says why each bidder did not get the task', async () => {
  const rig = await opened(guests[0]!);
  const why = (await rig.ask({ kind: 'run.why', task: 'fold', step: rig.status!.steps }))!;
  const decision = why.attempts[0]!.decisions[0]!;
  expect(decision.says).toMatch(/^Sealed auction: the lowest/u);
  expect(decision.candidates.map(({ standing }) => standing).sort()).toEqual(['chosen', 'weighed', 'weighed']);
  for (const { note } of decision.candidates) expect(note).toContain('opened its seal');
});
