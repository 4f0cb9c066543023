/** What is told of conflicts: each wait, cycle and deal with its outcome, and who waits for whom at every step, held against the facts. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import type { ResourceFact } from '../../../src/protocols/arbiters/messages.ts';
import { ResourceBook } from '../../../src/protocols/arbiters/rules/book.ts';
import { ConflictBook } from '../../../src/replay/conflicts/conflict-book.ts';
import type { ConflictRow } from '../../../src/replay/conflicts/conflict-views.ts';
import { conflictsAt } from '../../../src/replay/conflicts/conflicts.ts';
import { waitsAt } from '../../../src/replay/conflicts/waits.ts';
import { marksOf, SignBook } from '../../../src/replay/index.ts';
import { parseStory } from '../../../src/studio/library/stories.ts';
import { randomContended } from '../../protocols/arbiters/random.ts';
import { ran, type Ran } from '../../support/running.ts';

const story = (id: string): Document => parseStory(readFileSync(`public/templates/${id}.json`, 'utf8'))!;

function bookOf({ run }: Ran, atOnce = Infinity): ConflictBook {
  const book = new ConflictBook(run.compiled.plan, run.log);
  while (!book.advance(atOnce));
  return book;
}
const every = { of: 'all', about: '', from: 0, count: 200 } as const;
const names = (all: ConflictRow['who']): string => all.map(({ name }) => name).join(', ');
const brief = ({ kind, what, who, against, outcome }: ConflictRow): string =>
  `${kind} ${what.name}: ${names(who)} | ${names(against)} | ${outcome}`;
const briefs = (all: Ran): string[] => conflictsAt(bookOf(all), every, all.run.log.length).rows.map(brief);

describe('dining philosophers', () => {
  const dinner = story('dining-philosophers');
  const hungry = ran(dinner);

  it('wait for one another one by one, until the last closes the circle and has to fail', () => {
    expect(briefs(hungry).slice(0, 5)).toEqual([
      'wait Fork 2: Ada’s meal | Ben’s meal | had it after 2.96 s',
      'wait Fork 3: Ben’s meal | Cleo’s meal | had it after 1.92 s',
      'wait Fork 4: Cleo’s meal | Dan’s meal | had it after 980 ms',
      'wait Fork 5: Dan’s meal | Eve’s meal | had it after 140 ms',
      'deadlock Fork 1: Eve’s meal | Ada’s meal, Ben’s meal, Cleo’s meal, Dan’s meal | had to fail, so that others go on',
    ]);
    expect(briefs(hungry)).toHaveLength(5);
  });

  it('are a graph at each step: the circle is named where it closes, and gone once its victim has put down the fork', () => {
    const book = bookOf(hungry);
    const [cycle] = book.cycles;
    const before = waitsAt(book, cycle!.from);
    expect([before.holds.length, before.waits.length, before.cycle, before.sentence]).toEqual([5, 4, null, '']);
    const closed = waitsAt(book, cycle!.from + 1);
    expect([closed.holds.length, closed.waits.length]).toEqual([5, 5]);
    expect(closed.cycle?.map(({ id }) => id)).toEqual(['eve-eats', 'ada-eats', 'ben-eats', 'cleo-eats', 'dan-eats']);
    expect(closed.sentence).toBe(
      'Since 680 ms Eve’s meal waits for Ada’s meal, Ada’s meal for Ben’s meal, Ben’s meal for Cleo’s meal, Cleo’s meal for Dan’s meal and Dan’s meal for Eve’s meal: Eve’s meal has to fail.',
    );
    expect(cycle!.to).toBeGreaterThan(cycle!.from);
    const after = waitsAt(book, cycle!.to + 1);
    expect([after.cycle, after.waits.some(({ task }) => task === 'eve-eats')]).toEqual([null, false]);
  });

  it('fail for the lowest priority, wherever it sits: the circle is told from there', () => {
    const tasks = (dinner.tasks ?? []).map((task) => ({ ...task, priority: task.id === 'ben-eats' ? 0 : 1 }));
    const ranked = ran({ ...dinner, tasks, conflicts: { deadlock: 'detect', inversion: 'none' } });
    const [cycle] = bookOf(ranked).cycles;
    expect(cycle?.around.map((task) => ranked.plan.tasks[task]?.id)).toEqual([
      ...['ben-eats', 'cleo-eats', 'dan-eats', 'eve-eats', 'ada-eats'],
    ]);
  });

  it('wait in no circle once forks are taken in one order', () => {
    const fed = ran({ ...dinner, conflicts: { deadlock: 'ordered' } });
    expect(briefs(fed).filter((line) => !line.startsWith('wait '))).toEqual([]);
    expect(bookOf(fed).cycles).toEqual([]);
    expect(marksOf(fed.run).some(({ kind }) => kind === 'deadlock')).toBe(false);
  });

  it('mark the scrubber where they begin to wait, in the step of the asking, and where the circle is broken', () => {
    const marks = marksOf(hungry.run).filter(({ kind }) => kind === 'contention' || kind === 'deadlock');
    const book = bookOf(hungry);
    expect(marks.map(({ kind, step }) => [kind, step])).toEqual([
      ...book.waits.map(({ from }) => ['contention', hungry.run.log.stepOf(from)]),
      ['deadlock', hungry.run.log.stepOf(book.cycles[0]!.from)],
    ]);
    expect(marks[0]?.label).toBe('Ada’s meal began to wait for Fork 2, held by Ben’s meal');
  });
});

describe('other conflicts', () => {
  it('a processor is taken away, and a low priority keeps a high one waiting; lent by inheritance it does not', () => {
    const mars = story('priority-inversion-on-mars');
    expect(briefs(ran(mars)).slice(-2)).toEqual([
      'wait Data bus: Bus control | Weather data | had it after 7.00 s',
      'preempted Processor: Bus control | Radio to Earth | had it again after 7.00 s',
    ]);
    const lent = ran({ ...mars, conflicts: { inversion: 'inherit' } });
    expect(briefs(lent).filter((line) => line.startsWith('raised'))).toEqual([
      'raised Weather data: Weather data |  | priority 3 for 3.00 s',
    ]);
    const kinds = new Set(marksOf(lent.run).map(({ kind }) => kind));
    expect([kinds.has('preemption'), kinds.has('inheritance')]).toEqual([true, true]);
  });

  it('a bucket keeps waiting whoever comes when it is empty, and nobody stands in the way', () => {
    expect(briefs(ran(story('ten-agents-one-rate-limit'))).at(-1)).toBe(
      'wait Requests: Urgent question |  | had it after 3.00 s',
    );
  });

  it('a negotiation ends in a deal or in none, and is marked as what it is', () => {
    const budget = story('two-departments-and-one-budget');
    const agreed = ran(budget);
    expect(briefs(agreed)).toEqual([
      'negotiation Share the budget: Research, Sales |  | deal: research share 70, start spring, in round 5',
    ]);
    const [first, ...others] = budget.tasks ?? [];
    const action = structuredClone(first!.action) as { utilities: Record<string, { reservation: number }> };
    for (const each of Object.values(action.utilities)) each.reservation = 0.95;
    const apart = ran({ ...budget, tasks: [{ ...first!, action: action as never }, ...others] });
    expect(briefs(apart)[0]).toMatch(/^negotiation Share the budget: .* no deal: /u);
    expect(
      [agreed, apart].map((each) => marksOf(each.run).flatMap(({ kind }) => (/deal/u.test(kind) ? [kind] : []))),
    ).toEqual([['deal'], ['no-deal']]);
  });

  it('where nobody shares anything there is nothing to tell', () => {
    const alone = ran(story('field-report'));
    expect(conflictsAt(bookOf(alone), every, alone.run.log.length)).toEqual({
      ...{ kinds: [], now: 0, total: 0, from: 0, rows: [] },
    });
  });
});

describe('of random runs', () => {
  const seeds = [14, 45, 47, 54, 64, 69, 85, 92, 95, 102, 126];
  const runs = seeds.map((seed) => ran(randomContended(seed)));

  it('who holds and who waits at each step is what an independent fold over the facts says', () => {
    let compared = 0;
    for (const all of runs) {
      const book = bookOf(all);
      const other = new ResourceBook();
      const { log } = all.run;
      for (let place = 0; place < log.length; place += 1) {
        const fact = log.at(place) as ResourceFact;
        other.fact(fact, log.timeOf(place));
        if (place + 1 < log.length && log.stepOf(place + 1) === log.stepOf(place)) continue;
        const { holds, waits, cycle } = waitsAt(book, place + 1);
        const count = (of: Map<number, Map<string, unknown>>): number =>
          [...of.values()].reduce((sum, { size }) => sum + size, 0);
        expect(holds.length).toBe(count(other.held));
        if (cycle === null) expect(waits.length).toBe(count(other.waiting));
        compared += holds.length + waits.length;
      }
    }
    expect(compared).toBeGreaterThan(500);
  });

  it('of a cycle each waits for what the next holds, and the last for what the victim holds', () => {
    let cycles = 0;
    for (const all of runs) {
      const book = bookOf(all);
      for (const { from, around } of book.cycles) {
        const { holds, waits } = waitsAt(book, from + 1);
        around.forEach((task, at) => {
          const [id, next] = [task, around[(at + 1) % around.length]!].map((each) => all.plan.tasks[each]!.id);
          const wanted = waits.filter((wait) => wait.task === id).map(({ resource }) => resource);
          expect(holds.some((held) => held.task === next && wanted.includes(held.resource))).toBe(true);
        });
        cycles += 1;
      }
    }
    expect(cycles).toBeGreaterThan(1);
  });

  it('stands in the order in which it began; what was refused is told as refused, and no priority as raised that is one’s own', () => {
    let [refused, raised] = [0, 0];
    for (const all of runs) {
      const book = bookOf(all);
      const places = book.entries.map(({ from }) => from);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      const { rows } = conflictsAt(book, { ...every, of: 'wait' }, all.run.log.length);
      const spans = book.entries.flatMap(({ span }) => (span?.how === 'refused' ? [span] : []));
      expect(rows.filter(({ outcome }) => outcome.startsWith('was refused')).length).toBe(
        spans.filter(({ from, to }) => all.run.log.timeOf(from) < all.run.log.timeOf(to)).length,
      );
      refused += spans.length;
      for (const { kind, task, figure } of book.entries) {
        if (kind !== 'raised') continue;
        expect(figure).toBeGreaterThan(all.plan.tasks[task]!.priority);
        raised += 1;
      }
    }
    expect(Math.min(refused, raised)).toBeGreaterThan(0);
  });

  it('whoever has it within the same instant is not listed as waiting', () => {
    let atOnce = 0;
    for (const all of runs) {
      const book = bookOf(all);
      const { log } = all.run;
      atOnce += book.waits.filter(({ from, to }) => to !== -1 && log.timeOf(from) === log.timeOf(to)).length;
      const { rows } = conflictsAt(book, { ...every, of: 'wait' }, log.length);
      expect(rows.filter(({ timeMs, endMs }) => timeMs === endMs)).toEqual([]);
    }
    expect(atOnce).toBeGreaterThan(0);
  });

  it('is the same however it is read, in pieces or at once, and every kind is met', () => {
    const met = new Set<string>();
    for (const all of runs) {
      const [whole, pieces] = [bookOf(all), bookOf(all, 7)];
      expect(pieces.entries).toEqual(whole.entries);
      for (const { kind } of whole.entries) met.add(kind);
    }
    for (const kind of ['wait', 'deadlock', 'died', 'wounded', 'preempted', 'raised', 'expired', 'stale'])
      expect(met).toContain(kind);
  });

  it('what is told at a step of a row is over, goes on or lies ahead, as its steps say', () => {
    for (const all of runs.slice(0, 4)) {
      const book = bookOf(all);
      for (let passed = 0; passed <= all.run.log.length; passed += 13) {
        const { rows, now } = conflictsAt(book, every, passed);
        const goesOn = rows.filter(({ moment }) => moment === 'now');
        expect(goesOn.length).toBe(now);
        expect(conflictsAt(book, { ...every, of: 'now' }, passed).total).toBe(now);
      }
    }
  });

  it('signs of waiting are those waits, whole or in pieces', () => {
    for (const all of runs) {
      const { log } = all.run;
      const steps = new SignBook(all.run)
        .within(0, log.length)
        .flatMap(({ mark, place }) => (mark === 'contention' ? [log.stepOf(place)] : []));
      expect(steps).toEqual(bookOf(all).waits.map(({ from }) => log.stepOf(from)));
    }
  });
});
