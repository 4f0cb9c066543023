import { describe, expect, test } from 'vitest';
import {
  compareIds,
  err,
  freshId,
  idSource,
  invariant,
  InvariantError,
  isForbiddenKey,
  isSafeId,
  ok,
  unreachable,
} from '../../src/base/index.ts';

describe('ids', () => {
  test('[row 2] prototype names are no ids', () => {
    for (const id of ['__proto__', 'constructor', 'prototype']) {
      expect(isSafeId(id)).toBe(false);
      expect(isForbiddenKey(id)).toBe(true);
    }
  });

  test('empty, blank-edged, control, half and endless names are no ids', () => {
    for (const id of [
      '',
      ' ',
      ' a',
      'a ',
      'a\nb',
      'a\u0000',
      '\u007f',
      'a\ud800',
      'x'.repeat(201),
      5,
      null,
      undefined,
    ]) {
      expect(isSafeId(id)).toBe(false);
    }
  });

  test('names of any script, with blanks and signs inside, are ids', () => {
    for (const id of [
      'a',
      'task-2',
      'ALIGN:INDEX (sample 1)',
      'Ана',
      '任务',
      '😀',
      'toString',
      'a"b<c>',
      'x'.repeat(200),
    ]) {
      expect(isSafeId(id)).toBe(true);
    }
  });

  test('a fresh id counts up and never hands out a taken one', () => {
    expect(freshId('task', new Set())).toBe('task');
    expect(freshId('task', new Set(['task']))).toBe('task-2');
    expect(freshId('task', new Set(['task', 'task-2', 'task-3']))).toBe('task-4');
    expect(freshId('task-2', new Set(['task', 'task-2']))).toBe('task-3');
    expect(freshId('__proto__', new Set(['item']))).toBe('item-2');
  });

  test('the order of ids is total and knows no language', () => {
    expect(['b', 'B', 'ä', 'a', 'a10', 'a2'].sort(compareIds)).toEqual(['B', 'a', 'a10', 'a2', 'b', 'ä']);
    expect(compareIds('a', 'a')).toBe(0);
  });
});

describe('invariants and results', () => {
  test('a broken invariant throws with its sentence', () => {
    expect(() => {
      invariant(false, 'load is never negative');
    }).toThrow(new InvariantError('load is never negative'));
    expect(() => unreachable('x' as never)).toThrow(InvariantError);
    expect(() => {
      invariant(1, 'fine');
    }).not.toThrow();
  });

  test('results are plain data', () => {
    expect(JSON.parse(JSON.stringify([ok(1), err({ code: 'x' })]))).toEqual([
      { ok: true, value: 1 },
      { ok: false, error: { code: 'x' } },
    ]);
  });
});

describe('a source of ids', () => {
  test('gives what freshId gives, one after the other, whatever is asked for', () => {
    const asked = ['a', 'a', 'a-7', 'a', 'b-1', 'b-1', 'b', 'a-3', 'a-3', 'constructor', 'item', 'a'];
    const [one, other] = [new Set(['a', 'a-2', 'b-1', 'item-2']), new Set(['a', 'a-2', 'b-1', 'item-2'])];
    const next = idSource(one);
    for (const base of asked) {
      const expected = freshId(base, other);
      other.add(expected);
      expect(next(base)).toBe(expected);
    }
    expect(one).toEqual(other);
  });
});
