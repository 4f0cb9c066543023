/**
 * One form: what it edits, what is written there, and how a change gets out. The fields below it take it from context, so that
 * none of them knows workspace, document or edits.
 */
import { createContext } from 'svelte';
import { equalJson, type Json } from '../../base/index.ts';
import { shownName, type Document, type Edit, type EditProblem, type FieldPath } from '../../document/index.ts';
import { setStore, type Store } from '../design/index.ts';
import type { EditOptions, Workspace } from '../state/index.ts';
import { errorAt, fieldEdit, fieldPath, refusalAt, type FormSubject } from './form-rules.ts';

type Values = Readonly<Record<string, unknown>>;

export class Form {
  readonly #workspace: Workspace;
  readonly #subject: () => FormSubject;
  /** The field whose help is shown. */
  help = $state<string | null>(null);
  /** Why the last change of a field was not taken, by its path. */
  #refusal = $state.raw<{ readonly path: string; readonly sentence: string } | null>(null);

  constructor(workspace: Workspace, subject: () => FormSubject) {
    this.#workspace = workspace;
    this.#subject = subject;
  }

  get subject(): FormSubject {
    return this.#subject();
  }
  get document(): Document {
    return this.#workspace.shown ?? {};
  }
  get editable(): boolean {
    return this.#workspace.editable;
  }
  /** Where its fields store what is typed. */
  get store(): Store {
    return this.#workspace;
  }
  /** What is written: the node, or the document. */
  get values(): Values {
    const { subject } = this;
    return subject.kind === 'document' ? this.document : (this.document[subject.collection]?.[subject.index] ?? {});
  }

  /** The value written at a path of the subject. */
  at(path: FieldPath): unknown {
    let value: unknown = this.values;
    for (const part of path)
      value =
        typeof value === 'object' && value !== null
          ? (value as Readonly<Record<string | number, unknown>>)[part]
          : undefined;
    return value;
  }
  path(field: FieldPath): string {
    return fieldPath(this.subject, field);
  }
  error(field: FieldPath): string | undefined {
    const path = this.path(field);
    return this.#refusal?.path === path ? this.#refusal.sentence : errorAt(this.#workspace.problems, path);
  }
  /** What is wrong at a place itself, not at what stands inside of it. */
  ownError(field: FieldPath): string | undefined {
    const path = this.path(field);
    if (this.#refusal?.path === path) return this.#refusal.sentence;
    return this.#workspace.problems.find((one) => one.severity !== 'info' && one.path === path)?.message;
  }
  /** Sets a field; undefined takes it away. */
  set(field: FieldPath, value: Json | undefined, title: string): boolean {
    return this.edit(field, fieldEdit(this.subject, this.values, field, value), labelOf(title));
  }
  /** Sets a field to what is typed in it: one step of undo with what was typed there before, until the field is left. */
  type(field: FieldPath, value: Json | undefined, title: string): boolean {
    this.#refusal = null;
    if (equalJson(this.at(field), value)) return true;
    const edit = fieldEdit(this.subject, this.values, field, value);
    return this.edit(field, edit, labelOf(title), { coalesce: this.path(field) });
  }
  /** Any edit that a field makes; when it is not taken, the field says why. */
  edit(field: FieldPath, edit: Edit, label: string, options: Pick<EditOptions, 'coalesce' | 'said'> = {}): boolean {
    this.#refusal = null;
    const refused = (problem: EditProblem) => {
      this.refuse(field, refusalAt(problem, this.path(field)));
    };
    return this.#workspace.edit(edit, { said: '', ...options, label, refused });
  }
  /** Says at a field why what was typed is not taken; false, as of any edit that is not. */
  refuse(field: FieldPath, sentence: string): false {
    this.#refusal = { path: this.path(field), sentence };
    // It stands at the field; who is not looking there hears it.
    this.#workspace.say(sentence);
    return false;
  }
  rename(to: string): boolean {
    const { subject } = this;
    if (subject.kind !== 'node' || to === subject.id) return true;
    const { collection, id } = subject;
    const taken = this.edit(['id'], { kind: 'rename-node', collection, id, to }, 'Change id');
    if (taken) this.#workspace.select([to]);
    return taken;
  }
  /** Agents as choices. */
  get agents(): readonly { readonly id: string; readonly name: string }[] {
    return (this.document.agents ?? []).map(({ id, name }) => ({ id, name: shownName({ id, name }) }));
  }
  /** Every capability that the document names, sorted. */
  get capabilities(): readonly string[] {
    const names = new Set<string>();
    for (const { capabilities } of this.document.agents ?? [])
      for (const name of Array.isArray(capabilities) ? capabilities : Object.keys(capabilities ?? {})) names.add(name);
    for (const { requires } of this.document.tasks ?? []) for (const name of requires ?? []) names.add(name);
    return [...names].sort();
  }
}

const labelOf = (title: string): string => `Change ${title.toLowerCase()}`;

const [getForm, provide] = createContext<Form>();
export { getForm };

/** Hands a form down to its fields, and with it where they store what is typed. */
export function setForm<F extends Form>(form: F): F {
  setStore(form.store);
  provide(form);
  return form;
}
