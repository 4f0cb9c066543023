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
}

const environment = makeEnvironment();

/** Parses a condition such as `results.review.ok && results.review.score > 3`. */
export function parseCondition(text: string): Result<Condition, string> {
  try {
    const program = environment.parse(text);
    const seen = look(program.ast, { names: new Set(), any: false, backtracks: false });
    if (seen.backtracks) {
      return err(`the condition "${text}" uses matches, which may never end; compare with ==, startsWith or contains`);
    }
    const test = (results: Readonly<Record<string, Json>>): Result<boolean, string> => {
      try {
        const value: unknown = program({ results });
        if (typeof value === 'boolean') return ok(value);
        return err(`the condition "${text}" gives ${describe(value)}, not true or false`);
      } catch (error) {
        return err(`the condition "${text}" cannot be told: ${firstLine(error)}`);
      }
    };
    return ok({ mentions: seen.any ? null : seen.names, test });
  } catch (error) {
    return err(`the condition "${text}" cannot be read: ${firstLine(error)}`);
  }
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
