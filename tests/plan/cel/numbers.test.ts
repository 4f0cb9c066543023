/** Numbers in expressions: every pair of kinds, every operator, against plain arithmetic, wherever expressions stand. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/base/index.ts';
import { parseCondition, parsePredicate, parseReduction } from '../../../src/plan/index.ts';

/** A number as it stands in an expression, what it amounts to, and whether the language reckons it as whole. */
interface Written {
  readonly text: string;
  readonly amount: number;
  readonly whole: boolean;
}

const small = fc.integer({ min: -30, max: 30 });
const quarters = small.map((each) => each / 4);
const point = (amount: number): string => (Number.isInteger(amount) ? `${amount}.0` : String(amount));
const brackets = (text: string): string => (text.startsWith('-') ? `(${text})` : text);

/** Numbers of every kind; those of results stand in `n`, which a condition and a predicate reach by different names. */
const kinds = (n: string): fc.Arbitrary<Written & { readonly given: Json }> =>
  fc.oneof(
    small.map((amount) => ({ text: brackets(String(amount)), amount, whole: true, given: null })),
    quarters.map((amount) => ({ text: brackets(point(amount)), amount, whole: false, given: null })),
    fc.oneof(small, quarters).map((amount) => ({ text: n, amount, whole: false, given: amount })),
    fc.nat(6).map((amount) => ({
      text: `size([${Array.from({ length: amount }, () => '0').join(', ')}])`,
      amount,
      whole: true,
      given: null,
    })),
    fc.nat(30).map((amount) => ({ text: `int("${amount}")`, amount, whole: true, given: null })),
    quarters.map((amount) => ({ text: `double("${amount}")`, amount, whole: false, given: null })),
  );

const sums = ['+', '-', '*', '/', '%'] as const;
const orders = ['<', '<=', '>', '>=', '==', '!='] as const;

/** Plain arithmetic; whole numbers among themselves are divided as the language divides them. */
function plain(op: (typeof sums)[number], a: Written, b: Written): number | null {
  if (a.whole && b.whole && b.amount === 0 && (op === '/' || op === '%')) return null;
  const exact = {
    '+': a.amount + b.amount,
    '-': a.amount - b.amount,
    '*': a.amount * b.amount,
    '/': a.amount / b.amount,
    '%': a.amount % b.amount,
  }[op];
  return op === '/' && a.whole && b.whole ? Math.trunc(exact) : exact;
}

function plainly(op: (typeof orders)[number], a: number, b: number): boolean {
  return { '<': a < b, '<=': a <= b, '>': a > b, '>=': a >= b, '==': a === b, '!=': a !== b }[op];
}

const told = (text: string, n: Json, m: Json = null): Json | undefined => {
  const parsed = parseReduction(text);
  if (!parsed.ok) throw new Error(parsed.error);
  const value = parsed.value.value({ a: { ok: true, value: n, n, m, list: [n, m] } });
  return value.ok ? value.value : undefined;
};
const holds = (text: string, n: Json, m: Json = null): boolean => {
  const parsed = parseCondition(text);
  if (!parsed.ok) throw new Error(parsed.error);
  const value = parsed.value.test({ a: { ok: true, value: n, n, m, list: [n, m] } });
  if (!value.ok) throw new Error(`${text}: ${value.error}`);
  return value.value;
};
const valid = (text: string, value: Json): boolean => {
  const parsed = parsePredicate(text);
  if (!parsed.ok) throw new Error(parsed.error);
  const answer = parsed.value.test(value);
  if (!answer.ok) throw new Error(`${text}: ${answer.error}`);
  return answer.value;
};

const pair = fc.tuple(kinds('results.a.n'), kinds('results.a.m'));
const fixed = { seed: 20_411, numRuns: 3000 };

