/**
 * From which card to which a message of the step is drawn. Whoever stands on no drawing, such as the coordinator, speaks
 * and hears through the card of the task that the message is about; a message with one end only is not drawn.
 */
import type { Travelling } from '../../../bridge/index.ts';

export interface Travel {
  readonly key: string;
  readonly step: number;
  readonly from: string;
  readonly to: string;
  readonly what: Travelling['what'];
  readonly lie: boolean;
}

/** More at once than this are no picture. */
export const travelsMost = 96;
/** How much of its way a message passes in the step in which it is sent; the rest in the one in which it arrives. */
export const sentShare = 0.55;

/** The messages of a step as lines between cards; `standIn` tells which card stands for a task, null for none. */
export function travelsOf(
  messages: readonly Travelling[],
  step: number,
  standIn: (task: string) => string | null,
): Travel[] {
  return messages.flatMap(({ from, to, task, what, lie }, place) => {
    const card = task === null ? null : standIn(task);
    const [start, end] = [from ?? card, to ?? card];
    if (start === null || end === null || start === end) return [];
    return [{ key: `${String(step)} ${String(place)}`, step, from: start, to: end, what, lie }];
  });
}
