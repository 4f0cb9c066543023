/** The library over a real IndexedDB: autosave, compaction, fencing between two connections, live queries. */
import { expect, it } from 'vitest';
import { apply, type Document, type Edit } from '../../src/document/index.ts';
import { Library } from '../../src/storage/library/library.ts';
import { Saver } from '../../src/storage/library/saver.ts';

const open = async (name: string): Promise<Library> => {
  const library = new Library({ name });
  expect(await library.open()).toBeNull();
  return library;
};

it('saves a hundred edits, reads them back over another connection, and fences off the first', async () => {
  const name = `library-${String(performance.now())}`;
  const library = await open(name);
  const lists: string[][] = [];
  library.observe(
    () => library.listDocuments(),
    (list) => lists.push(list.map((one) => one.name)),
  );
  let document = { format: 'conclave', version: 1, name: 'Field report' } as Document;
  const { id } = await library.createDocument(document);
  const saver = new Saver({ library, documentId: id, debounceMs: 0 });
  for (let at = 0; at < 100; at += 1) {
    const edit: Edit = { kind: 'add-node', collection: 'tasks', node: { id: `t${String(at)}` } };
    const applied = apply(document, edit);
    if (!applied.ok) throw new Error(applied.error.message);
    document = applied.value.document;
    saver.record([edit], document);
    await saver.flush();
    expect(saver.state.status).toBe('saved');
  }
  const other = await open(name);
  expect((await other.claimDocument(id)).document).toEqual(document);
  const rename: Edit = { kind: 'set-field', path: ['name'], value: 'Renamed' };
  saver.record([rename], { ...document, name: 'Renamed' });
  await saver.flush();
  expect(saver.state).toMatchObject({ status: 'failed', code: 'storage/fenced' });
  await other.appendEdits(id, [rename], { ...document, name: 'Renamed' });
  await expect.poll(() => lists.at(-1)).toEqual(['Renamed']);
  library.close();
  other.close();
});
