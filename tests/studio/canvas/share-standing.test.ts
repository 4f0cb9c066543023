/** What the cards of shared memories and resources say at the playhead: at once what stands there, and what is wrong. */
import { describe, expect, it } from 'vitest';
import type { MemoryView } from '../../../src/bridge/index.ts';
import { memoryStanding, resourceStanding } from '../../../src/studio/canvas/shares/share-standing.ts';

const cell = (text: string) => ({ text, whole: true, writer: 'ana', tag: '1', step: 1, timeMs: 1, side: 0 });
const row = (key: string, ...texts: (string | null)[]): MemoryView['rows'][number] => ({
  key,
  differs: false,
  healed: null,
  cells: texts.map((text) => (text === null ? null : cell(text))),
});
const alike = { differing: 0, step: 4, timeMs: 1200 };

describe('a memory', () => {
  const usual = { keys: 1, rows: [row('plan', null, '"go"')], standing: alike, unavailable: false, copies: 3 };
  it.each([
    ['a value', {}, 'plan: "go"', 'plan: "go"; 3 copies, all alike', 'plain'],
    ['several keys', { keys: 4 }, '4 keys', '4 keys; 3 copies, all alike', 'plain'],
    ['one copy', { keys: 4, copies: 1 }, '4 keys', '4 keys; 1 copy', 'plain'],
    ['nothing', { keys: 0, rows: [], standing: null }, 'nothing written', 'Nothing is written yet', 'plain'],
    ['what was removed', { rows: [row('plan', null)] }, 'nothing left', 'nothing left; 3 copies, all alike', 'plain'],
    [
      'copies that differ',
      { standing: { ...alike, differing: 1 } },
      'copies differ',
      'Copies of plan differ since 1.20 s',
      'waiting',
    ],
    [
      'some that do',
      { keys: 5, standing: { ...alike, differing: 2 } },
      '2 of 5 differ',
      'Copies of 2 of 5 keys differ since 1.20 s',
      'waiting',
    ],
    [
      'nobody who answers',
      { unavailable: true },
      'unavailable',
      'Unavailable: the last read or write found too few replicas',
      'failed',
    ],
  ])('of %s', (_, more, text, says, tone) => {
    expect(memoryStanding({ ...usual, ...more })).toEqual({ text, says, tone });
  });
});

describe('a resource', () => {
  const document = { tasks: [{ id: 'bake', name: 'Bake' }, { id: 'roast' }] };
  const link = (task: string, units: number, sinceMs = 5, resource = 'oven') => ({ task, resource, units, sinceMs });
  it('is free, or is held, and is waited for', () => {
    const oven = { id: 'oven' };
    expect(resourceStanding(oven, { holds: [], waits: [] }, document)).toEqual({
      text: 'free',
      says: 'Nobody holds it or waits for it',
      tone: 'plain',
    });
    const told = {
      holds: [link('bake', 1), link('roast', 1, 5, 'other')],
      waits: [link('roast', 1, 9), link('gone', 1, 9)],
    };
    expect(resourceStanding(oven, told, document)).toEqual({
      text: '2 wait · Bake',
      says: 'held by Bake since 5 ms; roast waits since 9 ms; gone waits since 9 ms',
      tone: 'waiting',
    });
  });
  it('of several units says how many are free; of what renews nobody holds any', () => {
    const told = { holds: [link('bake', 2)], waits: [] };
    expect(resourceStanding({ id: 'oven', units: 3 }, told, document).text).toBe('1 of 3 free');
    expect(
      resourceStanding({ id: 'oven', units: 3, everyMs: 9 }, { holds: [], waits: [link('bake', 1)] }, document).text,
    ).toBe('1 waits · renews');
  });
});
