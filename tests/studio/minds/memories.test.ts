/** The dialog of what an agent remembers from run to run: searched, changed, imported, wiped; refused files and full disks change nothing. */
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { freshBrowser, type Faults } from '../../storage/faults.ts';
import { Library, type KeptItem } from '../../../src/storage/index.ts';
import { MemoryDesk } from '../../../src/studio/minds/memories/memory-desk.svelte.ts';
import { MemorySearch } from '../../../src/studio/minds/memories/memory-search.ts';
import { Notices, RunSession, Workspace } from '../../../src/studio/state/index.ts';
import { FakeEngine } from '../support/fake-engine.ts';
import { FakeKeeper, FakeKept } from '../support/fake-keeper.ts';
import MemoriesHost from './MemoriesHost.svelte';

const item = (key: string, value: unknown = 1): KeptItem => ({ key, value, importance: 1, count: 2, createdMs: -5, timesMs: [-5] }) as KeptItem; // prettier-ignore
const fileOf = (agents: object, more: object = {}) =>
  JSON.stringify({ format: 'conclave-memory', version: 1, agents, ...more });

HTMLDialogElement.prototype.showModal = function showModal() {
  this.open = true;
};
HTMLElement.prototype.scrollIntoView = () => undefined;

let faults: Faults;
beforeEach(() => {
  faults = freshBrowser();
});

async function desk(...items: KeptItem[]) {
  const library = new Library({ name: 'test' });
  await library.open();
  const memories = await library.memories();
  if (items.length > 0) await memories.replace('d-1', 'ana', items);
  const notices = new Notices();
  const on = new MemoryDesk({ documentId: 'd-1', agent: 'ana', name: 'Ana', score: () => 'act-r' }, library, notices);
  const stop = on.watch();
  await vi.waitFor(() => expect(on.search).not.toBeNull());
  const kept = async () => (await memories.read('d-1')).agents.get('ana') ?? [];
  return { library, notices, on, stop, kept, said: () => notices.toasts.at(-1)?.text ?? '' };
}

