/**
 * Parameters of load balancing, as they stand beside `pattern` in a document. The schema is the one source of their
 * types, defaults, forms and messages. Which policy balances is said by the document's scheduling, not here.
 */
import * as v from 'valibot';

const milliseconds = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e12));
const count = (least: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(1e6));

export const settingsSchema = v.object({
  acknowledge: v.pipe(
    v.optional(v.boolean(), false),
    v.title('Acknowledge'),
    v.description('Agents acknowledge each task at once: three messages per task instead of two.'),
  ),
  leaseMs: v.pipe(
    v.optional(v.union([milliseconds, v.literal('auto')]), 'auto'),
    v.title('Lease'),
    v.description(
      'The lease: how long to wait for a heartbeat before the task goes to another agent, ms. 0 waits for ever; auto waits 1000 ms or more where messages or agents can be lost.',
    ),
  ),
  choices: v.pipe(
    v.optional(count(1), 2),
    v.title('Choices'),
    v.description('How many agents, drawn at random, are asked for their load. For power of two.'),
  ),
  queueLimit: v.pipe(
    v.optional(count(0), 0),
    v.title('Queue limit'),
    v.description('How many tasks may wait at one agent; the others wait at the balancer. 0 for no limit.'),
  ),
  staleMs: v.pipe(
    v.optional(milliseconds, 0),
    v.title('Staleness'),
    v.description(
      'How old the loads may be that the balancer sees, ms: it refreshes them this often. 0 sees them as they are. For least loaded, min-min and sufferage.',
    ),
  ),
  ttlMs: v.pipe(
    v.optional(milliseconds, 0),
    v.title('Time to live'),
    v.description(
      'How long a task waits for an eligible agent that responds, ms. With 0, a task that no agent can do fails at once, and one whose agents are unresponsive waits for them.',
    ),
  ),
});

export type BalancingSettings = v.InferOutput<typeof settingsSchema>;
