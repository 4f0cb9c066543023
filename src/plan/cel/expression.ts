/**
 * Expressions as they stand in a document: conditions of dependencies, what a composite makes of the results of its
 * parts, and what may be decided. CEL, read once before the run; it has no loops without end and reaches nothing but what
 * it is given. What it refers to is told, so that whoever reads it can wait for it.
 */
import { err, ok, type Json, type JsonObject, type Result } from '../../base/index.ts';
import { Budget, BudgetEnded, stepsOfExpressionMax } from './budget.ts';
import { build, type Named, type NamedBelief } from './build.ts';
import { parseTree } from './library.ts';
import { kindOf, plainOf, Untellable } from './values.ts';

/** Why an expression cannot be told, as a clause; and whether it is because its steps were used up. */
export interface Untold {
  readonly error: string;
  readonly endless: boolean;
}

export type Told<T> = { readonly ok: true; readonly value: T } | ({ readonly ok: false } & Untold);
type Results = Readonly<Record<string, Json>>;

export interface Expression {
  /** Ids of the tasks that it names; null when it may look at any. */
  readonly mentions: ReadonlySet<string> | null;
  /** Each place where it names a task. */
  readonly tasks: readonly Named[];
  /** Each place where it names a shared memory. */
  readonly memories: readonly Named[];
  /** Each place where it names what was recalled; under no name where it looks at all of it. */
  readonly recalled: readonly Named[];
  /** Each place where it names what an agent believes. */
  readonly beliefs: readonly NamedBelief[];
  /** Each place where it names what there is not. */
  readonly unknown: readonly Named[];
}

export interface Condition extends Expression {
  /** True or false for what is known when it is asked: results, what was read and written of shared memories, beliefs by agent, and what was recalled. */
  test(results: Results, memory?: Results, beliefs?: Results, recalled?: Results): Told<boolean>;
}

export interface Reduction extends Expression {
  value(results: Results): Told<Json>;
}

/** What is written to a shared memory. */
export interface Written extends Expression {
  value(results: Results, memory: Results): Told<Json>;
}

/** What is told of results and of the beliefs of one agent. */
export interface Thought extends Expression {
  test(results: Results, beliefs: JsonObject): Told<boolean>;
  value(results: Results, beliefs: JsonObject): Told<Json>;
}

export interface Predicate extends Expression {
  /** Whether a value may be decided: one for which it cannot be told may not. */
  test(value: Json): Told<boolean>;
}

/** Parses a condition such as `results.review.ok && results.review.score > 3`. */
export function parseCondition(text: string): Result<Condition, string> {
  const parsed = parse(text, { what: 'condition', variables: ['results', 'memory', 'beliefs', 'recalled'] });
  if (!parsed.ok) return parsed;
  const told = parsed.value;
  return ok({
    ...told.names,
    test: (results, memory = {}, beliefs = {}, recalled = {}) => told.truth(results, memory, beliefs, recalled),
  });
}

/** Parses what is written to a shared memory, such as `memory.board.count + 1`. */
export function parseWritten(text: string): Result<Written, string> {
  const parsed = parse(text, { what: 'value', variables: ['results', 'memory'] });
  return parsed.ok
    ? ok({ ...parsed.value.names, value: (results, memory) => parsed.value.plain(results, memory) })
    : parsed;
}

/** Parses what a composite makes of its parts' results, such as `results.p.score + results.q.score`. */
export function parseReduction(text: string): Result<Reduction, string> {
  const parsed = parse(text, { what: 'reduction', variables: ['results'] });
  return parsed.ok ? ok({ ...parsed.value.names, value: (results) => parsed.value.plain(results) }) : parsed;
}

/** Parses what an agent is to believe, or when its goal is reached, such as `results.plan.ok && beliefs.open`. */
export function parseThought(text: string): Result<Thought, string> {
  const parsed = parse(text, { what: 'expression', variables: ['results', 'beliefs'] });
  if (!parsed.ok) return parsed;
  const told = parsed.value;
  return ok({
    ...told.names,
    test: (results, beliefs) => told.truth(results, beliefs),
    value: (results, beliefs) => told.plain(results, beliefs),
  });
}

/** Parses what may be decided, such as `value > 0`. */
export function parsePredicate(text: string): Result<Predicate, string> {
  const parsed = parse(text, { what: 'expression', variables: ['value'] });
  return parsed.ok ? ok({ ...parsed.value.names, test: (value) => parsed.value.truth(value) }) : parsed;
}

