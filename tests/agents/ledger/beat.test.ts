/** Signs of life, both ends: what a change is told as and how often, and what a giver makes of one that is missing or of a life before. */
import { describe, expect, it } from 'vitest';
import { emptyBeat, reborn, signs, wholeSign, type Heartbeat, type Held } from '../../../src/agents/ledger/beat.ts';
import { Assigner } from '../../../src/agents/index.ts';
import { actorOfAgent } from '../../../src/plan/index.ts';
import { compiled, crew, piece, task } from '../../scenarios/stage.ts';

const type = 'centralized.heartbeat';
const held = (...tasks: readonly number[]): Held[] => tasks.map((of) => ({ giver: 0, task: of, lease: 10 + of }));
const news = (sign: Heartbeat): (readonly [number, number])[] =>
  sign.news.flatMap((of, at) => (at % 2 === 0 ? [[of, sign.news[at + 1]!] as const] : []));

describe('whoever holds something', () => {
  it.each([1, 2, 3, 7])(
    '[CC23] tells a change in as many signs as a lease holds, here %i, and each under its number',
    (intervals) => {
      const slice = { ...emptyBeat(), intervals };
      const said = (...tasks: readonly number[]) => signs(slice, held(...tasks), { type, goals: false })[0]!.sign;
      const told: (readonly [number, number])[] = [];
      for (let sign = 0; sign < intervals + 2; sign += 1) told.push(...news(said(1)));
      expect(told).toEqual(Array.from({ length: intervals }, () => [1, 11]));
      const more = said(1, 2);
      expect([news(more), more.upTo, more.held]).toEqual([[[2, 12]], 2, 2]);
      for (let sign = 1; sign < intervals; sign += 1) expect(news(said(1, 2))).toEqual([[2, 12]]);
      // What is held no more is a change, too, and told as often.
      for (let sign = 0; sign < intervals; sign += 1) expect(news(said(2))).toEqual([[1, -11]]);
      expect([news(said(2)), said(2).upTo]).toEqual([[], 3]);
    },
  );

  it('[CC23] begins anew after a crash, in another life, and tells all when it is asked', () => {
    const slice = { ...emptyBeat(), intervals: 3 };
    const said = () => signs(slice, held(1, 2), { type, goals: false })[0]!.sign;
    said();
    const whole = wholeSign(slice, held(1, 2), { to: 0, type, goals: false });
    expect([whole.whole, whole.upTo, whole.held, news(whole)]).toEqual([true, 2, 2, [[1, 11], [2, 12]]]); // prettier-ignore
    reborn(slice);
    expect(said()).toMatchObject({ life: 1, upTo: 2, held: 2, news: [1, 11, 2, 12] });
  });
});

/** A giver that has handed three tasks to the first agent, at 0 ms, under leases of 900 ms. */
function giver() {
  const { plan } = compiled(
    piece(
      ['a', 'b', 'c', 'd'].map((id) => task(id)),
      { agents: crew(2) },
    ),
  );
  const assigner = new Assigner('centralized', plan, {
    acknowledge: false,
    lease: { ms: 900, always: true, intervals: 3 },
  });
  const ledger = assigner.init();
  const sent: { to: number; type: string }[] = [];
  const timers: { type: string; task: number }[] = [];
  const context = { now: 0, self: 1, from: 1, record: () => undefined, cancel: () => undefined, after: (_ms: number, message: never) => timers.push(message), send: (to: number, message: never) => sent.push({ to, ...(message as object) } as never), signal: () => undefined }; // prettier-ignore
  for (const of of [0, 1, 2]) assigner.assign(ledger, context as never, { task: of, attempt: 1, agent: 0, availableMs: 0, rule: 'x', compared: [] }); // prettier-ignore
  sent.length = 0;
  const hear = (now: number, sign: Partial<Heartbeat>): string[] => {
    sent.length = 0;
    const message = { type, life: 0, whole: false, goals: false, news: [], ...sign };
    assigner.receive(ledger, message, { ...context, now, from: actorOfAgent(0) } as never);
    return sent.map(({ type: said }) => said);
  };
  /** Which leases stand still at a time, when their timers come. */
  const stands = (now: number): number[] =>
    [0, 1, 2].filter((of) => {
      const copy = structuredClone(ledger);
      const timer = { type: 'centralized.lease', task: of, lease: 1 };
      return assigner.receive(copy, timer, { ...context, now } as never).kind !== 'lost';
    });
  return { hear, stands };
}
const all = [0, 1, 1, 1, 2, 1];

describe('whoever has given it', () => {
  it('[CC12] renews what it was told of with every sign, to the moment', () => {
    const { hear, stands } = giver();
    expect(hear(300, { upTo: 3, held: 3, news: all })).toEqual([]);
    expect(hear(600, { upTo: 3, held: 3 })).toEqual([]);
    expect([stands(1499), stands(1500)]).toEqual([[0, 1, 2], []]);
  });

  it.each([
    [4, []],
    [5, ['centralized.ask']],
    [9, ['centralized.ask']],
  ])('[CC23] asks for all where a change is missing, here up to %i with one told', (upTo, said) => {
    const { hear, stands } = giver();
    hear(300, { upTo: 3, held: 3, news: all });
    // The sum is the same: it may hold another in the place of one of these.
    expect(hear(600, { upTo, held: 3, news: [1, 1] })).toEqual(said);
    // What is not sure any more runs from the sign before.
    expect(stands(1300)).toEqual(said.length === 0 ? [0, 1, 2] : [1]);
  });

  it.each([2, 4])('[CC23] asks for all where its holder has %i and the books say 3', (count) => {
    const { hear } = giver();
    hear(300, { upTo: 3, held: 3, news: all });
    expect(hear(600, { upTo: 3, held: count })).toEqual(['centralized.ask']);
  });

  it('[CC23] a sign of a life before renews nothing', () => {
    const { hear, stands } = giver();
    hear(300, { upTo: 3, held: 3, news: all });
    hear(400, { life: 1, upTo: 0, held: 0 });
    expect(hear(800, { life: 0, upTo: 3, held: 3, news: all })).toEqual([]);
    expect(stands(1250)).toEqual([]);
  });

  it('[CC23] what is said late of what was told since changes nothing', () => {
    const { hear, stands } = giver();
    hear(300, { upTo: 3, held: 3, news: all });
    hear(400, { upTo: 4, held: 2, news: [2, -1] });
    expect(hear(500, { upTo: 3, held: 3, news: all })).toEqual([]);
    expect(stands(1350)).toEqual([0, 1]);
  });
});
