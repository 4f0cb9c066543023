/** What Why says of a task that waits for a resource: who holds it, until when by the plan, who is before it, and whose priority it has. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { WhyBook } from '../../../src/replay/index.ts';
import { ConflictBook, standsAt, type Span } from '../../../src/replay/conflicts/conflict-book.ts';
import { latestMs } from '../../../src/replay/why/resource-words.ts';
import { parseStory } from '../../../src/studio/library/stories.ts';
import { randomContended } from '../../protocols/arbiters/random.ts';
import { ran } from '../../support/running.ts';

const story = (id: string): Document => parseStory(readFileSync(`public/templates/${id}.json`, 'utf8'))!;

function book(document: Document) {
  const { run } = ran(document);
  const why = new WhyBook(run.compiled, run.log);
  /** What is told of a task at the last step that is not after a time. */
  const at = (id: string, ms: number): string => {
    let step = 0;
    for (let place = 0; place < run.log.length && run.log.timeOf(place) <= ms; place += 1) step = run.log.stepOf(place);
    return why.ofTask(id, step)!.answer;
  };
  const lines = (id: string): string[] =>
    why.ofTask(id, run.steps)!.attempts.flatMap((attempt) => attempt.lines.map(({ text }) => text));
  return { run, at, lines };
}
const waits = (answer: string): string => answer.slice(answer.indexOf(' It has ') + 1);

describe('philosophers', () => {
  const { at } = book(story('dining-philosophers'));

  it('are told who has the fork, since when, and by the plan until when', () => {
    expect(waits(at('ada-eats', 300))).toBe(
      'It has waited for Fork 2 since 280 ms (priority 0): Ben’s meal (priority 0) has held it since 40 ms, by the plan until 1.32 s at the latest, unless it has to wait; nobody is before it.',
    );
  });

  it('are told that the holder waits itself, and no time that the plan could not keep', () => {
    expect(waits(at('ada-eats', 600))).toBe(
      'It has waited for Fork 2 since 280 ms (priority 0): Ben’s meal (priority 0) has held it since 40 ms and waits for Fork 3 itself; nobody is before it.',
    );
  });

  it('are told nothing before they wait, and nothing once they have it', () => {
    expect([at('ada-eats', 270), at('ada-eats', 10_000)].map((answer) => answer.includes(' It has '))).toEqual([
      false,
      false,
    ]);
  });
});

describe('Mars', () => {
  const mars = (inversion: 'none' | 'inherit' | 'ceiling') =>
    book({ ...story('priority-inversion-on-mars'), conflicts: { inversion } });

  it('names who is before it, with priorities', () => {
    expect(waits(mars('none').at('weather', 4500))).toBe(
      'It has waited for Processor since 2.00 s (priority 1): Radio to Earth (priority 2) has held it since 4.00 s, by the plan until 9.00 s at the latest, unless it has to wait; before it: Bus control (priority 3).',
    );
  });

  it('says from whom a priority came: while it is lent, where it was raised, and where it decided a grant', () => {
    const { at, lines } = mars('inherit');
    expect(waits(at('weather', 4500))).toBe('It has priority 3, lent by Bus control, which waits for Data bus.');
    expect(lines('weather').filter((line) => line.includes('lent by'))).toEqual([
      'The priority of Weather data was raised to 3, as it kept others waiting, lent by Bus control, which waits for Data bus',
      'Weather station obtained 1 unit of Processor for Weather data after 2.00 s, as its priority was 3 by then, lent by Bus control, which waits for Data bus',
    ]);
    expect(lines('radio').filter((line) => line.includes('lent'))).toEqual([]);
    expect(waits(mars('ceiling').at('weather', 4500))).toBe('It has priority 3, by the ceiling of Data bus.');
  });
});

