/** The log at the edges of its columns, after a cut, and its rows when one filter follows another. */
import { describe, expect, it } from 'vitest';
import type { Envelope } from '../../../src/kernel/index.ts';
import type { KnownFact } from '../../../src/plan/index.ts';
import { FactLog, LogRows, type LogFilter } from '../../../src/replay/index.ts';
import { crew, piece, play, task } from '../../scenarios/stage.ts';

const edge = 2 ** 31;

describe('the log', () => {
  it('gives back what is just within its columns and what is just beyond them', () => {
    const facts: KnownFact[] = [];
    for (const by of [-2, -1, 0, 1])
      facts.push({ type: 'task.started', task: 1, attempt: 1, agent: 0, lease: 1, dueMs: 5 + edge + by });
    for (const tied of [0, 1, 0x7ffe, 0x7fff, 0x8000, 0x8001, 0x10000])
      facts.push({ type: 'task.assigned', task: 1, attempt: 1, agent: 0, lease: 1, rule: 'r', compared: [], ...(tied === 0 ? {} : { tied }) }); // prettier-ignore
    const log = new FactLog();
    for (const fact of facts) log.fact(fact, 1, 5);
    expect(facts.map((_, at) => log.at(at))).toEqual(facts);
    const delays = [0, edge - 2, edge - 1, edge, edge + 1, 2 ** 40];
    for (const delay of delays) {
      const message = { type: 'x.y' };
      log.message('message.sent', { sequence: 1, from: 2, to: 3, time: 9 + delay, message } as Envelope, 2, 9);
    }
    const sent = delays.map((_, at) => log.at(facts.length + at) as KnownFact & { readonly dueMs?: number });
    expect(sent.map((fact) => Object.values(fact).find((value) => typeof value === 'number' && value >= 9))).toEqual(
      delays.map((delay) => 9 + delay),
    );
  });
  it('takes nothing that was cut off for what it holds', () => {
    const said = (type: string): Envelope => ({ sequence: 1, from: 2, to: 3, time: 9, message: { type } }) as Envelope;
    const [one, other, third] = [said('a.one'), said('b.other'), said('c.third')];
    const log = new FactLog();
    for (const [step, envelope] of [one, other].entries()) log.message('message.sent', envelope, step, step);
    for (const next of [other, third, one]) {
      log.cut(0);
      log.message('message.sent', next, 1, 1);
      log.message('message.delivered', next, 2, 2);
      const types = [0, 1, 2].map((at) => (log.at(at) as { message: { type: string } }).message.type);
      expect(types).toEqual(['a.one', next.message.type, next.message.type]);
    }
  });
});

describe('rows of the log', () => {
  it('are those of the filter that is asked for, whatever was asked before', () => {
    const { plan, run } = play(piece([task('a'), task('b', ['a']), task('c', ['a'])], { agents: crew(2) }));
    const filters: LogFilter[] = [{}, { node: 'a' }, { node: 'b' }, { node: 'agent-1' }, { text: 'started' }, { text: 'a', node: 'a' }, { types: ['task'] }, { types: ['task.ready'] }, { types: ['task'], node: 'c' }]; // prettier-ignore
    const rows = new LogRows(plan, run.log);
    const totals = new Set<number>();
    for (const before of filters)
      for (const filter of filters) {
        rows.window(0, 5, before, 0);
        const told = rows.window(0, 1000, filter, 0);
        expect(told).toEqual(new LogRows(plan, run.log).window(0, 1000, filter, 0));
        totals.add(told.total);
      }
    expect(totals.size).toBeGreaterThan(5);
  });
  it('pass by whole names of kinds and families', () => {
    const { plan, run } = play(piece([task('a')]));
    const total = (...types: string[]) => new LogRows(plan, run.log).window(0, 0, { types }, 0).total;
    expect(total('task')).toBeGreaterThan(total('task.ready'));
    expect([total('tas'), total('task.'), total('task.rea'), total('task.ready.x'), total('')]).toEqual([
      0, 0, 0, 0, 0,
    ]);
  });
});
