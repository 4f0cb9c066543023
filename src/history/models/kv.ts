/**
 * A store of texts by key: each is empty at first, is put or appended to, and a get answers all of it. Null is the empty text.
 */
import type { Json } from '../../base/index.ts';
import type { Operation } from '../operation.ts';
import { Names } from './intern.ts';
import type { Machine, Model } from './model.ts';
import { aboutValues, foundAnother, refusesChange } from './register.ts';

const isText = (value: Json): boolean => value === null || typeof value === 'string';
const textOf = (value: Json): string => (typeof value === 'string' ? value : '');

function machine(operations: readonly Operation[]): Machine {
  const names = new Names();
  const initial = names.id('');
  const another = operations.map(foundAnother);
  const anyAnother = another.includes(true);
  const reads = operations.map(({ action }, at) => action === 'read' || another[at] === true);
  const from = operations.map(({ action, value, result }) => {
    if (action === 'cas') return names.id(textOf((value as readonly Json[])[0]!));
    return action === 'read' ? names.id(textOf(result)) : -1;
  });
  const to = operations.map(({ action, value }) => textOf(action === 'cas' ? (value as readonly Json[])[1]! : value));
  const sought = operations.flatMap(({ action }, at) =>
    action === 'read' || action === 'cas' ? names.texts[from[at]!]! : [],
  );
  return {
    initial,
    reads,
    effects: operations.map(({ action, value }) => `${action} ${JSON.stringify(value)}`),
    step(operation, state) {
      const { action } = operations[operation]!;
      if (action === 'write') return names.id(to[operation]!);
      if (action === 'append') return names.id(`${names.texts[state]!}${to[operation]!}`);
      if (another[operation] === true) return state === from[operation] ? -1 : state;
      if (state !== from[operation]) return -1;
      return action === 'read' ? state : names.id(to[operation]!);
    },
    unseen: (operation) =>
      operations[operation]!.action === 'append' &&
      !anyAnother &&
      to[operation] !== '' &&
      !sought.some((text) => text.includes(to[operation]!)),
    show: (state) => names.texts[state]!,
    weight: () => names.length,
  };
}

/** Null as the empty text, so that a value is written in one way. */
function plain(operation: Operation): Operation {
  const { action, value, result } = operation;
  if (action === 'read') return { ...operation, result: textOf(result) };
  return { ...operation, value: action === 'cas' ? (value as readonly Json[]).map(textOf) : textOf(value) };
}

export const kv: Model = {
  name: 'kv',
  says: 'a text, empty at first: get or read, put or write, append, cas',
  actions: ['read', 'write', 'append', 'cas'],
  refuses(operation) {
    const { action, value, result } = operation;
    const wrong = refusesChange(operation);
    if (wrong !== null) return wrong;
    const texts = action === 'cas' ? (value as readonly Json[]) : [action === 'read' ? result : value];
    return texts.every(isText) ? null : 'the model kv keeps texts; put the value in quotes, or use the model register';
  },
  machine,
  plain,
  about: (operations) =>
    operations.some(({ action }) => action === 'append')
      ? operations.map(() => null)
      : aboutValues(operations, JSON.stringify('')),
};
