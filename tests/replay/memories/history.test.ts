/** The history of a key as it is told: every read and write, an order that explains it, or the one to blame and what convicts it. */
import { describe, expect, it } from 'vitest';
import { FactLog, HistoryBook, type HistoryView } from '../../../src/replay/index.ts';
import type { KnownFact } from '../../../src/plan/index.ts';
import { reads, shared, told, writes } from '../../protocols/shared-memory/scene.ts';
import { randomShared } from '../../protocols/shared-memory/random.ts';
import { task } from '../../scenarios/stage.ts';
import { ran, type Ran } from '../../support/running.ts';

const bookOf = ({ plan, run }: Ran): HistoryBook => {
  const book = new HistoryBook(plan, run.log);
  book.advance(Infinity);
  return book;
};
const historyOf = (played: Ran, key = '', passed = played.run.log.length): HistoryView | null =>
  bookOf(played).of({ memory: 'board', key }, passed);

describe('the history of a key', () => {
  it('has every read and write of random runs, each effect between its call and its return, and convicts whom the rule convicts', () => {
    let violated = 0;
    for (let seed = 1; seed <= 30; seed += 1)
      for (const way of ['strong', 'naive'] as const) {
        const played = ran(randomShared(seed, way));
        const keys = historyOf(played)?.keys ?? [];
        const asked = told(played, 'shared-memory.asked');
        expect(keys).toEqual([...new Set(asked.map(({ key }) => key))].sort());
        let wrong = false;
        for (const key of keys) {
          const { deeds, verdict, violation, total } = historyOf(played, key)!;
          expect(total).toBe(asked.filter((each) => each.key === key).length);
          expect(deeds).toHaveLength(total);
          for (const { startMs, end, effectMs } of deeds) {
            if (effectMs === null) continue;
            expect(effectMs).toBeGreaterThanOrEqual(startMs);
            if (end !== null && !end.failed) expect(effectMs).toBeLessThanOrEqual(end.timeMs);
          }
          expect(violation !== null).toBe(verdict === 'violated');
          if (verdict === 'consistent')
            for (const { end, effectMs } of deeds) expect(end !== null && !end.failed && effectMs === null).toBe(false);
          if (violation === null) continue;
          wrong = true;
          const culprit = deeds[violation.culprit]!;
          expect(culprit.inPart).toBe(true);
          expect(culprit.effectMs).toBeNull();
          if (violation.convicts === null) continue;
          const convicts = deeds[violation.convicts]!;
          expect(convicts.inPart).toBe(true);
          expect(convicts.end!.step).toBeLessThanOrEqual(culprit.startStep);
          expect(convicts.text).not.toBe(culprit.text);
        }
        expect(wrong).toBe(played.broken.some((line) => line.includes('SM1')));
        if (wrong) violated += 1;
        if (way === 'strong') expect(wrong).toBe(false);
      }
    expect(violated).toBeGreaterThan(3);
  });

  it.each(['counter', 'set', 'log', 'map'] as const)('of a %s is checked as one, or said to be unchecked', (type) => {
    const does = type === 'log' ? 'append' : type === 'map' ? 'set' : 'add';
    const document = shared([
      task('w', [], {
        agent: 'agent-1',
        writes: [{ memory: 'board', key: 'plan', do: does, value: type === 'map' ? { a: 1 } : 2 }],
      }),
      reads('r', ['w'], { agent: 'agent-1' }),
    ]);
    const memories = [{ ...document.memories![0]!, consistency: 'eventual', type }];
    const { verdict, deeds } = historyOf(ran({ ...document, memories }))!;
    expect(verdict).toBe(type === 'map' ? 'unchecked' : 'consistent');
    expect(deeds.map(({ action }) => action)).toEqual([type === 'map' ? 'write' : does, 'read']);
  });

  it('tells a stale read of a naive memory with the write that had ended before it', () => {
    const cut = [{ atMs: 0, healMs: 400, groups: [['agent-1'], ['agent-2', 'agent-3']] }];
    const document = shared(
      [
        writes('w', 'old', [], { agent: 'agent-3', ms: 1 }),
        writes('later', 'new', ['w'], { agent: 'agent-2', ms: 5 }),
        reads('r', ['later'], { agent: 'agent-1', ms: 1 }),
      ],
      { network: { delayMs: 2, partitions: cut } },
    );
    const played = ran({ ...document, memories: [{ ...document.memories![0]!, consistency: 'naive' }] });
    const { deeds, verdict, violation } = historyOf(played)!;
    expect(verdict).toBe('violated');
    expect(deeds[violation!.culprit]).toMatchObject({ action: 'read', text: 'null' });
    expect(deeds[violation!.convicts!]).toMatchObject({ action: 'write' });
    expect(violation!.could.length).toBeGreaterThan(0);
  });

  it('of a write that was given up says that it failed, and still explains the rest', () => {
    const faults = ['agent-2', 'agent-3'].map((agent) => ({ kind: 'crash', agent, atMs: 0 }) as const);
    const { deeds, verdict } = historyOf(ran(shared([writes('w', 1, [], { agent: 'agent-1' })], { faults })))!;
    expect(deeds.map(({ end }) => end?.failed)).toEqual([true]);
    expect(verdict).toBe('consistent');
  });

  describe('with a compare-and-set', () => {
    const write = (id: string, value: number, after: string[], more: object = {}) =>
      task(id, after, {
        agent: 'agent-1',
        onFailure: 'continue',
        writes: [{ memory: 'board', key: 'n', value, ...more }],
      });
    const document = shared([
      write('zero', 0, []),
      write('one', 1, ['zero'], { expect: 0 }),
      write('two', 2, ['one'], { expect: 0 }),
      { ...task('see', ['two'], { agent: 'agent-2' }), reads: [{ memory: 'board', key: 'n' }] },
    ]);
    const calm = ran({ ...document, memories: [{ ...document.memories![0]!, consistency: 'primary-backup' }] });
    /** The same log with a fact of a task changed. */
    const planted = (id: string, change: (fact: KnownFact) => object): HistoryView => {
      const log = new FactLog();
      const at = calm.plan.tasks.findIndex((each) => each.id === id);
      for (const { fact, step, time } of calm.recorded) {
        const of = fact as KnownFact & { readonly task?: number };
        log.fact(of.task === at ? { ...fact, ...change(fact) } : fact, step, time);
      }
      const book = new HistoryBook(calm.plan, log);
      book.advance(Infinity);
      return book.of({ memory: 'board', key: 'n' }, log.length)!;
    };

    it('one that found what it looks for took effect, and one that did not never', () => {
      const { deeds, verdict } = historyOf(calm, 'n')!;
      expect(verdict).toBe('consistent');
      expect(deeds.map(({ action, expect: looked, text, end }) => [action, looked, text, end!.refused])).toEqual([
        ['write', undefined, '0', false],
        ['cas', '0', '1', false],
        ['cas', '0', '2', true],
        ['read', undefined, '1', false],
      ]);
      expect(deeds.every(({ end }) => !end!.failed)).toBe(true);
    });

    it('what only a checker that compares can tell: one took effect where something else stood', () => {
      // As plain writes this is fine: 0, 1, 2 one after another, and a read of 2.
      const after = planted('see', (fact) => (fact.type === ('shared-memory.read' as string) ? { value: 2 } : {}));
      expect(after.verdict).toBe('violated');
      const both = planted('two', (fact) =>
        fact.type === ('shared-memory.refused' as string)
          ? { type: 'shared-memory.written', value: 2, members: [0] }
          : {},
      );
      expect(both.verdict).toBe('violated');
      expect(both.deeds[both.violation!.culprit]).toMatchObject({ action: 'cas' });
    });

    it('and one that was refused although what it looks for stood there', () => {
      const found = planted('two', (fact) => (fact.type === ('shared-memory.asked' as string) ? { expect: 1 } : {}));
      expect(found.verdict).toBe('violated');
      expect(found.deeds[found.violation!.culprit]).toMatchObject({ action: 'cas', expect: '1' });
    });

    it('a refused change that compares nothing is shown, and never took effect', () => {
      const gone = planted('two', (fact) => {
        const { expect: _, ...rest } = fact as KnownFact & { expect?: unknown };
        return fact.type === ('shared-memory.asked' as string) ? { ...rest, expect: undefined } : {};
      });
      expect(gone.verdict).toBe('consistent');
      expect(gone.deeds[2]).toMatchObject({ action: 'write', effectMs: null, end: { refused: true } });
    });
  });

  it('of very many tells those about the playhead', () => {
    const document = shared(
      Array.from({ length: 150 }, (_, at) => reads(`r${String(at)}`, at > 0 ? [`r${String(at - 1)}`] : [], { ms: 1 })),
    );
    const played = ran(document);
    const [begin, end] = [historyOf(played, 'plan', 0)!, historyOf(played, 'plan')!];
    expect([begin.total, begin.deeds.length, end.deeds.length]).toEqual([150, 120, 120]);
    expect(begin.deeds[0]!.startMs).toBeLessThan(end.deeds[0]!.startMs);
    expect(end.deeds.at(-1)!.startMs).toBeGreaterThan(begin.deeds.at(-1)!.startMs);
  });

  it('is none of a key that nobody used, nor of a memory that is not there', () => {
    const played = ran(shared([writes('w', 1)]));
    expect(historyOf(played, 'wall')).toBeNull();
    expect(bookOf(played).of({ memory: 'wall', key: '' }, 9)).toBeNull();
  });
});
