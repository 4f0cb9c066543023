/** The rules of the protocols in the order in which a person needs them: broken ones first, then by room and number. */
import type { InvariantView } from '../../../bridge/index.ts';

/** `CN3` before `CN12`: letters first, then the number. */
function compareRules(left: string, right: string): number {
  const [leftParts, rightParts] = [partsOf(left), partsOf(right)];
  if (leftParts.letters !== rightParts.letters) return leftParts.letters < rightParts.letters ? -1 : 1;
  return leftParts.number - rightParts.number;
}

function partsOf(rule: string): { readonly letters: string; readonly number: number } {
  const letters = rule.replace(/\d+.*$/, '');
  return { letters, number: Number.parseInt(rule.slice(letters.length), 10) || 0 };
}

/** Broken first, the earliest break of all at the top; then those that hold, first what the person expects, then by rule. */
export function sortRules(rules: readonly InvariantView[]): readonly InvariantView[] {
  return [...rules].sort((left, right) => {
    if (left.holds !== right.holds) return left.holds ? 1 : -1;
    if (!left.holds && left.step !== right.step) return (left.step ?? Infinity) - (right.step ?? Infinity);
    if ((left.room === 'expected') !== (right.room === 'expected')) return left.room === 'expected' ? -1 : 1;
    return compareRules(left.rule, right.rule);
  });
}

export const brokenCount = (rules: readonly InvariantView[]): number => rules.filter(({ holds }) => !holds).length;

/** The rule that broke first; undefined where all hold. */
export function firstBroken(invariants: readonly InvariantView[]): InvariantView | undefined {
  return invariants.filter(({ holds }) => !holds).sort((one, other) => (one.step ?? 0) - (other.step ?? 0))[0];
}