describe('numbers', () => {
  it('[W21] are added, taken away, multiplied, divided whatever their kinds', () => {
    fc.assert(
      fc.property(pair, fc.constantFrom(...sums), ([a, b], op) => {
        const due = plain(op, a, b);
        const value = told(`${a.text} ${op} ${b.text}`, a.given, b.given);
        if (due === null || !Number.isFinite(due)) expect(value).toBeUndefined();
        else expect(value).toBe(due === 0 ? value : due);
        if (due === 0) expect(Number(value) === 0).toBe(true);
      }),
      fixed,
    );
  });
  it('[W21] are compared whatever their kinds, in conditions and in what may be decided', () => {
    fc.assert(
      fc.property(pair, fc.constantFrom(...orders), ([a, b], op) => {
        expect(holds(`${a.text} ${op} ${b.text}`, a.given, b.given)).toBe(plainly(op, a.amount, b.amount));
      }),
      fixed,
    );
    fc.assert(
      fc.property(kinds('value'), kinds('value'), fc.constantFrom(...orders), (a, b, op) => {
        const value = a.given ?? b.given;
        const amount = (each: Written & { readonly given: Json }): number =>
          each.given === null ? each.amount : (value as number);
        expect(valid(`${a.text} ${op} ${b.text}`, value)).toBe(plainly(op, amount(a), amount(b)));
      }),
      fixed,
    );
  });
  it('[W21] what was reckoned is compared like what was written', () => {
    const three = fc.tuple(kinds('results.a.n'), kinds('results.a.m'), kinds('results.a.n'));
    fc.assert(
      fc.property(three, fc.constantFrom(...sums), fc.constantFrom(...orders), ([a, b, c], op, order) => {
        const same = c.given !== null && a.given !== null ? { ...c, amount: a.amount } : c;
        const due = plain(op, a, b);
        fc.pre(due !== null && Number.isFinite(due) && (c.given === null || a.given !== null));
        const text = `${a.text} ${op} ${b.text} ${order} ${same.text}`;
        expect(holds(text, a.given ?? c.given, b.given)).toBe(plainly(order, due, same.amount));
      }),
      fixed,
    );
  });
  it('[W21] are found in lists and among keys by what they amount to', () => {
    const list = fc.array(kinds('results.a.m'), { maxLength: 4 });
    fc.assert(
      fc.property(kinds('results.a.n'), list, small, (one, many, m) => {
        const amounts = many.map((each) => (each.given === null ? each.amount : m));
        const text = `${one.text} in [${many.map((each) => each.text).join(', ')}]`;
        expect(holds(text, one.given, m)).toBe(amounts.includes(one.amount));
        expect(holds(`${one.text} in results.a.list`, one.given, m)).toBe([one.given, m].includes(one.amount));
      }),
      fixed,
    );
  });
  it('[W21] are the same in lists and maps by what they amount to', () => {
    const list = fc.array(kinds('results.a.n'), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(list, fc.array(small, { minLength: 1, maxLength: 3 }), small, (many, other, n) => {
        const amounts = many.map((each) => (each.given === null ? each.amount : n));
        const text = many.map((each) => each.text).join(', ');
        const same = amounts.length === other.length && amounts.every((each, at) => each === other[at]);
        expect(holds(`[${text}] == results.a.m`, n, other)).toBe(same);
        expect(holds(`results.a.m != {"k": [${text}]}`, n, { k: other })).toBe(!same);
        expect(holds(`[${text}] == results.a.m`, n, amounts)).toBe(true);
      }),
      fixed,
    );
  });
});

describe('by hand', () => {
  it.each([
    '2 * results.a.n == 4',
    '2.0 * results.a.n == 4',
    '4 - results.a.n == 2',
    'size(results.a.list) + results.a.n == 4',
    '[2, 5] == results.a.list',
    '[2.0, 5] == results.a.list',
    '{"x": 1}.x < results.a.n',
    'results.a.list.exists(x, 2 * x == 4)',
    'results.a.list.map(x, x + 1)[1] == 6',
    'results.a.list[results.a.n - 1] == 5',
    'results.a.list.all(x, x in [1, 2, 3, 4, 5])',
    '(results.a.ok ? 1 : 0.5) == 1',
    '"hello".substring(results.a.n) == "llo"',
    '2u * 3 == 6 && 2u + 0.5 == 2.5 && 1u < 2 && 1 == 1u',
    '9223372036854775807 > results.a.n && 9007199254740993 != 9007199254740992.0',
    '-results.a.n == -2 && -(1) == -1',
    '7 / 2 == 3 && results.a.list[1] / 2 == 2.5 && 7 % results.a.n == 1',
    'type(results.a.n) == double && type(1) == int',
    '9223372036854775806 + 1 == 9223372036854775807 && -9223372036854775807 - 1 < -9223372036854775807',
    '18446744073709551614u + 1u == 18446744073709551615u && 3u - 3u == 0u && 1 - 2 == -1',
  ])('[W21] %s', (text) => {
    expect(holds(text, 2, 5)).toBe(true);
  });
  it.each([
    '1 / 0',
    '1 % 0',
    '9223372036854775807 + 1',
    '-9223372036854775807 - 2',
    '-(-9223372036854775807 - 1)',
    '18446744073709551615u + 1u',
    '1 + "a"',
    '1 < "a"',
    '!1',
    '2u - 3u',
  ])('[W21] what has no value is not told: %s', (text) => {
    expect(told(text, 2)).toBeUndefined();
  });
});
