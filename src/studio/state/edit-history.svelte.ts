/**
 * Undo and redo as two stacks of steps; a step is one or more edits with their inverses. Edits in a row with the same key
 * join one step, so a gesture that wants its own step uses a key of its own. It holds edits only, never documents.
 */
import type { Edit } from '../../document/index.ts';

export interface DoneEdit {
  readonly edit: Edit;
  readonly inverse: Edit;
}

interface Step {
  readonly key: string | undefined;
  readonly done: readonly DoneEdit[];
}

const stepsMax = 500;

export class EditHistory {
  #past = $state.raw<readonly Step[]>([]);
  #future = $state.raw<readonly Step[]>([]);

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  record(done: DoneEdit, key: string | undefined): void {
    const last = this.#past.at(-1);
    this.#future = [];
    if (last !== undefined && key !== undefined && last.key === key) this.#past = [...this.#past.slice(0, -1), { key, done: [...last.done, done] }];
    else this.#past = [...this.#past.slice(1 - stepsMax), { key, done: [done] }];
  }

  /** The edits that take the last step back, in their order; null when there is none. */
  takeUndo(): readonly Edit[] | null {
    const step = this.#past.at(-1);
    if (step === undefined) return null;
    this.#past = this.#past.slice(0, -1);
    this.#future = [...this.#future, { ...step, key: undefined }];
    return step.done.map(({ inverse }) => inverse).reverse();
  }

  /** The edits that do the last undone step again. */
  takeRedo(): readonly Edit[] | null {
    const step = this.#future.at(-1);
    if (step === undefined) return null;
    this.#future = this.#future.slice(0, -1);
    this.#past = [...this.#past, step];
    return step.done.map(({ edit }) => edit);
  }

  clear(): void {
    this.#past = [];
    this.#future = [];
  }
}
