/**
 * One reactive cell a node, so that a frame which changes three tasks re-renders three cards and nothing else.
 * A cell is made on first sight, read or written, and lives as long as the run.
 */
import { invariant } from '../../../base/index.ts';

class Cell<View> {
  value = $state.raw<View | undefined>(undefined);
}

export class NodeCells<View extends { readonly id: string }> {
  readonly #cells = new Map<string, Cell<View>>();

  /** The view of a node now; undefined before its first frame. Reactive. */
  get(id: string): View | undefined {
    return this.#cell(id).value;
  }

  set(view: View): void {
    this.#cell(view.id).value = view;
  }

  /** Replaces everything: nodes that are not in `views` lose theirs. */
  replace(views: Iterable<View>): void {
    const given = new Set<string>();
    for (const view of views) {
      given.add(view.id);
      this.set(view);
    }
    for (const [id, cell] of this.#cells) if (!given.has(id)) cell.value = undefined;
  }

  clear(): void {
    for (const cell of this.#cells.values()) cell.value = undefined;
  }

  #cell(id: string): Cell<View> {
    let cell = this.#cells.get(id);
    if (cell === undefined) {
      cell = madeOutside(() => new Cell<View>());
      this.#cells.set(id, cell);
    }
    return cell;
  }
}

/** Makes state outside of the reaction that happens to ask for it: Svelte does not track state that a reaction made itself. */
function madeOutside<T>(make: () => T): T {
  const made: T[] = [];
  $effect.root(() => {
    made.push(make());
  })();
  const [value] = made;
  invariant(value !== undefined, 'a root effect runs at once');
  return value;
}
