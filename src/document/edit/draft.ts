/*
 * A document being changed: it copies only what it touches, and writes down how to take each change back.
 * It lives for one `apply`; the document that it started from is never mutated, and untouched parts are shared.
 */
import { err, isForbiddenKey, ok, type Json, type Result } from '../../base/index.ts';
import type { FieldPath } from '../validate/references.ts';

/** The three changes that everything else is made of. `position` puts a new key back where it stood. */
export type Change =
  | { readonly kind: 'set-field'; readonly path: FieldPath; readonly value?: Json; readonly position?: number }
  | { readonly kind: 'insert-item'; readonly path: FieldPath; readonly index: number; readonly value: Json }
  | { readonly kind: 'remove-item'; readonly path: FieldPath; readonly index: number };

/** Why an edit does not apply. */
export interface EditProblem {
  readonly code:
    | 'edit/no-such-node'
    | 'edit/no-such-place'
    | 'edit/id-taken'
    | 'edit/unsafe-name'
    | 'edit/not-allowed'
    | 'edit/shape';
  readonly message: string;
  /** For a wrong shape: where it is, as problems name places, and what is wrong there. */
  readonly at?: { readonly path: string; readonly sentence: string };
}

type Container = Json[] | { [key: string]: Json };

/** A document being changed. */
export class Draft {
  root: { [key: string]: Json };
  /** Changes that take everything back, in the order in which they must be applied. */
  readonly inverse: Change[] = [];
  /** The places that were changed. */
  readonly touched: FieldPath[] = [];
  readonly #owned = new Set<unknown>();

  constructor(root: { readonly [key: string]: Json }) {
    this.root = { ...root };
    this.#owned.add(this.root);
  }

  /** What stands at a path, or undefined. */
  get(path: FieldPath): Json | undefined {
    let value: Json | undefined = this.root;
    for (const part of path) value = member(value, part);
    return value;
  }

  /** Applies one change, or says why it cannot be applied. */
  change(change: Change): Result<null, EditProblem> {
    const unsafe = change.path.find((part) => typeof part === 'string' && isForbiddenKey(part));
    if (unsafe !== undefined)
      return problem('edit/unsafe-name', `"${String(unsafe)}" cannot be a key; choose another.`);
    const inside = change.kind === 'remove-item' ? undefined : forbiddenIn(change.value);
    if (inside !== undefined) return problem('edit/unsafe-name', `"${inside}" cannot be a name; choose another.`);
    this.touched.push(change.path);
    if (change.kind === 'set-field') return this.#set(change);
    const list = this.#own(change.path);
    if (!Array.isArray(list)) {
      if (list === undefined && change.kind === 'insert-item' && change.index === 0) {
        return this.#set({ kind: 'set-field', path: change.path, value: [change.value] });
      }
      return problem('edit/no-such-place', `There is no list at ${change.path.join('.')}; reload the document.`);
    }
    const { index, path } = change;
    if (index < 0 || index > list.length - (change.kind === 'remove-item' ? 1 : 0)) {
      return problem('edit/no-such-place', `The list at ${path.join('.')} has no place ${String(index)}.`);
    }
    if (change.kind === 'insert-item') {
      list.splice(index, 0, change.value);
      this.inverse.unshift({ kind: 'remove-item', path, index });
    } else {
      const [value = null] = list.splice(index, 1);
      this.inverse.unshift({ kind: 'insert-item', path, index, value });
    }
    return ok(null);
  }

  #set(change: Change & { readonly kind: 'set-field' }): Result<null, EditProblem> {
    const { path, value, position } = change;
    const key = path.at(-1);
    if (key === undefined) return problem('edit/no-such-place', 'A whole document cannot be set by one edit.');
    const parentPath = path.slice(0, -1);
    const parent = this.#own(parentPath);
    if (parent === undefined) {
      if (value === undefined) return ok(null);
      if (typeof key === 'number' && key !== 0)
        return problem('edit/no-such-place', `There is no list at ${parentPath.join('.')}.`);
      return this.#set({
        kind: 'set-field',
        path: parentPath,
        value: typeof key === 'number' ? [value] : { [key]: value },
      });
    }
    if (parent === null)
      return problem('edit/no-such-place', `${path.join('.')} does not lead into an object or a list.`);
    const before = member(parent, key);
    if (Array.isArray(parent)) {
      if (typeof key !== 'number' || before === undefined || value === undefined) {
        return problem('edit/no-such-place', `There is nothing to replace at ${path.join('.')}.`);
      }
      parent[key] = value;
      this.inverse.unshift({ kind: 'set-field', path, value: before });
      return ok(null);
    }
    if (typeof key !== 'string') {
      return problem('edit/no-such-place', `${path.join('.')} does not lead into an object or a list.`);
    }
    if (value === undefined) {
      if (before === undefined) return ok(null);
      this.inverse.unshift({ kind: 'set-field', path, value: before, position: Object.keys(parent).indexOf(key) });
      delete parent[key];
    } else {
      this.inverse.unshift(
        before === undefined ? { kind: 'set-field', path } : { kind: 'set-field', path, value: before },
      );
      if (before === undefined && position !== undefined) placeKey(parent, key, { value, position });
      else parent[key] = value;
    }
    return ok(null);
  }

  /** The container at a path as a copy of our own; undefined if nothing is there, null if the path is blocked. */
  #own(path: FieldPath): Container | undefined | null {
    let holder: Container = this.root;
    for (const part of path) {
      const next = member(holder, part);
      if (next === undefined) return undefined;
      if (typeof next !== 'object' || next === null) return null;
      const copy = this.#copy(next);
      if (copy !== next) (holder as { [key: string | number]: Json })[part] = copy;
      holder = copy;
    }
    return holder;
  }

  #copy(value: object): Container {
    if (this.#owned.has(value)) return value as Container;
    const copy = (Array.isArray(value) ? value.slice() : { ...value }) as Container;
    this.#owned.add(copy);
    return copy;
  }
}

/** A refusal of an edit. */
export function problem(code: EditProblem['code'], message: string): Result<never, EditProblem> {
  return err({ code, message });
}

function member(value: Json | undefined, part: string | number): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, part) ? (value as { readonly [key: string | number]: Json })[part] : undefined;
}

/** A key inside a value under which a file could not be read again; undefined when there is none. */
function forbiddenIn(value: Json | undefined): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const key of Object.keys(value)) {
    if (!Array.isArray(value) && isForbiddenKey(key)) return key;
    const inside = forbiddenIn((value as { readonly [key: string]: Json })[key]);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

function placeKey(record: { [key: string]: Json }, key: string, at: { value: Json; position: number }): void {
  const later = Object.entries(record).slice(at.position);
  for (const [name] of later) delete record[name];
  record[key] = at.value;
  for (const [name, value] of later) record[name] = value;
}
