/**
 * Find on the canvas: what is looked for, what matches in the whole document, and which match is shown. Matching is told here once
 * and is pure; going to a match is left to the workspace.
 */
import type { Document } from '../../../document/index.ts';
import type { Workspace } from '../../state/index.ts';

interface Findable {
  readonly id: string;
  readonly words: string;
}

/** Everything that can be found: its id with what a person may call it. */
function findables(document: Document): readonly Findable[] {
  const { agents = [], tasks = [], resources = [], memories = [], view = {} } = document;
  const wholes = new Set(tasks.map(({ parent }) => parent));
  const named =
    (kind: string) =>
    ({ id, name = '' }: { readonly id: string; readonly name?: string }) => ({
      id,
      words: `${name} ${id} ${kind}`,
    });
  return [
    ...agents.map((agent) => named(agent.role === 'manager' ? 'manager agent' : 'worker agent')(agent)),
    ...tasks.map((task) =>
      named(wholes.has(task.id) ? 'composite task' : `${task.action?.kind ?? 'simulate'} task`)(task),
    ),
    ...resources.map(named('resource')),
    ...memories.map(named('shared memory')),
    ...(view.notes ?? []).map(({ id, text = '' }) => ({ id, words: `${text} note` })),
    ...(view.frames ?? []).map(({ id, title = '' }) => ({ id, words: `${title} group frame` })),
  ];
}

/** The ids of all that holds every word of a text, in the order of the document; none for a blank text. */
export function matchesOf(document: Document, text: string): readonly string[] {
  const parts = text
    .toLowerCase()
    .split(/\s+/)
    .filter((part) => part !== '');
  if (parts.length === 0) return [];
  return findables(document)
    .filter(({ words }) => {
      const inside = words.toLowerCase();
      return parts.every((part) => inside.includes(part));
    })
    .map(({ id }) => id);
}

const none: readonly string[] = [];

export class Find {
  readonly #workspace: Workspace;
  open = $state(false);
  /** Grows each time the person asks to find something. */
  begun = $state(0);
  text = $state('');
  /** Which match is shown; -1 before the first. */
  #at = $state(-1);
  readonly matches: readonly string[] = $derived.by(() =>
    this.open && this.#workspace.shown !== null ? matchesOf(this.#workspace.shown, this.text) : none,
  );

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** True while what does not match steps back. */
  get active(): boolean {
    return this.open && this.text.trim() !== '';
  }

  /** The place of the shown match, from 1; 0 while none is shown. */
  get place(): number {
    const { single } = this.#workspace.selection;
    return single !== null && this.matches[this.#at] === single ? this.#at + 1 : 0;
  }

  /** Opens the bar, or brings the focus back to it. */
  begin(): void {
    this.open = true;
    this.begun += 1;
  }

  /** Looks for something else. */
  look(text: string): void {
    this.text = text;
    this.#at = -1;
  }

  /** Shows the next match, or the one before; after the last comes the first. */
  go(by: 1 | -1): void {
    const { length } = this.matches;
    if (length === 0) return;
    this.#at = this.#at === -1 && by === -1 ? length - 1 : (this.#at + by + length) % length;
    const id = this.matches[this.#at];
    if (id !== undefined) this.#workspace.focus(id);
  }

  close(): void {
    this.open = false;
  }
}
