/** The speeds of the player: virtual milliseconds per real millisecond, and how each is written. */
import { formatNumber } from '../../design/index.ts';

/** `auto` picks a speed by the run's length; null is as fast as it can. */
export type SpeedChoice = 'auto' | number | null;

export const fixedSpeeds: readonly number[] = [0.1, 1, 2, 5, 10, 100, 1000];

/** Real time that a whole run takes at the automatic speed. */
const wholeRunMs = 12_000;

/** The least of 1, 2, 5 times a power of ten at which the run is over within twelve seconds. */
export function automaticSpeed(endMs: number): number {
  const wanted = endMs / wholeRunMs;
  let power = 0.01;
  while (power * 10 <= wanted) power *= 10;
  const factor = [1, 2, 5, 10].find((each) => each * power >= wanted) ?? 10;
  return tidy(factor * power);
}

const tidy = (value: number): number => Number(value.toPrecision(3));

/** `50×`, `0.1×`, `max`. */
export function speedText(speed: number | null): string {
  return speed === null ? 'max' : `${formatNumber(tidy(speed))}×`;
}

/** How a choice is called in the menu. */
export function choiceText(choice: SpeedChoice): string {
  if (choice === 'auto') return 'Auto';
  if (choice === null) return 'As fast as it can';
  return choice === 1 ? '1×, real time' : speedText(choice);
}

/** True for what may have been remembered as a choice. */
export function isSpeedChoice(value: unknown): value is SpeedChoice {
  return value === 'auto' || value === null || (typeof value === 'number' && value > 0 && Number.isFinite(value));
}
