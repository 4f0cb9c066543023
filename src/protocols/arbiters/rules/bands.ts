/** What becomes of the units of resources, between the messages of a run: they are asked for, granted, called back, given back. */
import { actorTitle, serviceAt, taskTitle, type Plan } from '../../../plan/index.ts';
import { moment, type BandOf } from '../../../agents/index.ts';
import type { ArbiterMessage, UserMessage } from '../messages.ts';

export const bandOf: BandOf = ({ from, to, message: said }, plan) => {
  const message = said as ArbiterMessage | UserMessage;
  switch (message.type) {
    case 'arbiters.ask':
      return moment(
        `${taskTitle(plan, message.task)} asks for ${named(plan, message.wants)}`,
        'ask',
        from,
        message.ask,
      );
    case 'arbiters.granted':
      return moment(`${named(plan, message.got)} granted to ${actorTitle(plan, to)}`, 'granted', to, message.ask);
    case 'arbiters.recall': {
      const { ask, token } = message;
      return moment(`${named(plan, [message])} called back from ${actorTitle(plan, to)}`, 'recall', to, ask, token);
    }
    case 'arbiters.give-back': {
      const asks = message.returned.map(({ ask, service }) => `${ask} ${service}`);
      return moment(`${actorTitle(plan, from)} gives ${named(plan, message.returned)} back`, 'back', from, ...asks);
    }
    default:
      return null;
  }
};

/** Names of resources, each once. */
function named(plan: Plan, of: readonly { readonly service: number }[]): string {
  return [...new Set(of.map(({ service }) => serviceAt(plan, service).name))].join(', ');
}
