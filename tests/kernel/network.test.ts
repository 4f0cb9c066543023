/** The network model: what may become of a message, and what may not. */
import { describe, expect, it } from 'vitest';
import { actor, perfectLink, type LinkModel, type NetworkModel } from '../../src/kernel/index.ts';
import { Network, perfectNetwork } from '../../src/kernel/network.ts';
import { Lot } from '../../src/kernel/random.ts';
import { heard, scripted } from './worlds.ts';

const count = 2000;

/** One sends so many numbered messages, one a millisecond, to two; when and which arrived. */
function sent(link: Partial<LinkModel>, more: Partial<NetworkModel> = {}, seed = 1) {
  const one = scripted((state, _message, context) => {
    const number = state.heard.length;
    if (number > count) return;
    context.send(1, { type: String(number) });
    context.after(1, { type: 'next' });
  });
  const told = heard({
    seed,
    actors: [
      actor('one', one),
      actor(
        'two',
        scripted(() => undefined),
      ),
    ],
    start: [{ to: 0, message: { type: 'go' } }],
    network: { link: { ...perfectLink, ...link }, overrides: [], partitions: [], ...more },
  });
  return { ...told, arrived: told.heard[1]!.map(([time, number]) => ({ time, number: Number(number) })) };
}

describe('links', () => {
  it('a perfect one delivers everything at once, in order', () => {
    expect(sent({}).arrived).toEqual(Array.from({ length: count }, (_, at) => ({ time: at, number: at + 1 })));
  });
  it('a delay lies between its bounds, takes on all of them, and never lets one overtake another', () => {
    const { arrived } = sent({ delayMinMs: 3, delayMaxMs: 9 });
    const delays = arrived.map(({ time, number }) => time - (number - 1));
    expect(arrived.map(({ number }) => number)).toEqual(Array.from({ length: count }, (_, at) => at + 1));
    expect([Math.min(...delays), Math.max(...delays)]).toEqual([3, 9]);
  });
  it('loss takes about its share, and says of each what was lost', () => {
    const { arrived, facts } = sent({ loss: 0.3 });
    const lost = facts.filter((fact) => fact.type === 'message.lost');
    expect(arrived.length + lost.length).toBe(count);
    expect(lost.length / count).toBeGreaterThan(0.25);
    expect(lost.length / count).toBeLessThan(0.35);
    expect(new Set(lost.map((fact) => (fact as unknown as { reason: string }).reason))).toEqual(new Set(['loss']));
  });
  it('duplication brings about its share twice, each copy told as sent under its own number', () => {
    const { arrived, facts } = sent({ duplicate: 0.2, delayMaxMs: 5 });
    const ids = facts
      .filter((fact) => fact.type === 'message.sent')
      .map((fact) => (fact as unknown as { id: number }).id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(arrived.length).toBe(ids.length);
    expect(arrived.length / count).toBeGreaterThan(1.15);
    expect(arrived.length / count).toBeLessThan(1.25);
    expect(new Set(arrived.map(({ number }) => number)).size).toBe(count);
  });
  it('only reordering lets one overtake another', () => {
    const overtaken = (link: Partial<LinkModel>): number => {
      const { arrived } = sent(link);
      return arrived.filter(({ number }, at) => at > 0 && number < arrived[at - 1]!.number).length;
    };
    expect(overtaken({ delayMinMs: 2, delayMaxMs: 20, duplicate: 0 })).toBe(0);
    expect(overtaken({ delayMinMs: 2, delayMaxMs: 20, reorder: 0.3 })).toBeGreaterThan(20);
  });
  it('one link may differ from all others, in its direction only', () => {
    const { arrived } = sent(
      {},
      { overrides: [{ from: 0, to: 1, link: { ...perfectLink, delayMinMs: 40, delayMaxMs: 40 } }] },
    );
    expect(arrived[0]).toEqual({ time: 40, number: 1 });
    expect(sent({}, { overrides: [{ from: 1, to: 0, link: { ...perfectLink, loss: 1 } }] }).arrived).toHaveLength(
      count,
    );
  });
  it('the same seed loses the same, another seed others', () => {
    const numbers = (seed: number): number[] => sent({ loss: 0.3 }, {}, seed).arrived.map(({ number }) => number);
    expect(numbers(1)).toEqual(numbers(1));
    expect(numbers(2)).not.toEqual(numbers(1));
  });
});

it('the copies of a message are late each by itself', () => {
  const { facts } = sent({ duplicate: 1, delayMinMs: 0, delayMaxMs: 99, reorder: 1 });
  const due = facts.flatMap((fact) =>
    fact.type === 'message.sent' ? [(fact as unknown as { dueMs: number }).dueMs] : [],
  );
  const alike = due.filter((time, at) => at % 2 === 1 && time === due[at - 1]);
  expect(due).toHaveLength(2 * count);
  expect(alike.length).toBeLessThan(count / 20);
});

it('what is healed by hand is what had begun by then, to the moment', () => {
  const at = [0, 1, 99, 100, 101, 200] as const;
  for (const atMs of [0, 100])
    for (const healMs of [101, 200, null])
      for (const handMs of [-1, ...at]) {
        const partitions = [{ atMs, healMs, group: [0, 1] }];
        const network = new Network({ ...perfectNetwork, partitions }, ['one', 'two'], new Lot(1));
        if (handMs >= 0) network.heal(null, handMs);
        for (const now of at.filter((time) => time >= handMs)) {
          const stands = now >= atMs && (healMs === null || now < healMs) && !(handMs >= 0 && atMs <= handMs);
          expect(network.cut(0, 1, now), JSON.stringify({ atMs, healMs, handMs, now })).toBe(stands);
        }
      }
});

describe('partitions', () => {
  const cut = (atMs: number, healMs: number | null, group = [0, 1]): Partial<NetworkModel> => ({
    partitions: [{ atMs, healMs, group }],
  });
  it('cut what is sent from their time until they heal', () => {
    const times = sent({}, cut(100, 200)).arrived.map(({ time }) => time);
    expect(times).toContain(99);
    expect(times).not.toContain(100);
    expect(times).not.toContain(199);
    expect(times).toContain(200);
  });
  it('cut what is under way when it arrives, too', () => {
    const { arrived, facts } = sent({ delayMinMs: 30, delayMaxMs: 30 }, cut(100, 200));
    const times = arrived.map(({ time }) => time);
    expect(times.filter((time) => time >= 100 && time < 230)).toEqual([]);
    expect(facts.filter((fact) => fact.type === 'message.lost')).toHaveLength(130);
  });
  it('that never heal cut for ever; groups and those in none still reach one another', () => {
    expect(sent({}, cut(100, null)).arrived).toHaveLength(100);
    expect(sent({}, cut(0, null, [0, 0])).arrived).toHaveLength(count);
    expect(sent({}, cut(0, null, [0, -1])).arrived).toHaveLength(count);
  });
});
