/**
 * A set: it is empty at first, elements are added and removed, and a read answers all of them in any order.
 */
import { canonical, type Json } from '../../base/index.ts';
import type { Operation } from '../operation.ts';
import { Names, Rows } from './intern.ts';
import type { Machine, Model } from './model.ts';

/** The elements that a read answered. */
export function elementsOf({ result }: Operation): string[] {
  return [...new Set((result as readonly Json[]).map((each) => canonical(each)))];
}

function machine(operations: readonly Operation[]): Machine {
  const names = new Names();
  const reads = operations.map(({ action }) => action === 'read');
  const elements = operations.map((each) => {
    if (each.action !== 'read') return names.id(canonical(each.value));
    for (const element of elementsOf(each)) names.id(element);
    return -1;
  });
  const rows = new Rows(names.texts.length);
  const rowOf = (inside: ReadonlySet<string>): number => rows.of(names.texts.map((name) => (inside.has(name) ? 1 : 0)));
  const answers = operations.map((each) => (each.action === 'read' ? rowOf(new Set(elementsOf(each))) : -1));
  const adds = operations.map(({ action }) => action === 'add');
  const seen = new Set(operations.flatMap((each) => (each.action === 'read' ? elementsOf(each) : [])));
  return {
    initial: rowOf(new Set()),
    reads,
    effects: operations.map(({ action, value }) => `${action} ${canonical(value)}`),
    step(operation, state) {
      if (reads[operation] === true) return state === answers[operation] ? state : -1;
      return rows.put(state, elements[operation]!, adds[operation] === true ? 1 : 0);
    },
    unseen: (operation) => adds[operation] === true && !seen.has(names.texts[elements[operation]!]!),
    show: (state) => names.texts.filter((_, at) => rows.get(state, at) === 1).map((text) => JSON.parse(text) as Json),
    weight: () => rows.weight(),
  };
}

/** Whatever is read of the other elements stays as it was, so each may be left out of all that was done and read. */
export function aboutElements(operations: readonly Operation[]): (string | null)[] {
  return operations.map(({ action, value }) => (action === 'read' ? null : canonical(value)));
}

export function eraseElements(operation: Operation, elements: ReadonlySet<string>): Operation {
  if (operation.action !== 'read') return operation;
  return {
    ...operation,
    result: (operation.result as readonly Json[]).filter((each) => !elements.has(canonical(each))),
  };
}

export const set: Model = {
  name: 'set',
  says: 'elements, none at first: read, add, remove',
  actions: ['read', 'add', 'remove'],
  refuses: ({ action, result, returned }) =>
    action !== 'read' || returned === null || Array.isArray(result)
      ? null
      : 'a read of a set answers a list of its elements',
  machine,
  about: aboutElements,
  erase: eraseElements,
};
