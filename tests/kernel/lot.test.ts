/** Draws by what they are for: even, apart from one another, and moved by nothing else that is drawn. */
import { describe, expect, it } from 'vitest';
import { actor, perfectLink, World, type LinkModel, type Message } from '../../src/kernel/index.ts';
import { Lot } from '../../src/kernel/random.ts';
import { heard, scripted } from './worlds.ts';

/** Chi-square of counts that should all be the same. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, each) => sum + each, 0) / counts.length;
  return counts.reduce((sum, each) => sum + (each - expected) ** 2 / expected, 0);
}

describe('a lot', () => {
  const lot = new Lot(7);
  const first = (key: number, repetition = 0): number => lot.begin('p').with(key).with(repetition).fraction();

  it('gives the same for the same keys, whatever was drawn between', () => {
    const one = first(5, 2);
    for (let at = 0; at < 99; at += 1) first(at);
    expect(first(5, 2)).toBe(one);
    expect(new Lot(7).begin('p').with(5).with(2).fraction()).toBe(one);
    expect(new Lot(8).begin('p').with(5).with(2).fraction()).not.toBe(one);
    expect(lot.begin('q').with(5).with(2).fraction()).not.toBe(one);
  });
  it('is even over keys in a row, over repetitions, over places and over the draws of one', () => {
    const draws: ((at: number) => number)[] = [
      (at) => first(at),
      (at) => first(3, at),
      (at) => lot.begin('p').with(at).at(5).fraction(),
      (at) => (at === 0 ? lot.begin('r').with(1).fraction() : lot.fraction()),
    ];
    for (const draw of draws) {
      const counts = new Array<number>(100).fill(0);
      for (let at = 0; at < 100_000; at += 1) counts[Math.floor(draw(at) * 100)]! += 1;
      // 99 degrees of freedom: beyond 50 and 163 lies one in a hundred thousand.
      expect(chiSquare(counts)).toBeGreaterThan(50);
      expect(chiSquare(counts)).toBeLessThan(163);
    }
  });
  it('neighbours of every kind are not alike: keys, repetitions, places, draws', () => {
    const pairs: ((at: number) => readonly [number, number])[] = [
      (at) => [first(at), first(at + 1)],
      (at) => [first(at, 0), first(at, 1)],
      (at) => [lot.begin('p').with(at).at(4).fraction(), lot.at(5).fraction()],
      (at) => [lot.begin('p').with(at).fraction(), lot.fraction()],
      (at) => [first(at), new Lot(8).begin('p').with(at).with(0).fraction()],
    ];
    for (const pair of pairs) {
      const cells = new Array<number>(100).fill(0);
      for (let at = 0; at < 20_000; at += 1) {
        const [one, two] = pair(at);
        cells[Math.floor(one * 10) * 10 + Math.floor(two * 10)]! += 1;
      }
      expect(chiSquare(cells)).toBeLessThan(163);
    }
  });
  it('integers keep to their ends, take on all, and are even, however wide', () => {
    const counts = new Array<number>(7).fill(0);
    for (let at = 0; at < 70_000; at += 1) counts[lot.begin('i').with(at).integer(3, 9) - 3]! += 1;
    expect(chiSquare(counts)).toBeLessThan(35);
    const wide = Array.from({ length: 1000 }, (_, at) => lot.begin('w').with(at).integer(0, 1e12));
    expect(Math.min(...wide)).toBeLessThan(1e10);
    expect(Math.max(...wide)).toBeGreaterThan(0.99e12);
    expect(lot.begin('w').integer(4, 4)).toBe(4);
  });
});

interface About extends Message {
  readonly about: number;
}

/** What became of messages about 1 to 200, while before every `chatterEvery`th another is said, and has come. */
function fates(link: Partial<LinkModel>, chatterEvery: number, topics = true): Map<number, readonly number[]> {
  let number = 0;
  const one = scripted((_state, { type }, context) => {
    if (type === 'chatter') {
      context.send(1, { type: 'r.word', about: 1000 + number });
      return;
    }
    number += 1;
    if (number > 200) return;
    context.send(1, { type: 'r.word', about: number });
    context.after(1000, { type: 'next' });
    if (chatterEvery > 0 && number % chatterEvery === 0) context.after(500, { type: 'chatter' });
  });
  const told = heard({
    seed: 4,
    actors: [actor('one', one), actor('two', scripted(() => undefined))], // prettier-ignore
    start: [{ to: 0, message: { type: 'go' } }],
    network: { link: { ...perfectLink, ...link }, overrides: [], partitions: [] },
    ...(topics ? { topic: (message) => (message as About).about } : {}),
  });
  const delays = new Map<number, number[]>();
  told.facts.forEach((fact) => {
    if (fact.type !== 'message.sent' && fact.type !== 'message.delivered' && fact.type !== 'message.lost') return;
    const { about } = (fact as unknown as { message: About }).message;
    if (about > 1000) return;
    const all = delays.get(about) ?? [];
    delays.set(about, all);
    if (fact.type === 'message.sent') all.push((fact as unknown as { dueMs: number }).dueMs % 1000);
    if (fact.type === 'message.lost') all.push(-1);
  });
  return delays;
}

