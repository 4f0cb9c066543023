/**
 * Which hint a newcomer sees: Run, then the playhead, then a node, each until it is done or put away, and none ever again after that.
 * It only remembers how far the person came; what they do is told to it.
 */
import { isNumber, recall, remember } from '../state/index.ts';

export interface Hint {
  /** What it speaks of: the first element that this selector finds. */
  readonly anchor: string;
  readonly text: string;
}

export const hints: readonly Hint[] = [
  { anchor: '[data-hint="run"]', text: 'Press Run to watch these agents share the work.' },
  { anchor: '[data-hint="playhead"]', text: 'Drag the playhead to go back or forward.' },
  {
    anchor: '.svelte-flow__node-task',
    text: 'Select an agent or a task to see what it did, or to change it.',
  },
];

const key = 'tour';

export class Hints {
  /** How many are behind the person. */
  #done = $state(recall(key, 0, isNumber));

  /** The place of the hint to show; null when all were seen. */
  get at(): number | null {
    return this.#done < hints.length ? this.#done : null;
  }

  get hint(): Hint | null {
    return hints[this.#done] ?? null;
  }

  /** The person did what the hint at this place is about, or put it away. Others are not touched. */
  pass(at: number): void {
    if (this.#done === at) this.#remember(at + 1);
  }

  /** No hint any more. */
  end(): void {
    this.#remember(hints.length);
  }

  #remember(done: number): void {
    this.#done = done;
    remember(key, done);
  }
}
