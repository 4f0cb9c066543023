/** The copies of a shared memory at any playhead, held against a plain fold over the facts up to it. */
import { describe, expect, it } from 'vitest';
import { canonical } from '../../../src/base/index.ts';
import { MemoryBook, type MemoryView } from '../../../src/replay/index.ts';
import { reads, shared, told, writes } from '../../protocols/shared-memory/scene.ts';
import { randomShared } from '../../protocols/shared-memory/random.ts';
import { ran, type Ran } from '../../support/running.ts';

const all = { memory: '', from: 0, count: 200, differing: false };
const bookOf = ({ plan, run }: Ran): MemoryBook => {
  const book = new MemoryBook(plan, run.log);
  book.advance(Infinity);
  return book;
};

/** What the first so many facts say of the copies, and since when so many keys are known to be alike or not. */
function folded({ recorded, plan }: Ran, passed: number) {
  const held = new Map<string, Map<number, string>>();
  const { replicas } = plan.services[0]!;
  const apart = () =>
    [...held.values()].filter((copies) => new Set(replicas.map((agent) => copies.get(agent) ?? '')).size > 1).length;
  let since: number | null = null;
  let before = -1;
  let unavailable = false;
  for (const { fact, step } of recorded.slice(0, passed)) {
    if (/^shared-memory\.(read|written|refused|unavailable)$/u.test(fact.type))
      unavailable = fact.type.endsWith('.unavailable');
    const [news] = told({ recorded: [{ fact, step, time: 0 }] }, 'shared-memory.held');
    if (news === undefined) continue;
    held.set(
      news.key,
      (held.get(news.key) ?? new Map<number, string>()).set(
        news.agent,
        news.removed === true && /^(null|\[\]|\{\})$/.test(canonical(news.value)) ? '' : canonical(news.value),
      ),
    );
    if (before === -1 || before > 0 !== apart() > 0) since = step;
    before = apart();
  }
  return { held, differing: since === null ? null : apart(), since, unavailable };
}

const cellsOf = (view: MemoryView) =>
  view.rows.map(({ key, cells }) => [key, cells.map((cell) => cell?.text ?? null)] as const);

describe('after a partition', () => {
  const cut = (more: object) => {
    const document = shared(
      [
        writes('w', 'before', [], { agent: 'agent-1', ms: 1 }),
        writes('one', 'this side', ['w'], { agent: 'agent-1', ms: 60 }),
        writes('other', 'that side', ['w'], { agent: 'agent-3', ms: 60 }),
        reads('late', ['one', 'other'], { agent: 'agent-2', ms: 900 }),
      ],
      { network: { delayMs: 2, ...more } },
    );
    return ran({ ...document, memories: [{ ...document.memories![0]!, consistency: 'eventual' }] });
  };
  const drawn = cut({ partitions: [{ atMs: 40, healMs: 400, groups: [['agent-1', 'agent-2'], ['agent-3']] }] });

  it('the time to converge is that from the healing to the first moment at which nothing differs', () => {
    const { plan, run, recorded } = drawn;
    const book = new MemoryBook(plan, run.log, run.compiled.spec.network!.partitions);
    while (!book.advance(11));
    const times = recorded.map(({ time }) => time);
    const alike = recorded.findIndex((_, at) => times[at]! >= 400 && folded(drawn, at + 1).differing === 0);
    const seen = new Set<string>();
    for (let passed = 0; passed <= recorded.length; passed += 1) {
      const now = times[passed - 1] ?? 0;
      const { healing } = book.at(all, passed) ?? { healing: undefined };
      if (now < 40) {
        expect(healing).toBeNull();
        continue;
      }
      const apart = folded(drawn, passed).differing ?? 0;
      expect(healing!.copies > 0).toBe(apart > 0);
      expect(healing!.healedMs).toBe(now < 400 ? null : 400);
      const took = now >= 400 && passed > alike ? times[alike]! - 400 : null;
      expect(healing!.tookMs).toBe(took);
      seen.add(took === null ? (now < 400 ? 'cut' : 'not yet') : 'alike');
    }
    expect([...seen]).toEqual(['cut', 'not yet', 'alike']);
  });

  it('without one nothing is said; one that keeps no replicas apart counts for nothing', () => {
    for (const played of [
      cut({}),
      cut({ partitions: [{ atMs: 40, healMs: 90, groups: [['coordinator'], ['agent-1']] }] }),
    ]) {
      const book = new MemoryBook(played.plan, played.run.log, played.run.compiled.spec.network!.partitions);
      book.advance(Infinity);
      expect(book.at(all, played.recorded.length)!.healing).toBeNull();
    }
  });

  it('keys are sought by a part of their name, whatever its case', () => {
    const document = shared(
      ['Alpha', 'beta', 'alphabet'].map((key, at) => ({
        ...writes(`w${String(at)}`, 1),
        writes: [{ memory: 'board', key, value: 1 }],
      })),
    );
    const played = ran(document);
    const keys = (text: string, more: object = {}) =>
      bookOf(played).at({ ...all, text, ...more }, played.recorded.length)!;
    expect(keys('ALPHA').rows.map(({ key }) => key)).toEqual(['Alpha', 'alphabet']);
    expect([keys('ALPHA').total, keys('ALPHA').keys, keys('nothing').rows]).toEqual([2, 3, []]);
    expect(keys('a', { differing: true }).total).toBe(0);
  });
});

