/**
 * Problems of what stands beside the pattern of coordination: settings of the wrong type, and names that the pattern does
 * not know. The schema of the pattern's room is the one source of both.
 */
import * as v from 'valibot';
import type { Json } from '../../base/index.ts';
import {
  defaultOf,
  entriesOf,
  nearestName,
  problemAt,
  renaming,
  type Document,
  type Problem,
} from '../../document/index.ts';
import { patternCardOf, patternCards } from '../../protocols/index.ts';

export function settingProblems(document: Document): Problem[] {
  const {
    pattern = defaultOf('coordination.pattern') as string,
    recovers: _recovers,
    checkpointEveryMs: _every,
    ...settings
  } = document.coordination ?? {};
  const room = patternCardOf(pattern);
  if (room === undefined) return [];
  const problems = unknownSettings(document, pattern, room.settings, settings as Readonly<Record<string, Json>>, []);
  for (const issue of v.safeParse(room.settings, settings).issues ?? []) {
    const within = issue.path?.map(({ key }) => key as string | number) ?? [];
    const path = ['coordination', ...within];
    const name = within.length === 0 ? `of ${pattern}` : `"${within.join('.')}" of ${pattern}`;
    problems.push(
      problemAt(document, path, {
        code: 'setting-invalid',
        severity: 'error',
        message: `The setting ${name} is not usable: ${issue.message}; correct it.`,
        fix: { label: 'Use the default', edits: [{ kind: 'set-field', path }] },
      }),
    );
  }
  return problems;
}

/** Names that the schema does not know, inside of a setting too. */
function unknownSettings(
  document: Document,
  pattern: string,
  schema: v.GenericSchema,
  settings: Readonly<Record<string, Json>>,
  within: readonly string[],
): Problem[] {
  const entries = entriesOf(settingOf(schema));
  const known = Object.keys(entries);
  return Object.entries(settings).flatMap(([name, value]) => {
    const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
    const here = [...within, name];
    if (entry !== undefined) {
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      if (!isObject || Object.keys(entriesOf(settingOf(entry))).length === 0) return [];
      return unknownSettings(document, pattern, entry, value as Readonly<Record<string, Json>>, here);
    }
    const path = ['coordination', ...here];
    const others =
      within.length > 0 ? [] : patternCards.filter((room) => Object.hasOwn(entriesOf(room.settings), name));
    if (others.length > 0) {
      const message = `The setting "${name}" does nothing under ${pattern}; it is one of ${others.map((room) => room.name).join(', ')}.`;
      return [problemAt(document, path, { code: 'setting-idle', severity: 'info', message })];
    }
    const meant = nearestName(name, known);
    const what = meant === null ? `known are ${known.join(', ')}` : `perhaps "${meant}" is meant`;
    const message = `The setting "${here.join('.')}" is not known to ${pattern} and does nothing; ${what}.`;
    const fix = meant === null ? {} : { fix: renaming(path, meant, value) };
    return [problemAt(document, path, { code: 'unknown-setting', severity: 'warning', message, ...fix })];
  });
}

/** A setting's schema without what makes it optional. */
function settingOf(schema: v.GenericSchema): v.GenericSchema {
  const { wrapped } = schema as unknown as { readonly wrapped?: v.GenericSchema };
  return wrapped === undefined ? schema : settingOf(wrapped);
}
