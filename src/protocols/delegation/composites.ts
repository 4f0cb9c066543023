/**
 * Who answers for a composite within a branch: its owner, or a branch below that can do all of it. Whoever was entrusted
 * with one reports once, when it is over, to whoever entrusted it.
 */
import type { Context } from '../../kernel/index.ts';
import { actorOfAgent, agentOfActor, coordinatorActor } from '../../plan/index.ts';
import type { Concluded, Entrust, EntrustedFact, Owner } from './messages.ts';
import type { DelegateSlice } from './state.ts';
import type { Tree } from './tree/tree.ts';

/** A composite of its own has begun: a branch that can do all of it is to answer for it, else it does so itself. */
export function answerFor(tree: Tree, { ledger }: DelegateSlice, composite: number, context: Context): void {
  const self = agentOfActor(context.self);
  const to = ledger === undefined ? -1 : tree.branchFor(self, composite, ledger, context);
  if (to !== -1) {
    context.record({ type: 'delegation.entrusted', task: composite, by: self, to } satisfies EntrustedFact);
    context.send(actorOfAgent(to), { type: 'delegation.entrust', task: composite } satisfies Entrust);
  }
  const agent = to === -1 ? self : to;
  context.signal(coordinatorActor, { type: 'delegation.owner', task: composite, agent } satisfies Owner);
}

/** A composite that it was entrusted with is over. */
export function conclude(slice: DelegateSlice, composite: number, context: Context): void {
  const to = slice.entrusted[composite];
  if (to === undefined) return;
  delete slice.entrusted[composite];
  const above = to === coordinatorActor ? -1 : agentOfActor(to);
  const self = agentOfActor(context.self);
  context.record({ type: 'delegation.reported', task: composite, by: self, to: above } satisfies EntrustedFact);
  context.send(to, { type: 'delegation.concluded', task: composite } satisfies Concluded);
}
