/**
 * The voter's end: it answers a call with its ballot. Asked again about the same attempt it says the same again, so that
 * repeated calls change nothing. It answers the teller of its own group only.
 */
import type { Role } from '../../agents/index.ts';
import type { Json } from '../../base/index.ts';
import type { Context } from '../../kernel/index.ts';
import { agentAt, groupAt, taskAt, type Plan } from '../../plan/index.ts';
import { ballotOf } from './ballots.ts';
import { room, type BallotMessage, type Call, type CastFact } from './messages.ts';
import type { Rule } from './tally.ts';

/** The last ballot cast, by task. It survives a crash, as what one has signed does. */
interface VoterSlice {
  cast: Record<number, { readonly attempt: number; readonly value: Json }>;
}

export function voterRole(plan: Plan): Role<VoterSlice, Call> {
  return {
    room,
    init: () => ({ cast: {} }),
    receive(slice, { task, attempt, ballot }, context, { agent }) {
      const decision = plan.decisions.get(task);
      if (decision === undefined || context.from !== groupAt(plan, decision.group).client) return;
      const { members, protocol } = groupAt(plan, decision.group);
      const place = members.indexOf(agent);
      const before = slice.cast[task];
      if (place === -1 || (before !== undefined && before.attempt > attempt)) return;
      if (before?.attempt !== attempt) {
        const stream = `ballot/${agentAt(plan, agent).id}/${taskAt(plan, task).id}`;
        const value =
          ballot === undefined ? ballotOf(protocol as Rule, decision, place, () => context.random(stream)) : ballot;
        slice.cast[task] = { attempt, value };
        context.record({ type: 'voting.cast', task, attempt, agent, value } satisfies CastFact);
      }
      answer(slice, task, context);
    },
    ended() {
      // A voter holds no work.
    },
    recovered() {
      // What it has cast stands; a call that was lost with it comes again.
    },
  };
}

function answer(slice: VoterSlice, task: number, context: Context): void {
  const { attempt, value } = slice.cast[task]!;
  context.send(context.from, { type: 'voting.ballot', task, attempt, value } satisfies BallotMessage);
}
