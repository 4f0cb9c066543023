/**
 * Several machines as one, whose state is the row of their states.
 */
import { Rows } from './intern.ts';
import type { Machine } from './model.ts';

/** `place` tells the machine of each operation, and `inside` by which number that knows it. */
export function rowOfMachines(
  machines: readonly Machine[],
  place: readonly number[],
  inside: readonly number[],
): Machine {
  const rows = new Rows(machines.length);
  const of = <T>(ask: (machine: Machine, operation: number) => T): T[] =>
    place.map((each, at) => ask(machines[each]!, inside[at]!));
  return {
    initial: rows.of(machines.map(({ initial }) => initial)),
    reads: of(({ reads }, operation) => reads[operation]!),
    effects: of(({ effects }, operation) => effects[operation]!),
    unseen: (operation) => machines[place[operation]!]!.unseen(inside[operation]!),
    step(operation, state) {
      const at = place[operation]!;
      const before = rows.get(state, at);
      const after = machines[at]!.step(inside[operation]!, before);
      return after < 0 || after === before ? (after < 0 ? -1 : state) : rows.put(state, at, after);
    },
    show: (state) => rows.all(state).map((each, at) => machines[at]!.show(each)),
    weight: () => machines.reduce((sum, machine) => sum + machine.weight(), rows.weight()),
  };
}
