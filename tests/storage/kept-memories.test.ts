/** What agents remember from run to run, as it lies in the library: whose end counts, a damaged row alone is lost, no room changes nothing. */
import { freshBrowser, type Faults } from './faults.ts';
import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { KeptItem, KeptMemories } from '../../src/storage/library/kept-memories.ts';
import { Library } from '../../src/storage/library/library.ts';
import { rawTables, spoil } from './damage.ts';

let faults: Faults;
beforeEach(() => {
  faults = freshBrowser();
});

async function opened(): Promise<{ library: Library; memories: KeptMemories }> {
  const library = new Library({ name: 'test' });
  expect(await library.open()).toBeNull();
  return { library, memories: await library.memories() };
}

const item = (key: string, value = 0): KeptItem => ({ key, value });
const items = (...keys: string[]): KeptItem[] => keys.map((key) => item(key));
const of = (entries: Readonly<Record<string, readonly KeptItem[]>>) => new Map(Object.entries(entries));
const keysOf = async (memories: KeptMemories, agent = 'ana') =>
  (await memories.read('d')).agents.get(agent)?.map(({ key }) => key) ?? [];

describe('the end of a run', () => {
  it('is there when the next begins, after a reload too, and each agent has its own', async () => {
    const { library, memories } = await opened();
    await memories.begin('d', 'r-1');
    expect(await memories.end('d', { runId: 'r-1', end: 'x' }, of({ ana: items('b', 'a'), ben: items('c') }))).toBe(
      'kept',
    );
    library.close();
    const again = await (await opened()).memories.begin('d', 'r-2');
    expect([...again.agents]).toEqual([
      ['ana', items('a', 'b')],
      ['ben', items('c')],
    ]);
    expect(await (await opened()).memories.read('other')).toMatchObject({ agents: new Map() });
  });

  it('of the run that was begun last counts: two tabs never mix what agents remember', async () => {
    const [one, other] = [await opened(), await opened()];
    await one.memories.begin('d', 'r-1');
    await other.memories.begin('d', 'r-2');
    expect(await one.memories.end('d', { runId: 'r-1', end: 'x' }, of({ ana: items('a') }))).toBe('overtaken');
    expect(await other.memories.end('d', { runId: 'r-2', end: 'y' }, of({ ana: items('b') }))).toBe('kept');
    expect(await keysOf(one.memories)).toEqual(['b']);
  });

  it('that comes again changes nothing; a run that then ended otherwise does; one behind a change by hand does not', async () => {
    const { memories } = await opened();
    await memories.begin('d', 'r');
    const end = (digest: string, ...keys: string[]) =>
      memories.end('d', { runId: 'r', end: digest }, of({ ana: items(...keys) }));
    expect([await end('x', 'a'), await end('x', 'z'), await keysOf(memories)]).toEqual(['kept', 'same', ['a']]);
    expect([await end('y', 'b', 'c'), await keysOf(memories)]).toEqual(['kept', ['b', 'c']]);
    await memories.change('d', 'ana', { put: [item('b', 7)], remove: ['c'] });
    expect([await end('z', 'q'), await keysOf(memories)]).toEqual(['overtaken', ['b']]);
    expect((await memories.read('d')).agents.get('ana')).toEqual([item('b', 7)]);
  });

  it('leaves agents alone that it does not name, and takes all away where an agent remembers nothing', async () => {
    const { memories } = await opened();
    await memories.replace('d', 'ana', items('a'));
    await memories.replace('d', 'ben', items('b'));
    await memories.begin('d', 'r');
    await memories.end('d', { runId: 'r', end: 'x' }, of({ ben: [] }));
    expect([await keysOf(memories), await keysOf(memories, 'ben')]).toEqual([['a'], []]);
  });
});

