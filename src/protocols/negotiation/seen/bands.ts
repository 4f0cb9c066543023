/** The phases of a negotiation between its messages: what each wants, then rounds of offers, or what a mediator proposes. */
import { taskTitle, type Plan } from '../../../plan/index.ts';
import { band, type BandOf } from '../../../agents/index.ts';
import type { Answer, Ask, Call, Declare, Open, Over, Propose, Report, Said } from '../messages.ts';
import { protocolAt } from '../table.ts';

type Heard = Answer | Ask | Call | Declare | Open | Over | Propose | Report | Said;

export const bandOf: BandOf = ({ message: said }, plan) => {
  const message = said as Heard;
  const { task, attempt } = message;
  const phase = phaseOf(message, plan);
  return phase === null ? null : band(`${taskTitle(plan, task)}: ${phase}`, phase, task, attempt);
};

function phaseOf(message: Heard, plan: Plan): string | null {
  switch (message.type) {
    case 'negotiation.call':
    case 'negotiation.declare':
      return 'what each wants';
    case 'negotiation.open':
      return 'what all want';
    case 'negotiation.propose':
    case 'negotiation.answer':
      return 'proposal';
    case 'negotiation.offer':
    case 'negotiation.accept':
      return `round ${roundOf(message, plan)}`;
    case 'negotiation.report':
      return 'how it ended';
    case 'negotiation.over':
      return 'over';
    default:
      return null;
  }
}

/** An offer in turns is a round; who concedes begins with a round of two. Who accepts does so in the round of the offer. */
function roundOf({ type, task, turn }: Said, plan: Plan): number {
  const offers = type === 'negotiation.accept' ? turn : turn + 1;
  return protocolAt(plan, task) === 'alternating' ? offers : Math.max(1, offers - 1);
}