describe('search', () => {
  it('finds what holds every word, in key or value, whatever their case', () => {
    const search = new MemorySearch([item('Ants', 'They CARRY leaves'), item('bees', { of: 'leaves\nand' }), item('carry on', null)]); // prettier-ignore
    expect(search.find('')).toEqual([0, 1, 2]);
    expect(search.find(' leaves carry ')).toEqual([0]);
    expect(search.find('carry')).toEqual([0, 2]);
    expect(search.find('leaves')).toEqual([0, 1]);
    expect(search.find('wasps')).toEqual([]);
    expect(new MemorySearch([]).find('a')).toEqual([]);
  });
  it('finds the same as looking at each thing by itself', () => {
    const word = fc.constantFrom('a', 'ab', 'b', 'ba', 'É', '"', '\\n', 'null', ' ');
    const thing = fc.record({ key: word, value: fc.oneof(word, fc.jsonValue({ maxDepth: 1 })) });
    fc.assert(
      fc.property(fc.array(thing, { maxLength: 9 }), fc.array(word, { maxLength: 3 }), (all, words) => {
        const items = all.map(({ key, value }) => item(key, value));
        const texts = items.map(({ key, value }) => `${key} ${JSON.stringify(value)}`.toLowerCase());
        const wish = words.join(' ');
        const wanted = wish.toLowerCase().split(/\s+/u);
        const expected = texts.flatMap((text, at) => (wanted.every((each) => text.includes(each)) ? [at] : []));
        expect(new MemorySearch(items).find(wish)).toEqual(expected);
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});

describe('the desk', () => {
  it('takes 10,000 things of a file at most, and says how many of them score lowest and are left out', async () => {
    const { on, kept, said, stop } = await desk(item('a'));
    await on.bring(fileOf({ ana: Array.from({ length: 10_002 }, (_, at) => item(`k${String(at).padStart(5, '0')}`)) }));
    expect(said()).toBe(
      'Ana remembers 10,000 things of the file, in the place of one thing. Of the things that Ana remembers the 2 that score lowest are left out: at most 10,000 are kept.',
    );
    expect(await kept()).toHaveLength(10_000);
    stop();
  });

  it('changes, deletes and wipes, each of which can be taken back', async () => {
    const { on, kept, notices, stop } = await desk(item('a'), item('b'));
    const undo = () => notices.toasts.at(-1)?.actions[0]?.run();
    await on.change(on.items[0]!, { value: 'x', importance: 4, pinned: true });
    expect((await kept())[0]).toEqual({ ...item('a', 'x'), importance: 4, pinned: true });
    undo();
    await vi.waitFor(async () => expect(await kept()).toEqual([item('a'), item('b')]));
    await on.remove(item('b'));
    expect(await kept()).toEqual([item('a')]);
    await vi.waitFor(() => expect(on.items).toHaveLength(1));
    await on.wipe();
    expect(await kept()).toEqual([]);
    undo();
    await vi.waitFor(async () => expect(await kept()).toEqual([item('a')]));
    stop();
  });

  it('takes back in what it gave out, as it was', async () => {
    const { on, kept, stop } = await desk(item('a', { deep: [1] }), { ...item('b'), pinned: true });
    const before = await kept();
    const file = await on.file();
    await on.wipe();
    await on.bring(file?.content as string);
    expect([await kept(), file?.fileName]).toEqual([before, 'ana.memories.json']);
    stop();
  });

  it.each([
    ['damage', fileOf({ ana: [item('b')] }).slice(0, 50), 'no JSON'],
    ['another version', fileOf({ ana: [item('b')] }, { version: 2 }), 'newer Conclave'],
    ['something else', '{"format":"conclave"}', 'its format is not'],
    ['a thing that cannot be', fileOf({ ana: [{ ...item('b'), count: 0 }] }), 'cannot be taken'],
    ['nobody', fileOf({}), 'no memories of anybody'],
  ])('refuses a file with %s in a sentence, and nothing changes', async (_what, text, words) => {
    const { on, kept, said, stop } = await desk(item('a'));
    await on.bring(text);
    expect(said()).toContain(words);
    expect([await kept(), on.others]).toEqual([[item('a')], null]);
    stop();
  });

  it('asks whose memories are meant where they are of others, and takes those', async () => {
    const { on, kept, stop } = await desk(item('a'));
    await on.bring(fileOf({ ben: [item('b')], cleo: [] }));
    expect([on.others?.map(({ agent }) => agent), await kept()]).toEqual([['ben', 'cleo'], [item('a')]]);
    await on.take(on.others![0]!.items);
    expect([on.others, await kept()]).toEqual([null, [item('b')]]);
    stop();
  });

  it('without room changes nothing and says so', async () => {
    const { on, kept, said, stop } = await desk(item('a'));
    faults.quotaFailures = Infinity;
    expect(await on.wipe()).toBe(false);
    faults.quotaFailures = 0;
    expect([said().startsWith('Nothing was changed.'), await kept()]).toEqual([true, [item('a')]]);
    stop();
  });
});

async function shown(keep: boolean, ...items: KeptItem[]) {
  const { library, stop } = await desk(...items);
  stop();
  const notices = new Notices();
  const run = new RunSession(new FakeEngine(), notices, (draw) => {
    draw();
  });
  const keeper = new FakeKeeper();
  keeper.kept.set('d-1', new FakeKept({ agents: [{ id: 'ana', name: 'Ana', memory: { capacity: 3, keep } }] }));
  const workspace = new Workspace(keeper, notices, run);
  await workspace.open('d-1');
  const onclose = vi.fn();
  render(MemoriesHost, { notices, workspace, library, onclose });
  return { workspace, notices, onclose };
}

describe('the dialog', () => {
  it('searches as one types, opens one thing for changing, and Escape takes the form back, not the dialog', async () => {
    const { onclose } = await shown(true, item('ants', 'leaves'), item('bees', 'honey'));
    const search = await screen.findByRole('searchbox', { name: 'Search the memories of Ana' });
    expect(screen.getByText('2 things, with which the next run begins.')).toBeTruthy();
    await fireEvent.input(search, { target: { value: 'HONEY' } });
    expect(screen.getByText('1 of 2 things')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Change bees' }));
    const value = screen.getByRole('textbox', { name: 'Value' });
    await waitFor(() => expect(document.activeElement).toBe(value));
    await fireEvent.keyDown(value, { key: 'Escape' });
    expect([screen.queryByRole('textbox', { name: 'Value' }), onclose.mock.calls.length]).toEqual([null, 0]);
  });

  it('teaches where nothing is remembered, and turns on what keeps memories', async () => {
    const { workspace } = await shown(false);
    expect(await screen.findByText('Ana remembers nothing yet.')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Keep them' }));
    expect(workspace.document?.agents?.[0]?.memory).toEqual({ capacity: 3, keep: true });
    expect(screen.queryByRole('button', { name: 'Keep them' })).toBeNull();
  });
});
