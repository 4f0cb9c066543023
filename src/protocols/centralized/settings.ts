/**
 * Parameters of centralized coordination, as they stand beside `pattern` in a document. The schema is the one source
 * of their types, defaults, forms and messages.
 */
import * as v from 'valibot';

const milliseconds = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e12));
const weight = (title: string) =>
  v.pipe(v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1e6)), 1), v.title(title));

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
  weights: v.pipe(
    v.optional(
      v.object({
        proficiency: weight('Proficiency'),
        queue: weight('Tasks in hand'),
        cost: weight('Cost'),
        finish: weight('Finish'),
      }),
      {},
    ),
    v.title('Weights'),
    v.description('The weight of each factor when greedy assignment compares agents.'),
  ),
});

export type CentralizedSettings = v.InferOutput<typeof settingsSchema>;
