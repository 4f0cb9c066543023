/**
 * Conditions of dependencies: CEL over the results of tasks, parsed once before the run. CEL has no loops and reaches
 * nothing but what it is given; `matches` is taken away because it backtracks without bound.
 */
import { Environment } from '@marcbachmann/cel-js';
import { err, ok, type Json, type Result } from '../base/index.ts';

/** True or false for what is known when it is asked; a sentence when it cannot be told. */
export type Condition = (results: Readonly<Record<string, Json>>) => Result<boolean, string>;

const environment = makeEnvironment();

/** Parses a condition such as `results.review.ok && results.review.score > 3`. */
export function parseCondition(text: string): Result<Condition, string> {
  try {
    const program = environment.parse(text);
    return ok((results) => {
      try {
        const value: unknown = program({ results });
        if (typeof value === 'boolean') return ok(value);
        return err(`the condition "${text}" gives ${describe(value)}, not true or false`);
      } catch (error) {
        return err(`the condition "${text}" cannot be told: ${firstLine(error)}`);
      }
    });
  } catch (error) {
    return err(`the condition "${text}" cannot be read: ${firstLine(error)}`);
  }
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
