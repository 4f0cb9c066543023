/**
 * The border to the CEL library: it reads expressions and brings the functions of the language. Operators, macros and the
 * cost of all of it are our own (`evaluate.ts`): the library tells int from double before it reckons, and counts nothing.
 */
import { Environment } from '@marcbachmann/cel-js/evaluator';
import { err, ok, type Result } from '../../base/index.ts';
import { Untellable, type Arithmetic } from './values.ts';

/** A node as the library reads it. */
export interface Node {
  readonly op: string;
  readonly args: unknown;
  readonly start: number;
  readonly end: number;
}

const environment = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false });

/** The tree of an expression, or what is wrong with it and where, as a clause. */
export function parseTree(text: string): Result<Node, string> {
  try {
    return ok(environment.parse(text).ast);
  } catch (error) {
    return err(firstLine(error));
  }
}

/** Names that mean something by themselves: types, and what they are grouped under. */
const constants: ReadonlySet<string> = new Set(environment.getDefinitions().variables.map(({ name }) => name));

/** Whether a name is one of the language, such as `int`. */
export function isConstant(name: string): boolean {
  return constants.has(name) && name !== 'cel' && name !== 'optional';
}

export function constantOf(name: string): unknown {
  return environment.evaluate(name, {});
}

type Program = ReturnType<Environment['parse']>;
const programs = new Map<string, Program>();

/** The program of a call with nothing but variables in it; functions are few, so each is read once. */
function programOf(text: string): Program {
  let program = programs.get(text);
  if (program === undefined) {
    program = environment.parse(text);
    if (!program.check().valid) throw new Untellable(`there is no ${text}`);
    programs.set(text, program);
  }
  return program;
}

function textOf(name: string, receiver: boolean, count: number): string {
  const list = Array.from({ length: count }, (_, at) => `x${at}`).join(', ');
  return `${receiver ? 'r.' : ''}${name}(${list})`;
}

/** Functions that must not be called: what they answer depends on the machine, or they may never end. */
export function forbiddenCall(name: string, receiver: boolean, count: number): string | null {
  if (name === 'matches') return 'uses matches, which may never end; compare with ==, startsWith or contains';
  if (receiver && count === 1 && /^get[A-Z]/.test(name))
    return `uses ${name} with a time zone, which machines tell differently; leave the zone out (UTC)`;
  if (name === 'getDayOfYear') return 'uses getDayOfYear, which machines tell differently; use getMonth and getDate';
  return null;
}

/** Whether the language has a function of this name for so many arguments, on a value or by itself. */
export function isFunction(name: string, receiver: boolean, count: number): boolean {
  try {
    programOf(textOf(name, receiver, count));
    return true;
  } catch {
    return false;
  }
}

/** A point in time as it must be written: with its zone, because without one each machine supposes its own. */
const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Calls a function of the language. Whole numbers of results go where it wants an int. */
export function callFunction(name: string, receiver: { readonly on: unknown } | null, args: readonly unknown[]) {
  if (name === 'timestamp' && typeof args[0] === 'string' && !timestamp.test(args[0]))
    throw new Untellable('timestamp() wants a time with its zone, such as 2026-01-31T12:00:00Z');
  const program = programOf(textOf(name, receiver !== null, args.length));
  return evaluated(program, receiver === null ? {} : { r: receiver.on }, args);
}

/** An operator between what are no numbers: texts, lists, bytes and times. */
export function joined(op: Arithmetic, left: unknown, right: unknown): unknown {
  return evaluated(programOf(`x0 ${op} x1`), {}, [left, right]);
}

function evaluated(program: Program, own: Record<string, unknown>, args: readonly unknown[]): unknown {
  const context = (list: readonly unknown[]): Record<string, unknown> => {
    const all = { ...own };
    list.forEach((each, at) => {
      all[`x${at}`] = each;
    });
    return all;
  };
  try {
    return program(context(args));
  } catch (error) {
    const whole = args.map((each) => (typeof each === 'number' && Number.isInteger(each) ? BigInt(each) : each));
    if (!isOverload(error) || whole.every((each, at) => each === args[at])) throw new Untellable(firstLine(error));
    try {
      return program(context(whole));
    } catch (again) {
      throw new Untellable(firstLine(again));
    }
  }
}

function isOverload(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'no_matching_overload';
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!;
}