describe('what the network draws', () => {
  const wild = { delayMinMs: 0, delayMaxMs: 40, loss: 0.2, duplicate: 0.2, reorder: 0.2 };

  it('of a message is moved by no other that is sent besides', () => {
    expect(fates(wild, 3)).toEqual(fates(wild, 0));
    expect(fates(wild, 1)).toEqual(fates(wild, 0));
  });
  it('goes by the link where nothing is known of what messages are about: there others move it', () => {
    expect(fates(wild, 3, false)).not.toEqual(fates(wild, 0, false));
  });
  it('of one kind is moved by no setting of another, and what more loss takes it takes besides', () => {
    const plain = fates({ delayMaxMs: 40 }, 0);
    for (const more of [{ loss: 0.2 }, { duplicate: 0.3 }, { loss: 0.1, duplicate: 0.1 }])
      for (const [about, [delay, lost]] of fates({ delayMaxMs: 40, ...more }, 0))
        if (lost !== -1) expect(delay).toBe(plain.get(about)![0]);
    const lostAt = (loss: number): number[] => [...fates({ loss }, 0)].filter(([, told]) => told.includes(-1)).map(([about]) => about); // prettier-ignore
    expect(lostAt(0.4)).toEqual(expect.arrayContaining(lostAt(0.1)));
    expect(lostAt(0.4).length).toBeGreaterThan(lostAt(0.1).length);
  });
  it('of a message that is said again is another draw each time', () => {
    const repeated = (about: (number: number) => number): number[] => {
      const one = scripted((state, _message, context) => {
        const number = state.heard.length;
        if (number > 2000) return;
        context.send(1, { type: 'r.word', about: about(number) });
        context.after(100, { type: 'next' });
      });
      const { facts } = heard({
        seed: 4,
        actors: [actor('one', one), actor('two', scripted(() => undefined))], // prettier-ignore
        start: [{ to: 0, message: { type: 'go' } }],
        network: { link: { ...perfectLink, delayMaxMs: 9 }, overrides: [], partitions: [] },
        topic: (message) => (message as About).about,
      });
      const counts = new Array<number>(10).fill(0);
      for (const fact of facts)
        if (fact.type === 'message.sent') counts[(fact as unknown as { dueMs: number }).dueMs % 100]! += 1;
      return counts;
    };
    // Nine degrees of freedom: beyond 40 lies one in a hundred thousand.
    expect(chiSquare(repeated(() => 1))).toBeLessThan(40);
    expect(chiSquare(repeated((number) => number))).toBeLessThan(40);
  });
  it('is still another each time when more is said than is kept count of', () => {
    let made = 0;
    const seen: number[] = [];
    const machine = scripted((_state, _message, context) => {
      for (let about = 1; about <= 70_000; about += 1) context.send(1, { type: 'r.word', about });
      for (let again = 0; again < 100; again += 1) context.send(1, { type: 'r.word', about: 70_000 });
    });
    const world = new World(
      {
        engine: 'test',
        seed: 4,
        actors: [actor('one', machine), actor('two', scripted(() => undefined))], // prettier-ignore
        start: [{ to: 0, message: { type: 'go' } }],
        network: { link: { ...perfectLink, loss: 0.5 }, overrides: [], partitions: [] },
        topic: (message) => (message as About).about,
      },
      {
        fact: () => undefined,
        message: (told) => {
          if (told === 'message.sent') made += 1;
          else if (told === 'message.lost loss') seen.push(made);
        },
      },
    );
    world.step();
    const among = seen.filter((at) => at > 70_000).length;
    expect(among).toBeGreaterThan(25);
    expect(among).toBeLessThan(75);
    expect(world.snapshot().said!.length).toBe(2 * 65_536);
  });
});
