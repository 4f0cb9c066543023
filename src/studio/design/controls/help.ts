/** The help of the field around a control, which a control names as its description: the id of the element that holds it. */
import { getContext, setContext } from 'svelte';

const key = Symbol('help of a field');

export function setFieldHelp(id: string): void {
  setContext(key, id);
}

/** All that describes a control: what is wrong or a hint, then the help around it. To be called while a component begins. */
export function describing(): (note: string | undefined) => string | undefined {
  const help: string | undefined = getContext(key);
  return (note) => [note, help].filter((id) => id !== undefined).join(' ') || undefined;
}
