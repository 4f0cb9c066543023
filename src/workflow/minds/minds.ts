/**
 * Beliefs and goals during a run: what a task that has ended makes its agent believe, and which goals hold. The rules ask
 * the same functions, of what they have counted themselves. Nothing is recorded here.
 */
import { invariant, type Json, type JsonObject } from '../../base/index.ts';
import type { ResolvedDocument } from '../../document/index.ts';
import {
  groupAt,
  isComposite,
  parseThought,
  partsAt,
  type Minds,
  type Plan,
  type Thought,
  type Told,
} from '../../plan/index.ts';
import { resultsOf } from '../dependencies.ts';
import type { WorkflowState } from '../state.ts';
import { status } from '../states.ts';

/** What is known of tasks: how they stand and what they gave. */
export type Known = Pick<WorkflowState, 'states' | 'results'>;

/** What agents of a document have in mind. */
export function mindsOf({ agents, tasks }: ResolvedDocument): Minds {
  const believes = new Map<number, readonly (readonly [string, Json])[]>();
  tasks.forEach((task, at) => {
    const changes = Object.entries(task.believes);
    if (changes.length > 0) believes.set(at, changes);
  });
  const kept = believes.size > 0 || agents.some(({ goals }) => goals.length > 0);
  const minds = agents.map(({ beliefs, goals }) => ({
    beliefs,
    goals: goals.map((goal) => {
      if (typeof goal === 'string') return { id: goal, when: null };
      const { id, when = null } = goal as { readonly id: string; readonly when?: string };
      return { id, when };
    }),
  }));
  return { agents: minds, kept, believes };
}

/** Who did each task that is over, as far as anybody is known to; -1 for nobody. */
export interface Doers extends Pick<Known, 'states'> {
  readonly by: Readonly<Record<number, number>>;
}

/**
 * Who believes something new when a task has ended: whoever did it, all who decided it, or, of a composite, all of these of its parts
 * that succeeded or failed, each once, in the order of the document.
 */
export function believersOf(plan: Plan, task: number, doers: Doers): readonly number[] {
  if (isComposite(plan, task)) {
    const ended = partsAt(plan.parts, task).filter((part) =>
      [status.succeeded, status.failed].includes(doers.states[part]! as never),
    );
    return [...new Set(ended.flatMap((part) => believersOf(plan, part, doers)))].sort((a, b) => a - b);
  }
  const decision = plan.decisions.get(task);
  if (decision !== undefined) return groupAt(plan, decision.group).members;
  const agent = doers.by[task] ?? -1;
  return agent === -1 ? [] : [agent];
}

/** The expressions of a plan's minds, read once. */
export class Thoughts {
  readonly #plan: Plan;
  #ids: ReadonlyMap<string, number> | null = null;
  readonly #read = new Map<string, Thought>();

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** What a value that a task gives comes to: a text is told as CEL, all else stands as it is. */
  belief(value: Json, known: Known, beliefs: JsonObject): Told<Json> {
    if (typeof value !== 'string') return { ok: true, value };
    const thought = this.#thought(value);
    return thought.value(this.#seen(thought, known), beliefs);
  }

  /** Whether a goal holds; one for which that cannot be told does not. */
  holds(when: string, known: Known, beliefs: JsonObject): boolean {
    const thought = this.#thought(when);
    const told = thought.test(this.#seen(thought, known), beliefs);
    return told.ok && told.value;
  }

  #thought(text: string): Thought {
    let thought = this.#read.get(text);
    if (thought !== undefined) return thought;
    const parsed = parseThought(text);
    invariant(parsed.ok, 'a thought that was checked can be read');
    this.#read.set(text, (thought = parsed.value));
    return thought;
  }

  #seen({ mentions }: Thought, known: Known): Record<string, Json> {
    const ids = (this.#ids ??= new Map(this.#plan.tasks.slice(0, this.#plan.ordinary).map(({ id }, at) => [id, at])));
    const named = mentions === null ? ids.values() : [...mentions].map((id) => ids.get(id)!);
    return resultsOf(this.#plan, known, named);
  }
}
