/** One change to a key of an eventual memory, as replicas tell it to each other. Plain data. */
import type { Json } from '../../../base/index.ts';
import type { Tag } from '../tag.ts';
import type { Place } from './places.ts';

/** One change, as the replica made it that it was given to: its `seq`-th. */
export interface Change extends Tag {
  readonly key: string;
  readonly seq: number;
  readonly does: 'put' | 'remove' | 'set' | 'move';
  /** Of a map the field, of a set, list or log the element; of a counter all that its replica has added so far. */
  readonly value: Json;
  /** Of a map. */
  readonly field?: string;
  /** Of a list: which element is set or moved. */
  readonly of?: Dot;
  /** Of a list: where an element stands that was not appended. */
  readonly place?: Place;
}

/** Names a change: by who made it, and its number. */
export type Dot = readonly [writer: number, seq: number];

/** A change that is to be made, and what ends by it. */
export interface Draft extends Pick<Change, 'does' | 'value' | 'field' | 'of'> {
  readonly ends?: Standing;
  readonly placed?: (tag: Tag) => Place;
}

/** The changes of one key that count, by their tags. */
export type Standing = readonly Change[];

/** Whether a change is only there so that everybody learns that something was taken away. */
export function isTombstone({ does }: Change): boolean {
  return does === 'remove';
}

/** Whether a change is an element that was put there. */
export function isElement({ does }: Change): boolean {
  return does === 'put';
}

/** Whether a change was made to an element that another put there. */
export function isOf({ of }: Change, { writer, seq }: Change): boolean {
  return of?.[0] === writer && of[1] === seq;
}
