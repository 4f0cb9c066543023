/**
 * Random histories of a few operations: some that a real thing could have given, some with answers that were changed, some
 * of chance alone. The same number always gives the same history.
 */
import type { Json } from '../../src/base/index.ts';
import type { Operation } from '../../src/history/index.ts';
import { apply, starts } from './reference.ts';

export type Kind = keyof typeof starts;

/** Numbers from 0 up to `below`, by a small generator of its own. */
export function dice(seed: number): (below: number) => number {
  let state = (seed * 2654435761 + 1) >>> 0;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 13), 0x297a2d39) >>> 0;
    return ((mixed ^ (mixed >>> 16)) >>> 0) % below;
  };
}

interface Shape {
  readonly operations: number;
  readonly processes: number;
  readonly keys: number;
  readonly values: number;
  /** Without what causal consistency is not asked of. */
  readonly plain?: boolean;
}

function call(
  kind: Kind,
  roll: (below: number) => number,
  values: number,
  plain: boolean,
): Pick<Operation, 'action' | 'value'> {
  const value = roll(values) + 1;
  const read = { action: 'read', value: null } as const;
  if (roll(9) < 4) return read;
  if (kind === 'register') {
    if (roll(3) > 0) return { action: 'write', value };
    return { action: 'cas', value: [roll(4) === 0 ? null : roll(values) + 1, value] };
  }
  if (kind === 'counter') return { action: 'add', value: roll(4) === 0 ? -value : value };
  if (kind === 'set') return { action: plain || roll(4) > 0 ? 'add' : 'remove', value };
  if (kind === 'log') return { action: 'append', value };
  return { action: plain || roll(3) === 0 ? 'write' : 'append', value: 'abcdef'[value]! };
}

/** Each process calls one operation after the other; answers are those of some order, a few of them changed. */
export function randomHistory(kind: Kind, seed: number, shape: Shape): Operation[] {
  const roll = dice(seed);
  const clocks = Array.from({ length: shape.processes }, () => roll(4));
  const faulty = roll(4);
  const made = Array.from({ length: shape.operations }, (_, at) => {
    const process = roll(shape.processes);
    const begin = clocks[process]! + 1 + roll(3);
    const end = begin + roll(8);
    clocks[process] = end + 1;
    const key = `k${String(roll(shape.keys))}`;
    const open = roll(7) === 0;
    const asked = call(kind, roll, shape.values, shape.plain ?? false);
    return {
      process: `p${String(process)}`,
      key,
      ...asked,
      call: begin,
      end,
      open,
      moment: begin + roll(end - begin + 1),
      at,
    };
  });
  const answers: Json[] = made.map(() => null);
  const states: Record<string, unknown> = {};
  const seen: unknown[] = [starts[kind]];
  for (const each of [...made].sort((a, b) => a.moment - b.moment || a.at - b.at)) {
    if (each.open && roll(2) === 0) continue;
    const { state, answer } = apply(kind, states[each.key] ?? starts[kind], {
      ...each,
      result: null,
      returned: each.end,
    });
    states[each.key] = state;
    seen.push(state);
    answers[each.at] = answer as Json;
  }
  const reads = made.filter(({ action, open }) => action === 'read' && !open);
  if (faulty > 0 && reads.length > 0) {
    const wrong = reads[roll(reads.length)]!;
    answers[wrong.at] = answers[reads[roll(reads.length)]!.at]!;
    if (faulty > 1 && seen.length > 1) answers[wrong.at] = seen[roll(seen.length)] as Json;
  }
  return made
    .filter(({ open, action }) => !(open && action === 'read'))
    .map(({ process, key, action, value, call: begin, end, open, at }) => ({
      process,
      key,
      action,
      value,
      result: open || (action !== 'read' && action !== 'cas') ? null : answers[at]!,
      call: begin,
      returned: open ? null : end,
    }));
}
