/** Names that cannot be seen, or that turn what stands after them: shown by id, shown without, listed. */
import { describe, expect, test } from 'vitest';
import { apply, readable, shownName, validate, type Document } from '../../src/document/index.ts';

describe('a name', () => {
  test('of which nothing can be seen gives way to the id', () => {
    for (const name of [
      '',
      ' ',
      '\u00a0\u2003',
      '\u200b',
      '\u200d',
      '\u202e',
      '\u2066\u2069',
      '\u3164',
      '\n\t',
      '\ufeff',
    ])
      expect(shownName({ id: 'fetch', name })).toBe('fetch');
    expect(shownName({ id: 'fetch' })).toBe('fetch');
  });

  test('loses what overrules the direction or takes no room, and keeps what scripts and emoji are made with', () => {
    expect(readable('pay \u202eyob\u202c now')).toBe('pay yob now');
    expect(readable('a\u200bb\u00adc')).toBe('abc');
    for (const kept of ['👩‍👩‍👧‍👦 family 🏳️‍🌈', 'می‌خواهم', 'تحليل البيانات (مرحلة 2) v1.2', 'क्‍ष'])
      expect(readable(kept)).toBe(kept);
    expect(readable('two\nlines')).toBe('two lines');
  });

  test('an id that cannot be read shows its signs by their numbers', () => {
    expect(shownName({ id: 'a\u200bb' })).toBe('aU+200Bb');
  });

  test('that is blank is listed with its place, and the fix takes it away', () => {
    const document: Document = {
      agents: [{ id: 'ana', name: 'Ana' }],
      tasks: [
        { id: 'fetch', name: '' },
        { id: 'store', name: '   ' },
      ],
    };
    const found = validate(document).filter(({ code }) => code === 'blank-name');
    expect(found.map(({ path, severity }) => [path, severity])).toEqual([
      ['tasks[0].name', 'warning'],
      ['tasks[1].name', 'warning'],
    ]);
    const [edit] = found[0]?.fix?.edits ?? [];
    const mended = edit === undefined ? null : apply(document, edit);
    expect(mended?.ok === true && mended.value.document.tasks?.[0]).toEqual({ id: 'fetch' });
  });
});
