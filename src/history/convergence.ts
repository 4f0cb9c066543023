/**
 * Whether replicas agree in the end: whether all of them hold the same value of each key. It is asked of states, not of a history.
 */
import { canonical, compareIds, type Json } from '../base/index.ts';

export interface Replica {
  readonly name: string;
  readonly state: Readonly<Record<string, Json>>;
}

/** A key that replicas hold differently: each value with those that hold it; undefined where it is not there. */
export interface Divergence {
  readonly key: string;
  readonly values: readonly { readonly value: Json | undefined; readonly replicas: readonly string[] }[];
}

/** Keys that differ, in the order of their names; none where the replicas have converged. */
export function divergences(replicas: readonly Replica[]): readonly Divergence[] {
  const keys = [...new Set(replicas.flatMap(({ state }) => Object.keys(state)))].sort(compareIds);
  return keys.flatMap((key) => {
    const held = new Map<string, { value: Json | undefined; replicas: string[] }>();
    for (const { name, state } of replicas) {
      const value = Object.hasOwn(state, key) ? state[key] : undefined;
      const text = value === undefined ? '' : canonical(value);
      const same = held.get(text);
      if (same === undefined) held.set(text, { value, replicas: [name] });
      else same.replicas.push(name);
    }
    return held.size > 1 ? [{ key, values: [...held.values()] }] : [];
  });
}
