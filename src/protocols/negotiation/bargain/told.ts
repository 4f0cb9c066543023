/**
 * What an expression over the issues gives for each outcome. It is evaluated once for each combination of the issues that it names,
 * so that a goal about one issue of many costs what that issue has values.
 */
import { invariant, type Json, type JsonObject } from '../../../base/index.ts';
import { parseWish, valueOf, valuesOf, type Issue, type Told } from '../../../plan/index.ts';

/** The places of the values of an outcome, by issue. */
export function digitsOf(issues: readonly Issue[], outcome: number): readonly number[] {
  const digits: number[] = [];
  let rest = outcome;
  for (let at = issues.length - 1; at >= 0; at -= 1) {
    const count = valuesOf(issues[at]!);
    digits.unshift(rest % count);
    rest = Math.floor(rest / count);
  }
  return digits;
}

/** The values of an outcome by the names of its issues. */
export function outcomeAt(issues: readonly Issue[], outcome: number): JsonObject {
  const digits = digitsOf(issues, outcome);
  return Object.fromEntries(issues.map((issue, at) => [issue.name, valueOf(issue, digits[at]!)]));
}

/** The issues that an expression names; all of them where it may look at any. */
export function namedIssues(text: string, issues: readonly Issue[]): readonly Issue[] {
  const bare = parseWish(text, []);
  const names = new Set(bare.ok ? bare.value.unknown.map(({ name }) => name) : []);
  return /\boutcome\b/.test(text) ? issues : issues.filter(({ name }) => names.has(name));
}

/** A table of what an expression gives, filled as it is asked for. */
export function toldOver(text: string, issues: readonly Issue[]): (outcome: number) => Told<Json> {
  const wish = parseWish(
    text,
    issues.map(({ name }) => name),
  );
  invariant(wish.ok, 'what is wanted of an outcome was checked and can be read');
  const named = new Set(namedIssues(text, issues));
  // By issue that it names: what an outcome is divided by, how many values there are, and how far apart they lie in the table.
  const parts: { readonly below: number; readonly count: number; readonly apart: number }[] = [];
  let below = 1;
  let apart = 1;
  for (const issue of [...issues].reverse()) {
    const count = valuesOf(issue);
    if (named.has(issue)) {
      parts.push({ below, count, apart });
      apart *= count;
    }
    below *= count;
  }
  const known: (Told<Json> | undefined)[] = [];
  return (outcome) => {
    let at = 0;
    for (const part of parts) at += (Math.floor(outcome / part.below) % part.count) * part.apart;
    return (known[at] ??= wish.value.value(outcomeAt(issues, outcome)));
  };
}

/** What a goal makes of an outcome, as a number: true is 1, and what is neither that nor a number is nothing. */
export function worthOfWant(told: Told<Json>): number {
  if (!told.ok) return 0;
  return typeof told.value === 'number' ? told.value : told.value === true ? 1 : 0;
}
