/** Other names in expressions: held against the tree of the parser over many expressions, so that what is read off the signs is what is meant. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withNames } from '../../../src/document/edit/cel-names.ts';
import { parseCondition } from '../../../src/plan/index.ts';

/** The names of tasks that are given others: plain, with a minus, a word of the language, with quotation marks in it. */
const turns: readonly (readonly [string, string])[] = [
  ['a', 'a-1'],
  ['b-2', 'b'],
  ['c', 'in'],
  ['it\'s "c"', 'plain'],
];
const there = new Map(turns);
const back = new Map(turns.map(([from, to]) => [to, from]));
const rename = (text: string, names: ReadonlyMap<string, string>) =>
  withNames(text, (variable, [first = '', ...rest]) => {
    const to = variable === 'results' ? names.get(first) : undefined;
    return to === undefined ? null : [to, ...rest];
  });

const gap = fc.constantFrom('', ' ', '\n', ' // results.a is "not" meant\n');
const isPlain = (name: string) => /^[A-Za-z_]\w*$/.test(name) && name !== 'in';
const escaped = (name: string) =>
  Array.from(name, (sign) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
const key = (name: string) =>
  fc.constantFrom(
    JSON.stringify(name),
    `'${name.replace(/['\\]/g, '\\$&')}'`,
    `"""${name.replace(/["\\]/g, '\\$&')}"""`,
    `"${escaped(name)}"`,
    ...(name.includes('"') ? [] : [`r"${name}"`]),
    `(${JSON.stringify(name)})`,
  );
const task = fc.constantFrom(...turns.flatMap(([from]) => [from]), 'other', 'ab');
const named = fc
  .tuple(task, gap, gap, fc.constantFrom('results', '(results)', '( ( results ) )'))
  .chain(([name, one, two, root]) =>
    fc.oneof(
      key(name).map((text) => `${root}${one}[${two}${text}]`),
      ...(isPlain(name) ? [fc.constant(`${root}${one}.${two}${name}`)] : []),
    ),
  );
const noise = fc.constantFrom(
  '"results.a"',
  "r'\\'",
  "'it\\'s results.a'",
  '"""results["a"] " """',
  'b"results.a" == b"x"',
  '1.5e3',
  '0x1F',
  '5u',
  '{"a": 1}.a',
  '{"results": {"a": 2}}.results.a',
  '[{"a": 3}].map(results, results.a)[0]',
  'cel.bind(results, {"a": 4}, results.a)',
  'cel.bind(x, results.a, x)',
  '[1].exists(a, a == 1)',
  'memory.a',
  'beliefs.a.a',
  'results.a.size',
  'size("x")',
  '-1',
);
const { expression } = fc.letrec<{ expression: string; part: string }>((tie) => ({
  part: fc.oneof(
    { depthSize: 'small' },
    named,
    noise,
    named.map((text) => `has(${text})`),
    fc
      .tuple(named, fc.constantFrom('.n', '["n"]', '.size()', '.contains("results.a")'))
      .map(([text, more]) => text + more),
    tie('expression').map((text) => `(${text})`),
    tie('expression').map((text) => `[${text}].map(x, x)[0]`),
    tie('expression').map((text) => `[1].all(results, ${text} == results)`),
  ),
  expression: fc
    .tuple(tie('part'), fc.constantFrom(' == ', ' && ', '||', ' in ', '?1:', ' + '), tie('part'), gap)
    .map(([left, sign, right, space]) => left + sign + space + right),
}));

const mentions = (text: string) => {
  const parsed = parseCondition(text);
  return parsed.ok ? { names: parsed.value.tasks.map(({ name }) => name), all: parsed.value.mentions === null } : null;
};
const results = Object.fromEntries(
  [...turns.map(([from]) => from), 'other', 'ab'].map((name, at) => [name, { n: at, ok: true, [name]: at }]),
);
const other = Object.fromEntries(Object.entries(results).map(([name, value]) => [there.get(name) ?? name, value]));

describe('an expression in which tasks go by other names', () => {
  it('names those tasks and no others, gives what it gave, and is the same when they go by the old ones', () => {
    let read = 0;
    fc.assert(
      fc.property(expression, (text) => {
        const before = mentions(text);
        if (before === null) return;
        read += 1;
        const renamed = rename(text, there);
        const after = mentions(renamed);
        expect(after, renamed).toEqual({ ...before, names: before.names.map((name) => there.get(name) ?? name) });
        expect(mentions(rename(renamed, back)), renamed).toEqual(before);
        const [told, again] = [parseCondition(text), parseCondition(renamed)];
        const [given, given2] = [told.ok && told.value.test(results), again.ok && again.value.test(other)];
        expect(given2 !== false && given2.ok ? given2 : given2 !== false && given2.ok, renamed).toEqual(
          given !== false && given.ok ? given : false,
        );
      }),
      { seed: 12, numRuns: 1500 },
    );
    // Not one that cannot be read at all is a test of nothing.
    expect(read).toBeGreaterThan(1000);
  });

  it('keeps comments, blanks and its way of writing', () => {
    expect(rename('results . a // results.a\n == results["a"].n', new Map([['a', 'z']]))).toBe(
      'results .z // results.a\n == results["z"].n',
    );
    expect(rename('has(results.a) && has(results.a.n)', new Map([['a', 'my task']]))).toBe(
      'has(results["my task"]) && has(results["my task"].n)',
    );
  });

  it('that cannot be read stays as it is', () => {
    for (const text of ['results.a "', 'results.a # 1', "'results.a", 'results.a $'])
      expect(rename(text, there)).toBe(text);
  });
});
