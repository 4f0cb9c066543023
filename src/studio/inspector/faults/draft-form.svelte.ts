/** A fault that is being filled in, as a form whose fields take it like any other: nothing of it is in the document yet. */
import type { Json } from '../../../base/index.ts';
import type { FieldPath } from '../../../document/index.ts';
import type { Workspace } from '../../state/index.ts';
import type { Store } from '../../design/index.ts';
import { Form } from '../form.svelte.ts';
import { draftOf, type Draft } from './fault-draft.ts';
import type { Target } from './fault-kinds.ts';

/** A draft takes all that is typed, and none of it is to be saved. */
const draftStore: Store = {
  storesTyping: true,
  hold: () => undefined,
  seal: () => undefined,
};

export class DraftForm extends Form {
  draft = $state.raw<Draft>({ kind: '', values: {}, lastsMs: null, among: [] });

  constructor(workspace: Workspace, kind: string, target: Target) {
    super(workspace, () => ({ kind: 'document' }));
    this.draft = draftOf(kind, target);
  }

  override get editable(): boolean {
    return true;
  }
  override get store(): Store {
    return draftStore;
  }
  override get values(): Readonly<Record<string, unknown>> {
    return this.draft.values;
  }
  override path(field: FieldPath): string {
    return `draft.${field.join('.')}`;
  }
  override error(): undefined {
    return undefined;
  }
  override set([key]: FieldPath, value: Json | undefined): boolean {
    const { [String(key)]: _before, ...values } = this.draft.values;
    this.draft = { ...this.draft, values: value === undefined ? values : { ...values, [String(key)]: value } };
    return true;
  }
  override type(field: FieldPath, value: Json | undefined): boolean {
    return this.set(field, value);
  }
}
