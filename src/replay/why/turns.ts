/** Why a task has its turn at an agent that works in slices, or waits for it and for whom: read off the last facts of turns. */
import { exactTime } from '../../document/index.ts';
import { taskTitle, type Plan, type SliceFact } from '../../plan/index.ts';
import type { FactLog } from '../log/fact-log.ts';
import { whyNow } from '../log/slices.ts';

/** So far back it is looked for whose turn it is. */
const factsMax = 10_000;

type Began = Extract<SliceFact, { readonly type: 'slice.began' }>;

/** A sentence, with a blank before it; nothing for a task that shares nobody's time. */
export function turnWords(plan: Plan, log: FactLog, places: readonly number[], count: number): string {
  for (let at = places.length - 1; at >= 0; at -= 1) {
    const place = places[at]!;
    if (place >= count) continue;
    const fact = log.at(place);
    switch (fact.type) {
      case 'task.ended':
      case 'task.assigned':
        return '';
      case 'slice.began':
        return ` It has a turn${whyNow(fact, plan)}.`;
      case 'slice.waits':
      case 'slice.ended': {
        const halted = fact.type === 'slice.ended' && (fact.end === 'halted' || fact.end === 'over');
        if (halted) return '';
        const now = turnAt(log, fact.agent, count);
        const whose = now === null ? '' : `; ${taskTitle(plan, now.task)} has it${whyNow(now, plan)}`;
        return ` It has waited for its turn since ${exactTime(log.timeOf(place))}${whose}.`;
      }
      default:
    }
  }
  return '';
}

/** Whose turn it is at an agent. */
function turnAt(log: FactLog, agent: number, count: number): Began | null {
  for (let place = count - 1; place >= Math.max(0, count - factsMax); place -= 1) {
    const fact = log.at(place);
    if (fact.type === 'slice.ended' && fact.agent === agent) return null;
    if (fact.type === 'slice.began' && fact.agent === agent) return fact;
  }
  return null;
}