describe('copies at the playhead', () => {
  it.each(['strong', 'naive', 'eventual'] as const)(
    'are what the facts up to it say, in random runs of a %s memory',
    (way) => {
      for (let seed = 1; seed <= 5; seed += 1) {
        const played = ran(randomShared(seed, way));
        const book = bookOf(played);
        const { replicas } = played.plan.services[0]!;
        for (let passed = 0; passed <= played.recorded.length; passed += 11) {
          const view = book.at(all, passed)!;
          const { held, differing, since, unavailable } = folded(played, passed);
          const keys = [...held.keys()].sort();
          expect(cellsOf(view)).toEqual(
            keys.map((key) => [key, replicas.map((agent) => held.get(key)!.get(agent) || null)]),
          );
          expect(view.standing?.differing ?? null).toBe(differing);
          expect(view.standing?.step ?? null).toBe(since);
          expect(view.unavailable).toBe(unavailable);
          expect(view.rows.filter(({ differs }) => differs)).toHaveLength(differing ?? 0);
          const only = book.at({ ...all, differing: true }, passed)!;
          expect(only.rows).toEqual(view.rows.filter(({ differs }) => differs));
          expect([only.total, only.keys]).toEqual([differing ?? 0, keys.length]);
        }
      }
    },
  );

  it('tell the tag, who wrote it and where it came to stand', () => {
    const played = ran(shared([writes('w', 'two pages', [], { agent: 'agent-1' })]));
    const { rows, replicas, standing } = bookOf(played).at(all, played.recorded.length)!;
    const [kept] = told(played, 'shared-memory.held');
    expect(replicas.map(({ id }) => id)).toEqual(['agent-1', 'agent-2', 'agent-3']);
    expect(rows[0]!.cells[0]).toMatchObject({
      text: '"two pages"',
      tag: String(kept!.ts),
      writer: replicas[0]!.name,
      side: 0,
    });
    expect(standing).toMatchObject({ differing: 0 });
  });

  it('give the smaller part another side, and nothing is a side of its own', () => {
    const cut = [{ atMs: 0, healMs: 400, groups: [['agent-1'], ['agent-2', 'agent-3']] }];
    const played = ran(
      shared([writes('w', 1, [], { agent: 'agent-2' })], { network: { delayMs: 2, partitions: cut } }),
    );
    const book = bookOf(played);
    const sides = book.at(all, played.recorded.length)!.rows.map(({ cells }) => cells.map((cell) => cell?.side));
    expect(sides).toEqual([[undefined, 0, 0]]);
    expect(book.at(all, played.recorded.length)!.standing!.differing).toBe(1);
  });

  it('of more than six replicas, those that differ come first, and of very many some are counted', () => {
    const cut = [
      {
        atMs: 0,
        healMs: 9e5,
        groups: [['agent-30'], Array.from({ length: 29 }, (_, at) => `agent-${String(at + 1)}`)],
      },
    ];
    const document = shared([writes('w', 1, [], { agent: 'agent-2' }), reads('r', ['w'], { agent: 'agent-3' })], {
      replicas: 30,
      network: { delayMs: 2, partitions: cut },
    });
    const played = ran(document);
    const view = bookOf(played).at(all, played.recorded.length)!;
    expect(view.copies).toBe(30);
    expect(view.replicas).toHaveLength(24);
    expect(view.replicas[0]!.id).toBe('agent-30');
    expect(view.rows[0]!.cells[0]).toBeNull();
  });

  it('come to what is told of them, once nobody writes and all have been compared', () => {
    let told = 0;
    for (let seed = 1; seed <= 60; seed += 1) {
      const played = ran(randomShared(seed, 'eventual'));
      const book = bookOf(played);
      const end = book.at(all, played.recorded.length)!;
      const last = played.recorded.findLastIndex(({ fact }) => (fact.type as string) === 'shared-memory.written');
      if (!end.heals || end.standing === null || end.standing.differing > 0 || last === -1) continue;
      const before = book.at(all, last + 1)!;
      for (const { key, healed } of before.rows) {
        const [cell] = end.rows.find((row) => row.key === key)!.cells;
        expect([seed, key, healed]).toEqual([seed, key, cell?.text ?? '']);
        told += 1;
      }
    }
    expect(told).toBeGreaterThan(2);
  });

  it('are none of a memory that is not there', () => {
    const played = ran(shared([writes('w', 1)]));
    const book = bookOf(played);
    expect(book.at({ ...all, memory: 'wall' }, 5)).toBeNull();
    expect(book.at({ ...all, memory: 'board' }, 0)).toMatchObject({ id: 'board', rows: [], keys: 0, standing: null });
  });
});
