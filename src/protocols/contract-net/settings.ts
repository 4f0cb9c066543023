/**
 * Parameters of the contract net, as they stand beside `pattern` in a document. The schema is the one source of their
 * types, defaults, forms and messages.
 */
import * as v from 'valibot';
import { BID_FUNCTIONS } from '../../agents/index.ts';

const milliseconds = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e12));
const waitMs = v.optional(v.union([v.pipe(milliseconds, v.minValue(1)), v.literal('auto')]), 'auto');
const weight = (title: string) =>
  v.pipe(v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1e6)), 1), v.title(title));
const count = (least: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(1e6));

export const settingsSchema = v.object({
  bid: v.pipe(
    v.optional(v.picklist(BID_FUNCTIONS), 'completion'),
    v.title('Bid'),
    v.description(
      'What agents bid: when they would finish, ten times the task’s load plus five per assigned task (source), their extra cost, their time over their confidence, or a weighted mix of them.',
    ),
  ),
  weights: v.pipe(
    v.optional(
      v.object({
        finish: weight('Finish'),
        cost: weight('Cost'),
        confidence: weight('Confidence'),
        load: weight('Tasks in hand'),
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
    v.description(
      'How long an announcement waits for bids, ms; auto waits until every reply that is not lost has arrived.',
    ),
  ),
  binding: v.pipe(
    v.optional(v.picklist(['reserve', 'confirm']), 'reserve'),
    v.title('Binding'),
    v.description(
      'A firm bid reserves capacity until it is answered. An open bid binds nobody, and the winner confirms or declines.',
    ),
  ),
  validMs: v.pipe(
    waitMs,
    v.title('Valid for'),
    v.description('How long a bid stays valid, ms; auto keeps it valid until an award must have arrived.'),
  ),
  backlog: v.pipe(
    v.optional(count(0), 0),
    v.title('Backlog'),
    v.description('How many tasks an agent accepts beyond its slots.'),
  ),
  penalty: v.pipe(
    v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1e6)), 0),
    v.title('Penalty'),
    v.description(
      'What an agent pays to drop a contract that it has not started; it does so for a task whose priority is higher by more than that. 0 keeps every contract.',
    ),
  ),
  callsMax: v.pipe(
    v.optional(count(1), 1),
    v.title('Calls at once'),
    v.description('How many announcements that share an agent may be open at once.'),
  ),
  invite: v.pipe(
    v.optional(v.picklist(['free', 'capable']), 'free'),
    v.title('Invite'),
    v.description(
      'Who is asked: eligible agents with free capacity as far as the initiator knows, or all eligible agents. It is always all where contracts may be dropped.',
    ),
  ),
  inviteMax: v.pipe(
    v.optional(count(1), 32),
    v.title('Invite at most'),
    v.description('How many agents are asked at most. Of more, this many are drawn at random, by the seed.'),
  ),
  iterations: v.pipe(
    v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16)), 1),
    v.title('Iterations'),
    v.description(
      'How many times one announcement asks for bids: each further time, the better half of the bidders, at least two, is asked for a better bid.',
    ),
  ),
  rounds: v.pipe(
    v.optional(count(1), 6),
    v.title('Rounds'),
    v.description(
      'How often a task is announced without any bid before it ends as unallocated. Announcements in which an agent was merely busy do not count.',
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
      'The lease: how long to wait for a heartbeat before the task is announced again, ms. 0 waits for ever; auto waits 1000 ms or more where messages or agents can be lost.',
    ),
  ),
});

export type ContractNetSettings = v.InferOutput<typeof settingsSchema>;
