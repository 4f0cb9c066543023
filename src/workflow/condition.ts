/**
 * Conditions of dependencies: CEL over the results of tasks, parsed once before the run. CEL has no loops and reaches
 * nothing but what it is given; `matches` is refused because it backtracks without bound.
 */
import { Environment } from '@marcbachmann/cel-js';
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
  if (/\bmatches\s*\(/u.test(text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/gu, '""'))) {
    return err(`the condition "${text}" uses matches, which may never end; compare with ==, startsWith or contains`);
  }
  try {
    const program = environment.parse(text);
    const test = (results: Readonly<Record<string, Json>>): Result<boolean, string> => {
      try {
        const value: unknown = program({ results });
        if (typeof value === 'boolean') return ok(value);
        return err(`the condition "${text}" gives ${describe(value)}, not true or false`);
      } catch (error) {
        return err(`the condition "${text}" cannot be told: ${firstLine(error)}`);
      }
    };
    return ok({ mentions: mentionsOf(text), test });
  } catch (error) {
    return err(`the condition "${text}" cannot be read: ${firstLine(error)}`);
  }
}

/** Ids behind `results.` or `results["…"]`; null as soon as `results` is used in another way. */
function mentionsOf(text: string): ReadonlySet<string> | null {
  const named = [...text.matchAll(/\bresults\s*(?:\.\s*(\w+)|\[\s*(?:"([^"\\]*)"|'([^'\\]*)')\s*\])/gu)];
  if (named.length !== (text.match(/\bresults\b/gu) ?? []).length) return null;
  return new Set(named.map(([, dotted, double, single]) => dotted ?? double ?? single ?? ''));
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
  made.registerOperator('int + double', (a: bigint, b: number) => Number(a) + b);
  made.registerOperator('int - double', (a: bigint, b: number) => Number(a) - b);
  made.registerOperator('int * double', (a: bigint, b: number) => Number(a) * b);
  made.registerOperator('int / double', (a: bigint, b: number) => Number(a) / b);
  return made;
}
