/**
 * The digests that browsers are held to are those of this Node. Where the engine is meant to run differently, its
 * version is raised and the table made again: `npx vitest run tests/engine/digests.test.ts -u`.
 */
import { expect, it } from 'vitest';
import { documents, endOf } from '../browser/digest-documents.ts';

it('the same document and seed give the same digest as when the table was made', async () => {
  const table = Object.fromEntries(Object.entries(documents).map(([name, document]) => [name, endOf(document)]));
  await expect(`${JSON.stringify(table, null, 2)}\n`).toMatchFileSnapshot('../browser/digests.json');
});
