/** What is looked at of a long run is read in slices: nothing waits for it, the newest filter wins, and it tells the same as read at once. */
import { describe, expect, it } from 'vitest';
import { Looks } from '../../src/engine/looks/look.ts';
import { looks as table, type Question } from '../../src/replay/index.ts';
import { chain, Rig } from './rig.ts';

const looks: readonly Question[] = [
  { kind: 'window.timeline', fromMs: 0, toMs: 1e6, pixels: 500 },
  { kind: 'window.course', fromMs: 0, toMs: 9000, buckets: 20 },
  { kind: 'window.log', from: 0, count: 50, filter: { text: 't1' } },
  { kind: 'window.messages', from: 0, count: 50, filter: { text: 'bo' } },
  { kind: 'window.conversations', from: 0, count: 50, filter: { node: 'ana' } },
  { kind: 'run.data', task: 't3' },
  { kind: 'run.why', task: 't3', step: 500 },
  { kind: 'run.whyAgent', agent: 'ana', step: 500 },
];

/** A long run that is over, in which every look at the clock ends a slice. */
async function slow(): Promise<Rig> {
  const rig = new Rig();
  await rig.start(chain(600));
  await rig.settle();
  rig.lookMs = 25;
  return rig;
}

describe('looking at a long run', () => {
  it.each(looks)('$kind lets what is asked meanwhile go first, and tells the same as at once', async (look) => {
    const rig = await slow();
    const order: string[] = [];
    const asked = rig.ask(look).then((told) => {
      order.push('look');
      return told;
    });
    await rig.ask({ kind: 'player.seek', step: 7 });
    order.push(`seek ${String(rig.frame.step)}`);
    await rig.settle();
    const told = await asked;
    expect(order).toEqual(['seek 7', 'look']);

    const quick = new Rig();
    await quick.start(chain(600));
    await quick.settle();
    await quick.ask({ kind: 'player.seek', step: 7 });
    expect(told).not.toBeNull();
    expect(told).toEqual(await quick.ask(look));
  });

  it.each(looks)('$kind of a run that is closed meanwhile is null', async (look) => {
    const rig = await slow();
    const asked = rig.ask(look);
    await rig.ask({ kind: 'run.close' });
    await rig.settle();
    expect(await asked).toBeNull();
  });

  it('answers the newest of several filters, and gives the others up', async () => {
    const rig = await slow();
    const log = ['t1', 't2', 't3'].map((text) => rig.ask({ kind: 'window.log', from: 0, count: 9, filter: { text } }));
    const said = ['ana', 'bo'].map((node) => rig.ask({ kind: 'window.messages', from: 0, count: 9, filter: { node } }));
    const talks = rig.ask({ kind: 'window.conversations', from: 0, count: 9, filter: { node: 'bo' } });
    await rig.settle();
    const [first, second, third] = await Promise.all(log);
    expect([first, second]).toEqual([null, null]);
    expect(third!.rows.length).toBeGreaterThan(0);
    expect(third!.rows.every(({ text }) => text.toLowerCase().includes('t3'))).toBe(true);
    const [ana, bo] = await Promise.all(said);
    expect(ana).toBeNull();
    expect(bo!.rows.length).toBeGreaterThan(0);
    expect((await talks)!.rows.length).toBeGreaterThan(0);
  });

  it('two pages of one filter are both answered', async () => {
    const rig = await slow();
    const pages = [0, 9].map((from) => rig.ask({ kind: 'window.log', from, count: 9, filter: { text: 'ana' } }));
    await rig.settle();
    expect((await Promise.all(pages)).map((page) => page?.from)).toEqual([0, 9]);
  });

  it('what moves or writes is no look', () => {
    const known = new Looks(table);
    expect(known.has({ kind: 'player.play' })).toBe(false);
    expect(known.has({ kind: 'run.export' })).toBe(false);
    expect(table.every(({ kind }) => known.has({ kind } as Question))).toBe(true);
  });
});
