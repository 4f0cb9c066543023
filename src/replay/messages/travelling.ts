/**
 * The messages of one step, as a drawing shows them on their way. Who stands on no drawing, such as the coordinator, is
 * null; the drawing lets the task speak for it.
 */
import { agentOfActor, type KnownFact, type Plan } from '../../plan/index.ts';
import type { FactLog } from '../log/fact-log.ts';
import { taskOf } from './message-log.ts';
import type { Travelling } from './message-views.ts';

/** More than this at once is a cloud and not a picture. */
const travellingMax = 48;

type MessageFact = Extract<KnownFact, { readonly message: unknown }>;

/** What travels in the step of the last of so many facts. */
export function travellingAt(plan: Plan, log: FactLog, count: number, step: number): Travelling[] {
  const found: Travelling[] = [];
  const lost = new Set<number>();
  for (let at = count - 1; at >= 0 && log.stepOf(at) === step && found.length < travellingMax; at -= 1) {
    const fact = log.at(at);
    if (!('message' in fact)) continue;
    // What is lost as it is sent is told twice.
    if (fact.type === 'message.lost') lost.add(fact.id);
    else if (lost.has(fact.id)) continue;
    found.push(travelling(plan, fact));
  }
  return found.reverse();
}

function travelling(plan: Plan, fact: MessageFact): Travelling {
  const idOf = (actor: number): string | null => plan.agents[agentOfActor(actor)]?.id ?? null;
  const task = taskOf(fact.message);
  const what = fact.type === 'message.sent' ? 'sent' : fact.type === 'message.lost' ? 'lost' : 'delivered';
  return { from: idOf(fact.from), to: idOf(fact.to), task: plan.tasks[task]?.id ?? null, what };
}
