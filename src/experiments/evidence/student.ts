/**
 * Student's t distribution, and the interval of a share: what is needed to say how sure a difference is. Built from + - * /
 * and square roots alone, so that every engine gives the same bits; beyond a thousand degrees of freedom it stays at a
 * thousand, where it no longer differs from the normal distribution by anything that is shown.
 */

const pi = 3.141592653589793;
const degreesMax = 1000;
/** The 97.5 % point of the normal distribution. */
const z95 = 1.959963984540054;

/**
 * The probability that |T| is at least |t| with so many degrees of freedom, by the finite sums for whole degrees
 * (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4).
 */
export function twoSided(t: number, degrees: number): number {
  if (!Number.isFinite(t)) return 0;
  const freedom = degrees > degreesMax ? degreesMax + (degrees % 2) : degrees;
  const x = Math.abs(t) / Math.sqrt(freedom);
  const cosine2 = 1 / (1 + x * x);
  const cosine = Math.sqrt(cosine2);
  const sine = x * cosine;
  const odd = freedom % 2 === 1;
  // Terms of the sum, each made from the one before.
  let term = odd ? cosine : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k <= freedom - 2; k += 2) {
    term *= (cosine2 * (k - 1)) / k;
    sum += term;
  }
  const inside = odd ? (2 / pi) * (arctangent(x) + sine * sum) : sine * sum;
  return Math.max(0, Math.min(1, 1 - inside));
}

/** The t that |T| reaches with this probability: the half width of an interval in standard errors. */
export function criticalT(probability: number, degrees: number): number {
  let [low, high] = [0, 1];
  while (twoSided(high, degrees) > probability && high < 1e9) high *= 2;
  for (let round = 0; round < 80; round += 1) {
    const middle = (low + high) / 2;
    if (twoSided(middle, degrees) > probability) low = middle;
    else high = middle;
  }
  return high;
}

/** Wilson's interval (1927) of a share that was seen in `count` of `of`, at 95 %. */
export function wilson(count: number, of: number): { readonly low: number; readonly high: number } {
  if (of === 0) return { low: 0, high: 1 };
  const share = count / of;
  const square = z95 * z95;
  const middle = share + square / (2 * of);
  const half = z95 * Math.sqrt((share * (1 - share)) / of + square / (4 * of * of));
  const scale = 1 + square / of;
  return { low: Math.max(0, (middle - half) / scale), high: Math.min(1, (middle + half) / scale) };
}

/** Halved until the series is quick: arctan x = 2 arctan(x / (1 + sqrt(1 + x^2))). */
function arctangent(x: number): number {
  let small = x;
  let doubled = 1;
  for (; small > 0.05; doubled *= 2) small /= 1 + Math.sqrt(1 + small * small);
  const square = small * small;
  let sum = 0;
  for (let k = 15; k > 0; k -= 2) sum = 1 / k - square * sum;
  return doubled * small * sum;
}
