/** What agents remember from run to run in the page: what a run begins with and leaves, what is said, and what fails. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { freshBrowser, type Faults } from '../../storage/faults.ts';
import { rawTables, spoil } from '../../storage/damage.ts';
import type { Document } from '../../../src/document/index.ts';
import type { RunStatus } from '../../../src/bridge/index.ts';
import { MemoryKeeper } from '../../../src/studio/minds/index.ts';
import { Library } from '../../../src/storage/index.ts';
import { Notices } from '../../../src/studio/state/index.ts';
import { status } from '../support/fake-engine.ts';

const item = (key: string) => ({ key, value: 1, importance: 1, count: 1, createdMs: -5, timesMs: [-5] });
const fileOf = (agents: object, more: object = {}) =>
  JSON.stringify({ format: 'conclave-memory', version: 1, agents, ...more });
const document: Document = {
  agents: [{ id: 'ana', name: 'Ana', memory: { keep: true } }, { id: 'ben' }],
  tasks: [{ id: 't', recalls: ['a'] }],
};
const over = (runId: string, digest = 'x'): RunStatus => status({ runId, documentId: 'd', complete: true, digest });

let faults: Faults;
beforeEach(() => {
  faults = freshBrowser();
});

async function staged() {
  const library = new Library({ name: 'test' });
  await library.open();
  const notices = new Notices();
  const run = { runId: null as string | null, memories: vi.fn<() => Promise<string | null>>() };
  const keeper = new MemoryKeeper(library, run, notices);
  const without = vi.fn();
  return {
    notices,
    without,
    keptOf: async () => (await (await library.memories()).read('d')).agents,
    begin: async () => {
      const options = await keeper.begin('d', document, without);
      run.runId = options.runId!;
      return options;
    },
    end: async (runId: string, agents: object, digest?: string, more: object = {}) => {
      run.runId = runId;
      run.memories.mockResolvedValue(fileOf(agents, more));
      await keeper.end(over(runId, digest), document);
    },
    run,
  };
}

describe('agents that keep their memories', () => {
  it('begin a run with those of the run before, which is said with the way to run without; others keep none', async () => {
    const { begin, end, notices, without, keptOf } = await staged();
    const first = await begin();
    expect([first.memories, notices.toasts]).toEqual([undefined, []]);
    await end(first.runId!, { ana: [item('a'), item('b')], ben: [item('c')] });
    expect([...(await keptOf()).keys()]).toEqual(['ana']);
    const second = await begin();
    expect(JSON.parse(second.memories!)).toEqual(JSON.parse(fileOf({ ana: [item('a'), item('b')] })));
    expect(notices.toasts[0]?.text).toBe('This run begins with 2 memories of the run before.');
    notices.toasts[0]?.actions[0]?.run();
    expect([notices.toasts[0]?.actions[0]?.label, without.mock.calls.length]).toEqual(['Run without', 1]);
  });

  it('keep the end of the run begun last, once; an older one is told that it is not kept, one that was only opened in silence', async () => {
    const { begin, end, notices, keptOf, run } = await staged();
    const [old, last] = [(await begin()).runId!, (await begin()).runId!];
    await end(last, { ana: [item('new')] });
    await end(last, { ana: [item('again')] });
    expect(run.memories).toHaveBeenCalledTimes(1);
    await end('r-opened', { ana: [item('opened')] });
    expect(notices.toasts).toEqual([]);
    await end(old, { ana: [item('old')] });
    expect(notices.toasts[0]?.text).toContain('is not kept: another run was begun since');
    expect((await keptOf()).get('ana')).toEqual([item('new')]);
  });

  it('lose nothing without a word: what a run forgets as it begins, and what was too much at its end', async () => {
    const { begin, end, notices } = await staged();
    const { runId } = await begin();
    const all = Array.from({ length: 120 }, (_, at) => item(`k${String(at)}`));
    await end(runId!, { ana: all }, 'x', { leftOut: { ana: 12, ben: 3 } });
    expect(notices.toasts.at(-1)?.text).toBe(
      'Of the things that Ana remembers the 12 that score lowest are left out: at most 10,000 are kept.',
    );
    await begin();
    expect(notices.toasts.at(-1)?.text).toBe(
      'This run begins with 120 memories of the run before. The long-term memory of Ana has 100 places: the 20 things that score lowest are forgotten as the run begins.',
    );
  });

  it('keep what a run ends with that went another way', async () => {
    const { begin, end, keptOf } = await staged();
    const { runId } = await begin();
    await end(runId!, { ana: [item('a')] });
    await end(runId!, { ana: [item('b')] }, 'y');
    expect((await keptOf()).get('ana')).toEqual([item('b')]);
  });

  it('say what is damaged and begin with the rest', async () => {
    const { begin, end, notices } = await staged();
    await end((await begin()).runId!, { ana: [item('a'), item('b')] });
    const tables = await rawTables();
    const rows = await tables.read(['memories'], (transaction) => transaction.keysUnder('memories', 'd'));
    await spoil(tables, 'memories', ['d', rows.at(-1)!], () => null);
    const { memories } = await begin();
    expect((JSON.parse(memories!) as { agents: { ana: unknown[] } }).agents.ana).toHaveLength(1);
    expect(notices.banners[0]?.text).toContain('what Ana remembered is damaged');
  });

  it('without room leave what was kept, and it is said', async () => {
    const { begin, end, notices, keptOf } = await staged();
    const { runId } = await begin();
    await end(runId!, { ana: [item('a')] });
    faults.quotaFailures = Infinity;
    await end(runId!, { ana: [item('b')] }, 'y');
    expect(notices.toasts.at(-1)).toMatchObject({
      tone: 'error',
      text: expect.stringMatching(/could not be kept/u) as string,
    });
    // Nothing of that stands in the way of a run.
    expect(await begin()).toEqual({ runId: expect.any(String) as string });
    faults.quotaFailures = 0;
    await end(runId!, { ana: [item('b')] }, 'y');
    expect((await keptOf()).get('ana')).toEqual([item('b')]);
  });
});
