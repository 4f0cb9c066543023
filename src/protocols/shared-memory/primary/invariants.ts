/** What always holds of views of memories that have a primary, as a fold over facts. */
import { canonical } from '../../../base/index.ts';
import { agentTitle, invariantRule, serviceAt } from '../../../plan/index.ts';
import { room, type LedFact, type MemoryFact } from '../messages.ts';
import { hasPrimary } from './client.ts';

interface Views {
  /** The members of all that began, and the last epoch, by service. */
  readonly members: Map<number, string[]>;
  readonly epochs: Map<number, number>;
}

export const viewed = invariantRule<Views, MemoryFact>({
  rule: 'SM19',
  title: 'a view has a majority, its primary among it, in an epoch of its own; whoever answers leads one',
  room,
  hears: ['shared-memory.led', 'shared-memory.read', 'shared-memory.written'],
  init: () => ({ members: new Map(), epochs: new Map() }),
  fact({ members, epochs }, fact, _moment, plan) {
    if (fact.type === 'shared-memory.led') {
      const last = epochs.get(fact.service) ?? 0;
      members.set(fact.service, [...(members.get(fact.service) ?? []), canonical([...fact.members])]);
      epochs.set(fact.service, fact.epoch);
      const { replicas, name } = serviceAt(plan, fact.service);
      const wrong = wrongWith(fact, last, replicas);
      return wrong === null ? null : `${agentTitle(plan, fact.agent)} led ${name} ${wrong}`;
    }
    if (fact.type !== 'shared-memory.read' && fact.type !== 'shared-memory.written') return null;
    const { replicas, name } = serviceAt(plan, fact.service);
    if (!hasPrimary(serviceAt(plan, fact.service))) return null;
    const all = [canonical([...replicas]), ...(members.get(fact.service) ?? [])];
    return all.includes(canonical([...fact.members])) ? null : `no view of ${name} answered for ${fact.key}`;
  },
});

function wrongWith({ agent, epoch, members }: LedFact, last: number, replicas: readonly number[]): string | null {
  if (epoch <= last) return `in epoch ${String(epoch)} after ${String(last)}`;
  if (replicas[epoch % replicas.length] !== agent) return `in epoch ${String(epoch)}, which is another's`;
  return 2 * members.length > replicas.length && members.includes(agent)
    ? null
    : `with ${String(members.length)} of ${String(replicas.length)} replicas`;
}
