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
    v.description('Agents say at once that they have a task: three messages a task instead of two.'),
  ),
  leaseMs: v.pipe(
    v.optional(v.union([milliseconds, v.literal('auto')]), 'auto'),
    v.title('Lease'),
    v.description(
      'How long to wait for a heartbeat before a task is given to another agent, ms. 0 waits for ever; auto waits 1000 ms or more where messages or agents can be lost.',
    ),
  ),
  choices: v.pipe(
    v.optional(count(1), 2),
    v.title('Choices'),
    v.description('How many agents drawn by lot are asked for their load, where the policy is power of two.'),
  ),
  queueLimit: v.pipe(
    v.optional(count(0), 0),
    v.title('Queue limit'),
    v.description('How many tasks may wait at one agent; what has no room waits at the balancer. 0 is without bound.'),
  ),
  staleMs: v.pipe(
    v.optional(milliseconds, 0),
    v.title('Staleness'),
    v.description(
      'Loads are seen as they were at the last refresh, which comes so often, ms; 0 sees them as they are. For least loaded, min-min and sufferage.',
    ),
  ),
  ttlMs: v.pipe(
    v.optional(milliseconds, 0),
    v.title('Time to live'),
    v.description(
      'How long a task waits for an agent that can do it and lives, ms. With 0 a task that no agent can do is given up at once, and one whose agents fell silent waits for them.',
    ),
  ),
});

export type BalancingSettings = v.InferOutput<typeof settingsSchema>;
