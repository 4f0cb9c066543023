/**
 * Inputs of a run, ready for another run of the same document: by the virtual time at which they came, because steps mean
 * nothing in a run that goes another way. It serves runs that an older engine recorded, and starts nothing.
 */
import type { Message } from '../../kernel/index.ts';
import { comesFirst } from '../../workflow/index.ts';
import type { RunInput } from '../run.ts';

/** Engine 1 wrapped what comes later, and did not say when the rest came. */
interface Later extends Message {
  readonly type: 'kernel.later';
  readonly atMs: number;
  readonly to: number;
  readonly message: Message;
}

/**
 * All that a run needs to hear at the same virtual times as one that was recorded. What came at a time that nobody wrote
 * down (engine 1) keeps its step, as the nearest that is known.
 */
export function inputsByTime(inputs: readonly RunInput[]): readonly RunInput[] {
  return inputs.map((input) => {
    if (comesFirst(input)) return input;
    const { atMs, to, message } = input.message.type === 'kernel.later' ? (input.message as Later) : input;
    return atMs === undefined ? input : { step: 0, atMs, to, message };
  });
}
