/**
 * The models that there are, by name.
 */
import { counter } from './counter.ts';
import { kv } from './kv.ts';
import { log } from './log.ts';
import type { Model } from './model.ts';
import { register } from './register.ts';
import { set } from './set.ts';

export const models = { register, counter, set, log, kv } satisfies Record<string, Model>;

export type ModelName = keyof typeof models;

export function isModel(name: string): name is ModelName {
  return Object.hasOwn(models, name);
}
