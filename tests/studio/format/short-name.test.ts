import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardZoom, linesAt } from '../../../src/studio/canvas/far/levels.ts';
import { shortLines, shortName } from '../../../src/studio/format/names/short-name.ts';
import { partsOfNames } from '../../../src/studio/format/names/telling.ts';

describe('a name from afar', () => {
  it('has no line where letters have no room, and two where a card is just too small to show all', () => {
    expect([0.1, 0.33, 0.34, 0.41, 0.42, cardZoom].map(linesAt)).toEqual([0, 0, 1, 1, 2, 2]);
    expect(shortName('Call the orders', 100, 0)).toEqual([]);
  });

  it('stays whole where it fits, and is parted between two words where it fits on two lines', () => {
    expect(shortName('Kim', 60, 2)).toEqual(['Kim']);
    expect(shortName('Call the orders', 66, 2)).toEqual(['Call the', 'orders']);
  });

  it('is cut in the middle, so that names that differ at their end still do', () => {
    const [grill, plate] = ['grill', 'plate'].map((end) => shortName(`Critic’s table number twelve: ${end}`, 64, 2));
    expect(grill).toEqual(['Critic’s', '…grill']);
    expect(plate?.[1]).toMatch(/plate$/);
    const [line] = shortName('Critic’s table: grill', 70, 1);
    expect(line).toMatch(/^Cri.*….*ill$/);
  });

  it('is parted between words, at the joints of an id, and within a word only where that alone is too long', () => {
    expect(shortName('Critic’s table: prep', 62, 2)).toEqual(['Critic’s', '…prep']);
    expect(shortName('reconcile_payments', 90, 2)).toEqual(['reconcile_', 'payments']);
    expect(shortName('Internationalisation', 90, 2)).toEqual(['Internationali-', 'sation']);
    expect(shortName('Bake internationalisations', 60, 2)).toEqual(['Bake', '…isations']);
    expect(shortName('Donaudampfschifffahrtsgesellschaft', 70, 2)).toEqual(['Donauda-', '…ellschaft']);
  });

  it('keeps its last word whole where that fits without the dots, which then end the first line', () => {
    expect(shortName('Bake the soufflés', 52, 2)).toEqual(['Bake…', 'soufflés']);
    expect(shortName('Send the desserts', 56, 2)).toEqual(['Send the', 'desserts']);
    expect(shortName('Chef Odile', 35, 2)).toEqual(['Chef', 'Odile']);
    expect(shortName('Internationalisation of soup', 60, 2)[1]).toBe('…of soup');
  });

  it('keeps whole words on one line too where both ends have one', () => {
    expect(shortName('Call all the orders', 78, 1)).toEqual(['Call…orders']);
    expect(shortName('Table 1: prep', 50, 1)).toEqual(['T…prep']);
    expect(shortName('Send the desserts', 50, 1)).toEqual(['Send…s']);
    expect(shortName('Rhea', 14, 1)).toEqual([]);
  });

  it('never leaves a word in pieces where the first and the last fit on a line each', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'm', 'i', 'é', 'W', '7'), minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(fc.array(word, { minLength: 2, maxLength: 6 }), fc.integer({ min: 30, max: 120 }), (words, room) => {
        const name = words.join(' ');
        const fits = (text: string): boolean => shortName(text, room, 2).length === 1;
        const [first = '', last = ''] = [words[0], words.at(-1)];
        fc.pre(fits(`${first}…`) || fits(first));
        fc.pre((fits(`…${last}`) && fits(first)) || (fits(`${first}…`) && fits(last)));
        const shown = shortName(name, room, 2).join(' ').replace('…', ' ').trim().split(/\s+/);
        expect(shown.every((part) => words.includes(part))).toBe(true);
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it('never has more lines than it may, says both ends and nothing twice', () => {
    fc.assert(
      fc.property(
        fc
          .string({ unit: fc.constantFrom('a', 'M', 'i', 'ü', '字', '7', ' '), minLength: 1, maxLength: 60 })
          .map((name) => `x${name}y`),
        fc.integer({ min: 30, max: 200 }),
        fc.constantFrom<1 | 2>(1, 2),
        (name, room, lines) => {
          const found = shortName(name, room, lines);
          expect(found.length).toBeLessThanOrEqual(lines);
          const joined = found.join('');
          expect(name.startsWith(Array.from(joined)[0] ?? '')).toBe(true);
          expect(name.endsWith(Array.from(joined).at(-1) ?? '')).toBe(true);
          // Nothing is said twice: what is left out is as much as its dots, or it was only parted, which a hyphen may say.
          const signs = (joined.includes('…') ? 1 : 0) + (joined.includes('-') ? 1 : 0);
          expect(Array.from(joined).length).toBeLessThanOrEqual(Array.from(name).length + signs);
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });

  it('keeps what tells it from others like it, and says what is alike', () => {
    const names = Array.from({ length: 12 }, (_, at) => `mProject_ID${String(at + 1).padStart(7, '0')}`);
    const parts = partsOfNames(names);
    const cut = (name: string, room: number) => shortLines(name, room, 1, parts(name));
    expect(names.map((name) => cut(name, 60)[0]?.text)).toEqual(
      names.map((_, at) => expect.stringMatching(new RegExp(`^mPro.*…${String(at + 1)}$`))),
    );
    expect(cut('mProject_ID0000012', 60)).toEqual([
      { text: expect.stringMatching(/^m.*…12$/), alike: expect.any(Number) },
    ]);
    const [line] = cut('mProject_ID0000012', 60);
    expect(line?.text.slice(line.alike)).toBe('12');
    // Where it fits there is nothing to tell.
    expect(cut('mProject_ID0000012', 300)).toEqual([{ text: 'mProject_ID0000012', alike: 0 }]);
    const two = shortLines('mProject_ID0000012', 72, 2, parts('mProject_ID0000012'));
    expect(two.map(({ text, alike }) => text.slice(alike)).join('')).toBe('12');
  });

  it('leaves out the path before it leaves out what stands there', () => {
    const names = ['CAT_FASTQ_6', 'ALIGN.STAR_ALIGN_27', 'ALIGN.STAR_ALIGN_29', 'ALIGN.SORT.SAMTOOLS_SORT_31'].map(
      (end) => `NFCORE.RNASEQ.${end}`,
    );
    const parts = partsOfNames(names);
    const shown = names.map((name) => shortLines(name, 152, 1, parts(name))[0]?.text);
    expect(shown).toEqual(['…CAT_FASTQ_6', '…STAR_ALIGN_27', '…STAR_ALIGN_29', '…SAMTOOLS_SORT_31']);
    expect(shortLines(names[1] ?? '', 60, 1, parts(names[1] ?? ''))[0]?.text).toMatch(/^ST.*…27$/);
  });

  it('keeps the path where that alone tells names apart', () => {
    const parts = partsOfNames(['north/store/count', 'south/store/count', 'north/store/check']);
    expect(parts('north/store/count')).toEqual({ own: 0, tell: 12 });
    expect(parts('south/store/count')).toEqual({ own: 0, tell: 0 });
  });
});
