/**
 * Logarithms and powers of + - * / alone, so that every engine has the same bits.
 */

const half = 0.5;
const rootOfHalf = 0.7071067811865476;
const ln2 = 0.6931471805599453;

/**
 * The natural logarithm of a positive finite number. It is brought to m * 2^k with m in [sqrt(1/2), sqrt(2)) by exact
 * halving, then ln m = 2 artanh((m - 1) / (m + 1)) with |s| < 0.1716: after 12 terms what is left out is below 1e-19,
 * and rounding keeps the whole within 4e-16 * (1 + |ln x|) of the truth, less than 1e-14 over all that is asked here.
 */
export function logarithm(x: number): number {
  let m = x;
  let k = 0;
  for (; m >= 2 * rootOfHalf; m *= half) k += 1;
  for (; m < rootOfHalf; m *= 2) k -= 1;
  const s = (m - 1) / (m + 1);
  const square = s * s;
  let sum = 0;
  for (let odd = 23; odd > 0; odd -= 2) sum = sum * square + 1 / odd;
  return k * ln2 + 2 * s * sum;
}

/** x to the power of a positive exponent, for x from 0 to 1. */
export function power(x: number, exponent: number): number {
  if (x <= 0) return 0;
  return x >= 1 ? 1 : exponential(exponent * logarithm(x));
}

/** e to the power of y <= 0: y is halved until its series is short, and the sum is squared as often. */
function exponential(y: number): number {
  // Below this it is less than the least number that there is.
  if (y < -745) return 0;
  let small = y;
  let halvings = 0;
  for (; small < -half; small *= half) halvings += 1;
  let sum = 1;
  for (let term = 18; term > 0; term -= 1) sum = 1 + (small / term) * sum;
  for (; halvings > 0; halvings -= 1) sum *= sum;
  return sum;
}