describe('by hand', () => {
  const job = (id: string, priority: number, more: object = {}) => ({
    id,
    agent: `${id}x`,
    priority,
    action: { kind: 'simulate' as const, durationMs: 1000 },
    resources: [{ id: 'r' }],
    ...more,
  });
  const scene = (tasks: readonly ReturnType<typeof job>[], more: Partial<Document> = {}): Document =>
    ({ agents: tasks.map(({ agent }) => ({ id: agent })), tasks, resources: [{ id: 'r' }], ...more }) as Document;

  it('waits behind higher priorities, and of equals behind who asked first; with more holders than are named', () => {
    const { at } = book(scene([job('a', 0), job('b', 1), job('c', 5), job('d', 1), job('e', 1)]));
    expect(waits(at('d', 500))).toMatch(/; before it: c \(priority 5\), b \(priority 1\)\.$/u);
    expect(waits(at('c', 500))).toMatch(/; nobody is before it\.$/u);
    const many = [1, 2, 3, 4, 5, 6].map((each) => job(`h${String(each)}`, 0));
    const six = book(scene([...many, job('z', 0)], { resources: [{ id: 'r', units: 6 }] }));
    expect(waits(six.at('z', 500))).toMatch(/h4 \(priority 0\) has held it since .*; and 2 more; nobody/u);
  });

  it('counts with the longest that chance allows, on the holder’s own speed, and up to where units are given back', () => {
    const action = { kind: 'simulate', durationMs: { min: 100, max: 900 } };
    const uniform = scene([job('a', 1, { action }), job('b', 0)]);
    const slow = { ...uniform, agents: [{ id: 'ax', speed: 0.5 }, { id: 'bx' }] };
    expect(waits(book(slow).at('b', 1))).toContain('by the plan until 1.80 s at the latest');
    const part = { resources: [], holds: [{ resource: 'r', toMs: 300 }] };
    expect(waits(book(scene([job('a', 1, part), job('b', 0)])).at('b', 1))).toContain('until 300 ms at the latest');
  });

  it('[AR4] whoever holds what others may wait for goes past where units are too few for the first, and both are told so', () => {
    const resources = [{ id: 'r', units: 2 }, { id: 's' }];
    const half = { resources: [{ id: 'r' }] };
    const keeper = (more: object = {}) =>
      job('c', 0, { resources: [{ id: 's' }], holds: [{ resource: 'r', fromMs: 200 }], ...more });
    const tasks = [
      job('a', 9, half),
      job('a2', 9, { ...half, action: { kind: 'simulate', durationMs: 600 } }),
      job('b', 5, { resources: [{ id: 'r', units: 2 }] }),
    ];
    const { at } = book(scene([...tasks, keeper()], { resources }));
    expect(waits(at('c', 500))).toMatch(
      /; before it: b \(priority 5\); where too few units are free for who is before it, it goes past, as it holds what others may wait for\.$/u,
    );
    expect(waits(at('b', 500))).toMatch(
      /; nobody is before it; where too few units are free for it, whoever holds what others may wait for goes past: c\.$/u,
    );
    // So it comes about.
    expect(waits(at('b', 700))).toContain('c (priority 5) has held it since 600 ms');
    // What can be taken from it while it stands keeps nobody waiting.
    const taken = book(scene([...tasks, keeper({ preemptible: 'resume' })], { resources }));
    expect(waits(taken.at('b', 500))).toMatch(/; nobody is before it\.$/u);
    const atOnce = scene([...tasks, keeper()], { resources, conflicts: { deadlock: 'all-or-nothing' } });
    expect(waits(book(atOnce).at('b', 500))).toMatch(
      /; before it: a2 \(priority 9\); whoever finds all that it wants free goes before whoever does not\.$/u,
    );
  });

  it('says how units come back where they are used up', () => {
    const bucket = scene([job('a', 1), job('b', 0)], { resources: [{ id: 'r', units: 1, everyMs: 5000 }] });
    expect(waits(book(bucket).at('b', 2000))).toMatch(
      /: 1 come back every 5\.00 s, 1 at most; nobody is before it\.$/u,
    );
  });
});

it('promises no end that a holder who need not wait does not keep, in 20 runs of random documents', () => {
  let promised = 0;
  for (let seed = 1; seed <= 20; seed += 1) {
    const { run, broken } = ran(randomContended(seed, { faults: false }));
    const { plan } = run.compiled;
    const conflicts = new ConflictBook(plan, run.log);
    conflicts.advance();
    const same = (a: Span, b: Span): boolean => a.task === b.task && a.lease === b.lease;
    expect(broken).toEqual([]);
    for (const span of conflicts.holds) {
      if (span.to === -1) continue;
      const held = conflicts.holds.filter((each) => same(each, span) && standsAt(each, span.from + 1));
      const waited = conflicts.waits.some(
        (each) => same(each, span) && (each.to === -1 || each.to > span.from) && each.from < span.to,
      );
      const endMs = latestMs(plan, held, { span, timeOf: (place) => run.log.timeOf(place) });
      if (waited || endMs === null) continue;
      promised += 1;
      expect(run.log.timeOf(span.to), `seed ${String(seed)}, task ${String(span.task)}`).toBeLessThanOrEqual(endMs);
    }
  }
  expect(promised).toBeGreaterThan(50);
});
