/**
 * Parameters of delegation, as they stand beside `pattern` in a document. The schema is the one source of their types,
 * defaults, forms and messages.
 */
import * as v from 'valibot';
import type { TenderSettings } from '../../agents/index.ts';
import { INSIDES } from '../../document/index.ts';

const milliseconds = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e12));

export const settingsSchema = v.object({
  inside: v.pipe(
    v.optional(v.picklist(INSIDES), 'least-loaded'),
    v.title('Inside a team'),
    v.description(
      'How a manager chooses among its eligible reports: the least loaded, or by a contract net among them. Each manager may have its own setting.',
    ),
  ),
  leaseMs: v.pipe(
    v.optional(v.union([milliseconds, v.literal('auto')]), 'auto'),
    v.title('Lease'),
    v.description(
      'The lease: how long to wait for a heartbeat before the task goes to another agent, ms. 0 waits for ever; auto waits 1000 ms or more where messages or agents can be lost.',
    ),
  ),
  patience: v.pipe(
    v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(30)), 8),
    v.title('Patience'),
    v.description('How often the root retries, after pauses that double, when every eligible agent is unresponsive.'),
  ),
});

/** The tender that a manager holds among its reports: they queue what they win, so nobody is ever too busy to bid. */
export const insideTender: TenderSettings = {
  bid: 'completion',
  weights: { finish: 1, cost: 1, confidence: 1, load: 1 },
  replyMs: 'auto',
  validMs: 'auto',
  binding: 'reserve',
  backlog: 1_000_000,
  payment: 'first',
  penalty: 0,
};

export type DelegationSettings = v.InferOutput<typeof settingsSchema>;
