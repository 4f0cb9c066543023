/**
 * The messages of one step, as a drawing shows them on their way. Who stands on no drawing, such as the coordinator, is
 * null; the drawing lets the task speak for it.
 */
import { agentOfActor, type KnownFact, type Plan } from '../../plan/index.ts';
import type { FactLog } from '../log/fact-log.ts';
import { isLied, taskOf } from './message-log.ts';
import type { Travelling } from './message-views.ts';

/** More than this at once is a cloud and not a picture. */
const travellingMax = 48;
/** So many facts back the sending of what arrives is looked for, to know whether it is a lie. */
const sentWithin = 5000;

type MessageFact = Extract<KnownFact, { readonly message: unknown }>;

/** What travels in the step of the last of so many facts. */
export function travellingAt(plan: Plan, log: FactLog, count: number, step: number): Travelling[] {
  const found: MessageFact[] = [];
  const lost = new Set<number>();
  for (let at = count - 1; at >= 0 && log.stepOf(at) === step && found.length < travellingMax; at -= 1) {
    const fact = log.at(at);
    if (!('message' in fact)) continue;
    // What is lost as it is sent is told twice.
    if (fact.type === 'message.lost') lost.add(fact.id);
    else if (lost.has(fact.id)) continue;
    found.push(fact);
  }
  const lies = liesAmong(log, count, new Set(found.map(({ id }) => id)));
  return found.reverse().map((fact) => travelling(plan, fact, lies.has(fact.id)));
}

/** Which of these messages were falsified as they were sent. */
function liesAmong(log: FactLog, count: number, ids: Set<number>): ReadonlySet<number> {
  const lies = new Set<number>();
  for (let at = count - 1; at > 0 && ids.size > 0 && at >= count - sentWithin; at -= 1) {
    const fact = log.at(at);
    if (fact.type !== 'message.sent' || !ids.delete(fact.id)) continue;
    if (isLied(log.at(at - 1), fact)) lies.add(fact.id);
  }
  return lies;
}

function travelling(plan: Plan, fact: MessageFact, lie: boolean): Travelling {
  const idOf = (actor: number): string | null => plan.agents[agentOfActor(actor)]?.id ?? null;
  const task = taskOf(fact.message);
  const what = fact.type === 'message.sent' ? 'sent' : fact.type === 'message.lost' ? 'lost' : 'delivered';
  return { from: idOf(fact.from), to: idOf(fact.to), task: plan.tasks[task]?.id ?? null, what, lie };
}
