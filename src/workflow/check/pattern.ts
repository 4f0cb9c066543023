/** What the pattern's own room has to say of a document before it runs, with its place. */
import * as v from 'valibot';
import { enabledPart, patternOf, problemAt, resolved, type Document, type Problem } from '../../document/index.ts';
import { rooms } from '../../protocols/index.ts';

/** Of a document that has no errors. */
export function patternProblems(document: Document): Problem[] {
  const room = rooms.get(patternOf(document));
  if (room?.problems === undefined) return [];
  const full = resolved(enabledPart(document).run);
  const read = v.safeParse(room.settings, full.coordination.settings);
  if (!read.success) return [];
  return room.problems(full, read.output).map(({ field: path, mend, ...rest }) => {
    if (mend === undefined) return problemAt(document, path, rest);
    const fix = { label: mend.label, edits: [{ kind: 'set-field' as const, path, value: mend.value }] };
    return problemAt(document, path, { ...rest, fix });
  });
}
