/** Tools of a card stand clear of what floats over the drawing: above the card, else below it, else below what is in the way. */
import { expect, it } from 'vitest';
import { clearOf } from '../../../../src/studio/canvas/hands/clear-of.ts';

const find = { x: 200, y: 10, width: 300, height: 36 };
const bar = { x: 180, width: 120, height: 30 };

it('stands where it is wished while nothing is in the way', () => {
  expect(clearOf([60, 200], bar, [find])).toBe(60);
  expect(clearOf([20, 200], { ...bar, x: 40 }, [find])).toBe(20);
});

it('takes the next place where the first is taken, and the edge counts', () => {
  expect(clearOf([20, 200], bar, [find])).toBe(200);
  expect(clearOf([47, 200], bar, [find])).toBe(200);
  expect(clearOf([49, 200], bar, [find])).toBe(49);
});

it('stands right below what is in the way where no place is free', () => {
  const below = { x: 0, y: 190, width: 900, height: 60 };
  const at = clearOf([20, 200], bar, [find, below]);
  expect(at).toBe(49);
  expect(clearOf([at], bar, [find])).toBe(at);
});

it('stands right above what is in the way where below it would be too low', () => {
  const foot = { x: 250, y: 570, width: 100, height: 20 };
  expect(clearOf([560], bar, [foot], 600 - bar.height)).toBe(537);
  expect(clearOf([537], bar, [foot])).toBe(537);
  const plus = { x: 280, y: 540, width: 24, height: 24 };
  expect(clearOf([560], bar, [foot, plus], 600 - bar.height)).toBe(507);
});
