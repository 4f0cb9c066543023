/** What expressions can say beside numbers, what they cannot reach, and that none runs for ever. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/base/index.ts';
import { parseCondition, parsePredicate, parseReduction } from '../../../src/plan/index.ts';
import { Budget, BudgetEnded, stepsOfExpressionMax } from '../../../src/plan/cel/budget.ts';
import { costMs } from '../../support/cost.ts';

const given: Record<string, Json> = {
  a: {
    ok: true,
    value: 5,
    text: 'grüße',
    list: [3, 1, 'x', null],
    map: { k: 1, deep: { n: 2 } },
    none: null,
    at: 1767225600,
  },
  'b-c': { ok: false, value: null },
};

const tell = (text: string): string => {
  const parsed = parseCondition(text);
  if (!parsed.ok) return `refused: ${parsed.error}`;
  const told = parsed.value.test(given);
  return told.ok ? String(told.value) : `untold: ${told.error}`;
};

describe('the language', () => {
  it.each([
    'results.a.ok && !results["b-c"].ok',
    'has(results.a.none) && !has(results.a.nothing) && has(results.a.map.deep.n)',
    '!has(results.d) || true',
    'results.a.none == null && results.a.value != null',
    '"k" in results.a.map && !("z" in results.a.map) && "x" in results.a.list && null in results.a.list',
    'results.a.map == {"deep": {"n": 2}, "k": 1.0} && results.a.map != {"k": 1}',
    'results.a.list.exists(e, e == "x") && !results.a.list.all(e, e == 3) && results.a.list.exists_one(e, e == 1)',
    'results.a.map.all(k, size(k) > 0) && results.a.map.exists(k, k == "deep")',
    'results.a.list.filter(e, type(e) == double) == [3, 1]',
    'results.a.list.map(e, e == 3 || e == 1, e * 2) == [6, 2] && [[1]].map(e, e[0]) == [1]',
    'cel.bind(n, results.a.value, n * n == 25) && cel.bind(n, 1, [2].all(n, n == 2) && n == 1)',
    '[1].all(results, results == 1) && results.a.ok',
    'results.a.text.startsWith("gr") && size(results.a.text) == 5 && results.a.text.contains("üß")',
    'results.a.text.upperAscii() != "" && "a,b".split(",") == ["a", "b"] && ["a", "b"].join("-") == "a-b"',
    '"ab" + "cd" == "abcd" && [1] + ["x"] == [1, "x"] && "a" < "b" && false < true',
    'string(results.a.value) == "5" && int("7") == 7 && double("1.5") == 1.5 && bool("true")',
    'timestamp(results.a.at).getFullYear() == 2026 && timestamp("2026-01-01T00:00:00Z") == timestamp(results.a.at)',
    'timestamp("2026-01-01T01:00:00Z") - timestamp(results.a.at) == duration("1h") && duration("90s") > duration("1m")',
    'duration("1s") < duration("1.5s") && duration("1.000000001s") > duration("1s") && duration("1500ms") == duration("1.5s")',
    '{"a": 1} != {"a": 1, "b": 2} && {"a": 1, "b": 2} != {"a": 1} && {"a": 1, "b": 2} == {"b": 2, "a": 1}',
    'timestamp(results.a.at) + duration("24h") == timestamp("2026-01-02T00:00:00Z")',
    '1 == 1.0 && 1 != "1" && [1] != "x" && {"a": [1]} == {"a": [1.0]} && b"ab" == b"ab"',
    '{1: "one"}[1.0] == "one" && 1 in {1: "one"} && {true: 2}[true] == 2',
    'results.a.value > 3 ? true : results.a.value / "x" == 1',
  ])('[W21] %s', (text) => {
    expect(tell(text)).toBe('true');
  });
  it('[W21] overlooks what cannot be told only where the rest decides', () => {
    expect(tell('results.a.nothing || true')).toBe('true');
    expect(tell('results.a.nothing && false')).toBe('false');
    expect(tell('results.a.nothing || false')).toContain('No such key: nothing');
    expect(tell('results.a.nothing && true')).toContain('No such key: nothing');
    expect(tell('results.a.list.exists(e, e > 0 && e < 2)')).toBe('true');
    expect(tell('results.a.list.all(e, e > 5)')).toBe('false');
    expect(tell('results.a.list.exists(e, e > 5)')).toContain('cannot be compared');
    // One that cannot be told leaves it untold, wherever it stands; the first such says why.
    for (const list of ['["x", 1]', '[1, "x"]', '["x", true, 1]'])
      for (const text of [`${list}.exists(e, e > 5)`, `${list}.all(e, e > 0)`])
        expect(tell(text), text).toContain('a text and a number cannot be compared');
    expect(tell('["x", 9].exists(e, e > 5)')).toBe('true');
    expect(tell('["x", 1].all(e, e > 5)')).toBe('false');
    expect(tell('results.a.list.exists_one(e, e > 5)')).toContain('cannot be compared');
  });
  it.each([
    ['results.a.list[4] == 1', 'there is no element 4 in a list of 4'],
    ['results.a.list[-1] == 1', 'there is no element -1'],
    ['results.a.list["x"] == 1', 'an element of a list is named by a text'],
    ['results.a.value.deep == 1', 'a number has no deep'],
    ['results.a.value && true', '&& wants true or false, and there is a number'],
    ['results.a.value ? true : false', '? wants true or false, and there is a number'],
    ['5 in 5', 'nothing is in a number'],
    ['(5).all(x, true)', 'nothing can go through a number'],
    ['{"__proto__": 1} == {}', '"__proto__" cannot be a key'],
    ['"a" * 2 == ""', 'no such overload'],
    ['timestamp("2026-01-01T00:00:00.0") == timestamp(0)', 'with its zone'],
  ])('[W21] says why %s cannot be told', (text, why) => {
    expect(tell(text)).toContain('untold: ');
    expect(tell(text)).toContain(why);
  });
  it.each([
    ['results.', 'cannot be read'],
    ['results.a.value.matches("x")', 'uses matches'],
    ['foo(1) == 1', 'calls foo with 1 value, and there is no such function'],
    ['results.a.value.foo(1, 2)', 'calls foo with 2 values'],
    ['results.a.list.map(1, 2) == []', 'cannot be read'],
    ['has(results)', 'has()'],
    ['timestamp(0).getHours("Europe/Berlin") == 1', 'time zone'],
    ['timestamp(0).getDayOfYear() == 1', 'getDayOfYear'],
    [`${'('.repeat(2000)}1`, 'cannot be read'],
    [Array.from({ length: 3000 }, () => 'true').join(' && '), 'nested too deeply'],
  ])('[W21] refuses before the run what it must not or cannot say: %#', (text, why) => {
    expect(tell(text)).toContain('refused: ');
    expect(tell(text)).toContain(why);
  });
  it('[W21] names what it needs and what there is not, each with its place', () => {
    const parsed = parseCondition('results.a.ok && results["b c"].n > x && result.d // results.e');
    if (!parsed.ok) throw new Error(parsed.error);
    const { mentions, tasks, unknown } = parsed.value;
    expect([...mentions!]).toEqual(['a', 'b c']);
    expect(tasks).toEqual([
      { name: 'a', start: 0, end: 9 },
      { name: 'b c', start: 16, end: 30 },
    ]);
    expect(unknown.map(({ name }) => name)).toEqual(['x', 'result']);
    expect(parsePredicate('value > results.a.n')).toMatchObject({ value: { unknown: [{ name: 'results' }] } });
  });
  it('[W21] gives plain data, and nothing that is none', () => {
    const value = (text: string): unknown => {
      const parsed = parseReduction(text);
      if (!parsed.ok) return parsed.error;
      const told = parsed.value.value(given);
      return told.ok ? told.value : told.error;
    };
    expect(value('{"n": [1, 2u, 0.5], 3: size("abc"), "t": null}')).toEqual({ n: [1, 2, 0.5], 3: 3, t: null });
    expect(JSON.stringify(value('results.a'))).toBe(JSON.stringify(given['a']));
    for (const text of ['1 / 0.0', 'timestamp(0)', 'type(1)', 'b"x"', '[1, 0.0 / 0.0]'])
      expect(value(text)).toContain('gives nothing that can be handed on');
  });
});

describe('what an expression may cost', () => {
  const list = `[${Array.from({ length: 1000 }, (_, at) => at).join(', ')}]`;
  const doubling = (first: string, last: string): string => {
    const names = Array.from({ length: 60 }, (_, at) => `v${String(at)}`);
    const open = names.map(
      (name, at) => `cel.bind(${name}, ${at === 0 ? first : `v${String(at - 1)} + v${String(at - 1)}`}, `,
    );
    return `${open.join('')}${last.replaceAll('LAST', names.at(-1)!)}${')'.repeat(names.length)}`;
  };
  it.each([
    ['loops in loops', `${list}.all(x, ${list}.all(y, ${list}.all(z, x + y + z >= 0)))`],
    ['a list that doubles', doubling('[1, 2, 3, 4]', 'size(LAST) > 0')],
    ['a text that doubles', doubling('"abcdefgh"', 'size(LAST) > 0')],
    ['lists in lists in lists', doubling('[1]', 'LAST == LAST').replaceAll(/(v\d+) \+ v\d+/g, '[$1, $1]')],
    [
      'texts searched again and again',
      `cel.bind(t, ${list}.map(x, "${'a'.repeat(900)}").join(), ${list}.all(x, size(t) > x))`,
    ],
  ])('[W21] ends with one sentence: %s', (_, text) => {
    let told = '';
    const took = costMs(() => (told = tell(text)));
    expect(told).toMatch(/^untold: the condition ".{1,80}" takes more than 1 million steps to tell; make it simpler$/);
    expect(took).toBeLessThan(15_000);
  });
  it('[W21] ends at the step behind the last, and texts cost as their length has it', () => {
    for (const steps of [1, 5, 100]) {
      const budget = new Budget(steps);
      budget.spend(steps);
      expect(() => {
        budget.spend(1);
      }).toThrow(BudgetEnded);
    }
    const costOf = (value: unknown): number => {
      for (let steps = 0; ; steps += 1)
        try {
          new Budget(steps).spendOn(value);
          return steps;
        } catch (error) {
          if (!(error instanceof BudgetEnded)) throw error;
        }
    };
    expect(['', 'a'.repeat(15), 'a'.repeat(16), 'a'.repeat(160)].map(costOf)).toEqual([1, 1, 2, 11]);
    expect([[], [1, 2], new Map([[1, 2]]), new Uint8Array(4), 5].map(costOf)).toEqual([1, 3, 2, 5, 0]);
  });
  it('[W21] counts what is handed on too', () => {
    const parsed = parseReduction(doubling('[1]', 'LAST').replaceAll(/(v\d+) \+ v\d+/g, '[$1, $1]'));
    if (!parsed.ok) throw new Error(parsed.error);
    expect(parsed.value.value({})).toMatchObject({ ok: false, endless: true });
  });
  it('[W21] leaves room for a list of 100,000', () => {
    const parsed = parseReduction('size(results.a.list.filter(x, x % 2 == 0))');
    if (!parsed.ok) throw new Error(parsed.error);
    const numbers = Array.from({ length: 100_000 }, (_, at) => at);
    expect(stepsOfExpressionMax).toBe(1_000_000);
    expect(parsed.value.value({ a: { list: numbers } })).toEqual({ ok: true, value: 50_000 });
  });
});
