/**
 * Parameters of the contract net, as they stand beside `pattern` in a document. The schema is the one source of their
 * types, defaults, forms and messages.
 */
import * as v from 'valibot';
import { BID_FUNCTIONS } from '../../agents/index.ts';

const milliseconds = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e12));
const waitMs = v.optional(v.union([v.pipe(milliseconds, v.minValue(1)), v.literal('auto')]), 'auto');
const weight = (title: string, says: string) =>
  v.pipe(v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1e6)), 1), v.title(title), v.description(says));
const count = (least: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(1e6));

export const settingsSchema = v.object({
  bid: v.pipe(
    v.optional(v.picklist(BID_FUNCTIONS), 'completion'),
    v.title('Bid'),
    v.description(
      'What bidders offer: when they would be done, ten times the load of the task and five a task in hand (source), what it would cost them more, the time over their confidence, or all of it, weighed by the initiator.',
    ),
  ),
  weights: v.pipe(
    v.optional(
      v.object({
        finish: weight('Finish', 'How much it counts when the bidder would be done.'),
        cost: weight('Cost', 'How much it counts what the bidder costs.'),
        confidence: weight('Confidence', 'How much it counts how well the bidder can do the task.'),
        load: weight('Load', 'How much it counts how many tasks the bidder has in hand.'),
      }),
      {},
    ),
    v.title('Weights'),
    v.description('The weight of each factor in a weighted bid.'),
  ),
  payment: v.pipe(
    v.optional(v.picklist(['first', 'second']), 'first'),
    v.title('Payment'),
    v.description('The winner is paid its own price, or that of the next best (Vickrey), so honest bids pay off.'),
  ),
  replyMs: v.pipe(
    waitMs,
    v.title('Reply by'),
    v.description('How long a call waits for proposals, ms; auto waits until every answer that is not lost has come.'),
  ),
  binding: v.pipe(
    v.optional(v.picklist(['reserve', 'confirm']), 'reserve'),
    v.title('Binding'),
    v.description(
      'A proposal reserves the capacity until it is answered; or it binds nobody, and the winner confirms the award or declines it.',
    ),
  ),
  validMs: v.pipe(
    waitMs,
    v.title('Valid for'),
    v.description('How long a proposal stands, ms; auto lets it stand until an award must have come.'),
  ),
  backlog: v.pipe(
    v.optional(count(0), 0),
    v.title('Backlog'),
    v.description('How many tasks an agent takes on beyond its slots.'),
  ),
  penalty: v.pipe(
    v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1e6)), 0),
    v.title('Penalty'),
    v.description(
      'What an agent pays for dropping a contract that it has not begun; it does so for a task whose priority is higher by more than that. 0: contracts are kept.',
    ),
  ),
  callsMax: v.pipe(
    v.optional(count(1), 1),
    v.title('Calls at once'),
    v.description('How many calls that share an agent may be open at the same time.'),
  ),
  invite: v.pipe(
    v.optional(v.picklist(['free', 'capable']), 'free'),
    v.title('Invite'),
    v.description(
      'Who is called: capable agents that have room as far as the initiator knows, or all capable ones, as always where contracts may be dropped.',
    ),
  ),
  inviteMax: v.pipe(
    v.optional(count(1), 32),
    v.title('Invite at most'),
    v.description('How many agents a call goes to: of more that could be called as many are drawn, by the seed.'),
  ),
  iterations: v.pipe(
    v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16)), 1),
    v.title('Iterations'),
    v.description(
      'How many calls one tender takes: after each but the last the better half of those who have bid, two at least, is asked for another offer.',
    ),
  ),
  rounds: v.pipe(
    v.optional(count(1), 6),
    v.title('Rounds'),
    v.description(
      'How often a task is called without any proposal before it ends as unallocated; calls in which somebody was merely busy do not count.',
    ),
  ),
  backoffMs: v.pipe(
    v.optional(v.pipe(milliseconds, v.minValue(1)), 100),
    v.title('Backoff'),
    v.description('The wait before the second round, ms; it doubles each time.'),
  ),
  leaseMs: v.pipe(
    v.optional(v.union([milliseconds, v.literal('auto')]), 'auto'),
    v.title('Lease'),
    v.description(
      'How long to wait for a heartbeat before a contract is called again, ms. 0 waits for ever; auto waits 1000 ms or more where messages or agents can be lost.',
    ),
  ),
});

export type ContractNetSettings = v.InferOutput<typeof settingsSchema>;
