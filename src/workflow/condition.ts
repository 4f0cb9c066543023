/**
 * Conditions of dependencies: CEL over the results of tasks, parsed once before the run. CEL has no loops and reaches
 * nothing but what it is given; `matches` is refused because it backtracks without bound.
 */
import { Environment, type ASTNode } from '@marcbachmann/cel-js';
import { err, ok, type Json, type Result } from '../base/index.ts';

export interface Condition {
  /** Ids of the tasks that it names; null when it may look at any. */
  readonly mentions: ReadonlySet<string> | null;
  /** True or false for what is known when it is asked; a sentence when it cannot be told. */
  test(results: Readonly<Record<string, Json>>): Result<boolean, string>;
  /** The value itself, for what is no condition. */
  value(results: Readonly<Record<string, Json>>): Result<Json, string>;
}

const environment = makeEnvironment();

/** Parses a condition such as `results.review.ok && results.review.score > 3`. */
export function parseCondition(text: string): Result<Condition, string> {
  const told = `the condition "${text}"`;
  const parsed = parseExpression(text, told);
  if (!parsed.ok) return parsed;
  const { mentions, evaluate } = parsed.value;
  const test = (results: Readonly<Record<string, Json>>): Result<boolean, string> => {
    const value = evaluate(results);
    if (!value.ok) return value;
    return typeof value.value === 'boolean'
      ? ok(value.value)
      : err(`${told} gives ${describe(value.value)}, not true or false`);
  };
  return ok({ mentions, test, value: (results) => plainOf(evaluate(results), told) });
}

/** Parses what a composite makes of its parts' results, such as `results.p.score + results.q.score`. */
export function parseReduction(text: string): Result<Condition, string> {
  const told = `the reduction "${text}"`;
  const parsed = parseExpression(text, told);
  if (!parsed.ok) return parsed;
  const { mentions, evaluate } = parsed.value;
  const value = (results: Readonly<Record<string, Json>>): Result<Json, string> => plainOf(evaluate(results), told);
  return ok({ mentions, value, test: () => err(`${told} is no condition`) });
}

/** Parses what may be decided, such as `value > 0`: a value for which it cannot be told is not valid. */
export function parsePredicate(text: string): Result<(value: Json) => boolean, string> {
  const parsed = parseExpression(text, `the expression "${text}"`);
  if (!parsed.ok) return parsed;
  const { evaluate } = parsed.value;
  return ok((value) => {
    const told = evaluate({}, value);
    return told.ok && told.value === true;
  });
}

interface Expression {
  readonly mentions: ReadonlySet<string> | null;
  readonly evaluate: (results: Readonly<Record<string, Json>>, value?: Json) => Result<unknown, string>;
}

function parseExpression(text: string, told: string): Result<Expression, string> {
  try {
    const program = environment.parse(text);
    const seen = look(program.ast, { names: new Set(), any: false, backtracks: false });
    if (seen.backtracks)
      return err(`${told} uses matches, which may never end; compare with ==, startsWith or contains`);
    const evaluate = (results: Readonly<Record<string, Json>>, value: Json = null): Result<unknown, string> => {
      try {
        return ok(program({ results, value }));
      } catch (error) {
        return err(`${told} cannot be told: ${firstLine(error)}`);
      }
    };
    return ok({ mentions: seen.any ? null : seen.names, evaluate });
  } catch (error) {
    return err(`${told} cannot be read: ${firstLine(error)}`);
  }
}

/** A value of CEL as plain data: its whole numbers are numbers here. */
function plainOf(told: Result<unknown, string>, what: string): Result<Json, string> {
  if (!told.ok) return told;
  const plain = (value: unknown): Json | undefined => {
    if (typeof value === 'bigint') return Number(value);
    if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
    if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
    if (Array.isArray(value)) return all(value.map(plain));
    if (typeof value !== 'object') return undefined;
    const entries = (value instanceof Map ? [...value] : Object.entries(value)) as [unknown, unknown][];
    const values = all(entries.map(([, each]) => plain(each)));
    return values === undefined
      ? undefined
      : Object.fromEntries(entries.map(([key], at) => [String(key), values[at]!]));
  };
  const value = plain(told.value);
  return value === undefined ? err(`${what} gives nothing that can be handed on`) : ok(value);
}

function all(values: readonly (Json | undefined)[]): Json[] | undefined {
  return values.includes(undefined) ? undefined : (values as Json[]);
}

interface Seen {
  /** Ids behind `results.` or in `results["…"]`. */
  readonly names: Set<string>;
  /** Whether `results` is used in any other way, so that every task may be looked at. */
  any: boolean;
  backtracks: boolean;
}

/** What a parsed condition refers to. It reads the tree, not the text: comments and strings mislead nobody. */
function look(node: ASTNode, seen: Seen): Seen {
  const { op, args } = node as unknown as { readonly op: string; readonly args: unknown };
  if (op === 'id') seen.any ||= args === 'results';
  else if (op !== 'value') {
    const list = args as readonly unknown[];
    if ((op === 'call' || op === 'rcall') && list[0] === 'matches') seen.backtracks = true;
    const name = (op === '.' || op === '[]') && isResults(list[0]) ? nameOf(list[1]) : null;
    if (name === null) lookAll(args, seen);
    else seen.names.add(name);
  }
  return seen;
}

function lookAll(value: unknown, seen: Seen): void {
  if (Array.isArray(value)) for (const each of value) lookAll(each, seen);
  else if (typeof value === 'object' && value !== null && 'op' in value) look(value as ASTNode, seen);
}

function isResults(value: unknown): boolean {
  const node = value as { readonly op?: string; readonly args?: unknown } | null;
  return node?.op === 'id' && node.args === 'results';
}

function nameOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  const { op, args } = value as { readonly op: string; readonly args: unknown };
  return op === 'value' && typeof args === 'string' ? args : null;
}

function describe(value: unknown): string {
  if (value === null) return 'nothing';
  if (typeof value === 'number' || typeof value === 'bigint') return 'a number';
  return typeof value === 'string' ? 'a text' : 'a structure';
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!;
}

/** Numbers of results are doubles in CEL; a person writes `score > 3` and `score + 1`, so mixed operators are taught. */
function makeEnvironment(): Environment {
  const made = new Environment({ unlistedVariablesAreDyn: true });
  made.registerOperator('double + int', (a: number, b: bigint) => a + Number(b));
  made.registerOperator('double - int', (a: number, b: bigint) => a - Number(b));
  made.registerOperator('double * int', (a: number, b: bigint) => a * Number(b));
  made.registerOperator('double / int', (a: number, b: bigint) => a / Number(b));
  made.registerOperator('double % int', (a: number, b: bigint) => a % Number(b));
  made.registerOperator('int + double', (a: bigint, b: number) => Number(a) + b);
  made.registerOperator('int - double', (a: bigint, b: number) => Number(a) - b);
  made.registerOperator('int * double', (a: bigint, b: number) => Number(a) * b);
  made.registerOperator('int / double', (a: bigint, b: number) => Number(a) / b);
  return made;
}
