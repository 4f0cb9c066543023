/**
 * The stage on which scenarios play: a document of a few tasks, its run, and what became of each task. Scenarios are
 * read like stage directions, so everything here has a short name and no cleverness.
 */
import type { Document, Task } from '../../src/document/index.ts';
import { resultOf, Run, type RunResult } from '../../src/replay/index.ts';
import { compile, cancelInput, type Compiled } from '../../src/workflow/index.ts';
import { ran, type Ran } from '../support/running.ts';

export interface Played extends Ran {
  readonly result: RunResult;
  /** What became of each task. */
  readonly states: Readonly<Record<string, string>>;
}

/** Agents with nothing special about them. */
export function crew(count: number): NonNullable<Document['agents']> {
  return Array.from({ length: count }, (_, at) => ({ id: `agent-${String(at + 1)}` }));
}

/** A task that takes 10 ms unless said otherwise. */
export function task(
  id: string,
  dependsOn: Task['dependsOn'] = [],
  more: Partial<Task> & { ms?: number; model?: object } = {},
): Task {
  const { ms = 10, model = {}, ...fields } = more;
  return { id, dependsOn, action: { kind: 'simulate', durationMs: ms, ...model }, ...fields };
}

/** A task that fails whatever happens. */
export function failing(
  id: string,
  dependsOn: Task['dependsOn'] = [],
  more: Partial<Task> & { ms?: number; model?: object } = {},
): Task {
  return task(id, dependsOn, { ...more, model: { failureRate: 1, ...more.model } });
}

/** A document of these tasks and a crew of four, in virtual time without delays unless said otherwise. */
export function piece(tasks: readonly Task[], more: Partial<Document> = {}): Document {
  return { name: 'piece', seed: 1, agents: crew(4), tasks: [...tasks], ...more };
}

/** Runs it to its end. Every rule of every room must hold: a scenario that breaks one fails here. */
export function play(document: Document): Played {
  const result = ran(document);
  if (result.broken.length > 0) throw new Error(result.broken.join('\n'));
  return told(result);
}

function told(result: Ran): Played {
  const told = resultOf(result.run);
  const states = Object.fromEntries(Object.entries(told.tasks).map(([id, { state }]) => [id, state]));
  return { ...result, result: told, states };
}

export function compiled(document: Document): Compiled {
  const made = compile(document);
  if (!made.ok) throw new Error(made.error.map((problem) => problem.message).join(' '));
  return made.value;
}

/** Runs it and cancels it after so many steps. */
export function playCancelled(document: Document, step: number): Run {
  const run = new Run(compiled(document), { inputs: [{ step, ...cancelInput('asked to stop') }] });
  return run.finish();
}

/** When a task began and ended, ms. */
export function times({ result }: Played, id: string): readonly [number | null, number | null] {
  const { startMs, endMs } = result.tasks[id]!;
  return [startMs, endMs];
}
