/**
 * Renaming changes nothing of a run: over random documents that share memories and have minds, each memory and each belief goes by another
 * name, and every fact is the same but for that name; taken back it is the same document.
 */
import { describe, expect, it } from 'vitest';
import { apply, changesToRenameBelief, type Document, type Edit } from '../../src/document/index.ts';
import { believing } from '../support/believing.ts';
import { Dice, randomDocument } from '../support/documents.ts';
import { ran } from '../support/running.ts';
import { sharing } from '../support/sharing.ts';

const seeds = Array.from({ length: 12 }, (_, at) => 7000 + at);

function drawnFor(seed: number): Document {
  const plain = { ...randomDocument(seed, { tasksMax: 8, agentsMax: 4 }), limits: { stepsMax: 20_000 } };
  return believing(sharing(plain, new Dice(seed + 0.25)), new Dice(seed + 0.5));
}

function edited(document: Document, edit: Edit): Document {
  const result = apply(document, edit);
  if (!result.ok) throw new Error(result.error.message);
  const back = apply(result.value.document, result.value.inverse);
  expect(back.ok && back.value.document).toEqual(document);
  return result.value.document;
}

/** All facts, with the names that are asked about put back. */
function told(document: Document, names: readonly (readonly [string, string])[]): readonly string[] {
  return ran(document).recorded.map((recorded) =>
    names.reduce((text, [from, to]) => text.replaceAll(to, from), JSON.stringify(recorded)),
  );
}

describe('a run of a document', () => {
  it('in which memories go by other names is the same run', () => {
    for (const seed of seeds) {
      const document = drawnFor(seed);
      const names = (document.memories ?? []).map(({ id }) => [id, `${id}Other`] as const);
      let other = document;
      for (const [id, to] of names) other = edited(other, { kind: 'rename-node', collection: 'memories', id, to });
      expect(JSON.stringify(other)).not.toMatch(/"m\d"|memory\.m\d\b/);
      expect(told(other, names), String(seed)).toEqual(told(document, []));
    }
  });

  it('in which beliefs go by other names is the same run', () => {
    for (const seed of seeds) {
      const document = drawnFor(seed);
      let other = document;
      for (const { id } of document.agents ?? [])
        for (const [from, to] of [
          ['n', 'nOther'],
          ['m', 'mOther'],
        ] as const) {
          const changes = changesToRenameBelief(other, { agent: id, from, to });
          if (typeof changes !== 'string') other = edited(other, { kind: 'batch', edits: changes });
        }
      const names = [
        ['n', 'nOther'],
        ['m', 'mOther'],
      ] as const;
      expect(JSON.stringify(other)).not.toMatch(/beliefs\.[nm]\b|"[nm]":(?!\{)/);
      expect(told(other, names), String(seed)).toEqual(told(document, []));
    }
  });
});