/** What a party to a negotiation insists on. */
export interface Wish extends Expression {
  /** Whether an outcome, by the names of its issues, is as it must be. */
  test(outcome: JsonObject): Told<boolean>;
  value(outcome: JsonObject): Told<Json>;
}

/** Parses what must hold of an outcome, such as `price <= 5` or `outcome["delivery date"] < 3`. */
export function parseWish(text: string, issues: readonly string[]): Result<Wish, string> {
  const names = issues.filter((name) => name !== 'outcome');
  const parsed = parse(text, { what: 'expression', variables: [...names, 'outcome'] });
  if (!parsed.ok) return parsed;
  const told = parsed.value;
  const seen = (outcome: JsonObject): Json[] => [...names.map((name) => outcome[name] ?? null), outcome];
  return ok({
    ...told.names,
    test: (outcome) => told.truth(...seen(outcome)),
    value: (outcome) => told.plain(...seen(outcome)),
  });
}

/** What an expectation sees, by its names: what came of a run, as its result says it. */
export const expectationNames = [
  'outcome',
  'reason',
  'seed',
  'steps',
  'makespanMs',
  'criticalPathMs',
  'workMs',
  'cost',
  'tasks',
  'agents',
  'messages',
  'deadlines',
  'decisions',
  'deals',
] as const;

export interface Expectation extends Expression {
  /** Whether it is met by what came of a run. */
  test(came: Readonly<Record<(typeof expectationNames)[number], Json>>): Told<boolean>;
}

/** Parses what a person expects of a run, such as `makespanMs <= 6000`. */
export function parseExpectation(text: string): Result<Expectation, string> {
  const parsed = parse(text, { what: 'expectation', variables: expectationNames });
  if (!parsed.ok) return parsed;
  const told = parsed.value;
  return ok({ ...told.names, test: (came) => told.truth(...expectationNames.map((name) => came[name])) });
}

/** Characters of an expression in a sentence. */
const quotedMax = 80;

/** An expression in a sentence: shortened, on one line. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= quotedMax ? `"${line}"` : `"${line.slice(0, quotedMax - 1).trimEnd()}…"`;
}

interface Parsed {
  readonly names: Expression;
  truth(...values: readonly Json[]): Told<boolean>;
  plain(...values: readonly Json[]): Told<Json>;
}

function parse(
  text: string,
  { what, variables }: { readonly what: string; readonly variables: readonly string[] },
): Result<Parsed, string> {
  const told = `the ${what} ${quoted(text)}`;
  const tree = parseTree(text);
  if (!tree.ok) return err(`${told} cannot be read: ${tree.error}`);
  const { step, notes } = build(tree.value, variables);
  if (notes.refusal !== null) return err(`${told} ${notes.refusal}`);
  const names: Expression = {
    mentions: notes.any ? null : new Set(notes.tasks.map(({ name }) => name)),
    tasks: notes.tasks,
    memories: notes.memories,
    recalled: notes.recalled,
    beliefs: notes.beliefs,
    unknown: notes.unknown,
  };
  const evaluated = <T>(values: readonly Json[], read: (made: unknown, budget: Budget) => Told<T>): Told<T> => {
    const budget = new Budget();
    try {
      return read(step({ budget, slots: [...values] }), budget);
    } catch (error) {
      if (error instanceof Untellable) return untold(`${told} cannot be told: ${error.message}`);
      if (!(error instanceof BudgetEnded)) throw error;
      const steps = `${stepsOfExpressionMax / 1_000_000} million steps`;
      return { ok: false, error: `${told} takes more than ${steps} to tell; make it simpler`, endless: true };
    }
  };
  return ok({
    names,
    truth: (...values) =>
      evaluated<boolean>(values, (made) =>
        typeof made === 'boolean'
          ? { ok: true, value: made }
          : untold(`${told} gives ${kindOf(made)}, not true or false`),
      ),
    plain: (...values) =>
      evaluated<Json>(values, (made, budget) => {
        const plain = plainOf(made, budget);
        return plain === undefined ? untold(`${told} gives nothing that can be handed on`) : { ok: true, value: plain };
      }),
  });
}

function untold(error: string): { readonly ok: false } & Untold {
  return { ok: false, error, endless: false };
}