describe('damage', () => {
  it('to any row is told and costs that row alone, whichever row it is', async () => {
    const { memories } = await opened();
    const all = Array.from({ length: 40 }, (_, at) => `key ${String(at)}`);
    await memories.replace('d', 'ana', items(...all));
    await memories.replace('d', 'ben', items('b'));
    const tables = await rawTables();
    const rows = (await tables.read(['memories'], (transaction) => transaction.keysUnder('memories', 'd'))).map(String);
    const ways = [
      (row: Record<string, unknown>) => ({ ...row, seal: 'nothing' }),
      (row: Record<string, unknown>) => ({ ...row, items: items('planted') }),
      () => null,
      () => 7,
    ];
    for (const row of rows.filter((key) => key !== '')) {
      const before = await tables.read(['memories'], (transaction) => transaction.get('memories', ['d', row]));
      await spoil(tables, 'memories', ['d', row], ways[rows.indexOf(row) % ways.length]!);
      const lost = (before as { items: KeptItem[] }).items.map(({ key }) => key);
      const { agents, damaged } = await memories.begin('d', 'r');
      const agent = row.startsWith('ana') ? 'ana' : 'ben';
      expect([...damaged]).toEqual([[agent, 1]]);
      const left = [...agents].flatMap(([, own]) => own.map(({ key }) => key)).sort();
      expect(left).toEqual([...all, 'b'].filter((key) => !lost.includes(key)).sort());
      await spoil(tables, 'memories', ['d', row], () => before);
    }
  });

  it('to what says which run leaves its end leaves all there is, and no end is believed', async () => {
    const { memories } = await opened();
    await memories.replace('d', 'ana', items('a'));
    await memories.begin('d', 'r');
    await spoil(await rawTables(), 'memories', ['d', ''], () => 'nothing');
    expect(await memories.end('d', { runId: 'r', end: 'x' }, of({ ana: [] }))).toBe('overtaken');
    expect(await keysOf(memories)).toEqual(['a']);
    expect((await memories.begin('d', 'r-2')).agents.size).toBe(1);
  });
});

it('without room nothing of it changes, and it is said by its code', async () => {
  const { memories } = await opened();
  await memories.replace('d', 'ana', items('a', 'b'));
  faults.quotaFailures = Infinity;
  const failed = expect.objectContaining({ code: 'storage/quota-exceeded' }) as unknown;
  await expect(memories.replace('d', 'ana', items('c'))).rejects.toEqual(failed);
  await expect(memories.change('d', 'ana', { put: items('c'), remove: ['a'] })).rejects.toEqual(failed);
  faults.quotaFailures = 0;
  expect(await keysOf(memories)).toEqual(['a', 'b']);
});

it('goes with its document for good, and stands in what is exported of it', async () => {
  const { library, memories } = await opened();
  const { id } = await library.createDocument({ name: 'Report' });
  await memories.replace(id, 'ana', items('a note'));
  expect(await library.exportQuarantine(id)).toContain('a note');
  await library.purge(id);
  expect((await memories.read(id)).agents.size).toBe(0);
});

it('holds whatever is put, changed, removed and replaced, as a map by agent and key does', async () => {
  const key = fc.constantFrom('a', 'b', 'ä', '\u{1F600}', 'k 1', 'k 2', 'constructor');
  const agent = fc.constantFrom('ana', 'ben');
  const deed = fc.oneof(
    fc.record({ kind: fc.constant('change' as const), agent, put: fc.array(key, { maxLength: 3 }), remove: fc.array(key, { maxLength: 2 }) }), // prettier-ignore
    fc.record({ kind: fc.constant('replace' as const), agent, put: fc.uniqueArray(key, { maxLength: 5 }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 8 }), async (deeds) => {
      freshBrowser();
      const { memories } = await opened();
      const expected = new Map<string, Map<string, number>>();
      for (const [value, each] of deeds.entries()) {
        const put = each.put.map((one) => item(one, value));
        const own = each.kind === 'replace' ? new Map<string, number>() : (expected.get(each.agent) ?? new Map());
        expected.set(each.agent, own);
        if (each.kind === 'change') {
          for (const gone of each.remove) own.delete(gone);
          await memories.change('d', each.agent, { put, remove: each.remove });
        } else await memories.replace('d', each.agent, put);
        for (const one of each.put) own.set(one, value);
      }
      const { agents, damaged } = await memories.read('d');
      const found = Object.fromEntries([...agents].map(([id, all]) => [id, Object.fromEntries(all.map((one) => [one.key, one['value']]))])); // prettier-ignore
      const meant = Object.fromEntries([...expected].flatMap(([id, own]) => (own.size === 0 ? [] : [[id, Object.fromEntries(own)]]))); // prettier-ignore
      expect([found, damaged.size]).toEqual([meant, 0]);
    }),
    { seed: 5, numRuns: 25 },
  );
});
