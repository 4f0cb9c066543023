/** What the pattern's own room has to say of a document before it runs, with its place. */
import * as v from 'valibot';
import { enabledPart, problemAt, resolved, type Document, type Problem } from '../../document/index.ts';
import { rooms } from '../../protocols/index.ts';

/** Of a document that has no errors. */
export function patternProblems(document: Document): Problem[] {
  const full = resolved(enabledPart(document).run);
  const { pattern, settings } = full.coordination;
  const room = rooms.get(pattern);
  const read = room?.problems === undefined ? null : v.safeParse(room.settings, settings);
  if (room === undefined || read?.success !== true) return [];
  return (room.problems?.(full, read.output) ?? []).map(({ setting, mend, ...rest }) => {
    const path = ['coordination', setting];
    if (mend === undefined) return problemAt(document, path, rest);
    const fix = { label: mend.label, edits: [{ kind: 'set-field' as const, path, value: mend.value }] };
    return problemAt(document, path, { ...rest, fix });
  });
}
