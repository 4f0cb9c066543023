/**
 * What is measured of a run, as one row of numbers, and what each number means. The order of the row is the order of this list;
 * kept results rely on it, so metrics are only ever added at its end.
 */

import type { ServiceMetric } from '../protocols/index.ts';

export interface Metric {
  readonly id:
    | 'makespanMs'
    | 'messages'
    | 'cost'
    | 'utilization'
    | 'fairness'
    | 'failures'
    | 'succeeded'
    | 'steps'
    | 'agreement'
    | 'decisionMs'
    | 'broken'
    | 'outcome'
    | 'chance'
    | 'late'
    | 'digest'
    | 'hitRate'
    | ServiceMetric;
  readonly title: string;
  readonly help: string;
  readonly unit: 'ms' | 'count' | 'amount' | 'share' | 'index';
  /** Which way is good; null where neither is: who is busier need not be quicker. */
  readonly better: 'less' | 'more' | null;
  /** It stands only beside runs that have it: nothing was recalled, kept in a memory or waited for in others. */
  readonly sometimes?: boolean;
}

export const metrics = [
  {
    id: 'makespanMs',
    title: 'Total time',
    help: 'From the start of the run to its end, whatever its outcome.',
    unit: 'ms',
    better: 'less',
  },
  {
    id: 'messages',
    title: 'Messages',
    help: 'All messages that agents and coordinator sent.',
    unit: 'count',
    better: 'less',
  },
  {
    id: 'cost',
    title: 'Cost',
    help: 'Seconds of work, times the agent’s cost per second.',
    unit: 'amount',
    better: 'less',
  },
  {
    id: 'utilization',
    title: 'Utilization',
    help: 'The share of slot time spent working. Higher is neither better nor worse by itself.',
    unit: 'share',
    better: null,
  },
  {
    id: 'fairness',
    title: 'Fairness',
    help: 'Jain’s index of working time per slot, over the agents eligible for some of the work: 1 when all worked alike, 1/n when one of n did everything.',
    unit: 'index',
    better: 'more',
  },
  {
    id: 'failures',
    title: 'Failures',
    help: 'Tasks that failed or could not be assigned.',
    unit: 'count',
    better: 'less',
  },
  { id: 'succeeded', title: 'Succeeded', help: '1 when the run succeeded, else 0.', unit: 'count', better: 'more' },
  { id: 'steps', title: 'Steps', help: 'Steps of the engine.', unit: 'count', better: 'less' },
  {
    id: 'agreement',
    title: 'Agreed',
    help: '1 when every group decision was made and no invariant broke, else 0.',
    unit: 'share',
    better: 'more',
  },
  {
    id: 'decisionMs',
    title: 'Decision',
    help: 'How long a group decision took, on average.',
    unit: 'ms',
    better: 'less',
  },
  {
    id: 'broken',
    title: 'Invariants broken',
    help: 'How many invariants of group decisions broke.',
    unit: 'count',
    better: 'less',
  },
  { id: 'outcome', title: 'Outcome', help: 'How the run ended.', unit: 'count', better: null },
  {
    id: 'chance',
    title: 'Chance',
    help: '1 when anything in the run was random, else 0.',
    unit: 'count',
    better: null,
  },
  { id: 'late', title: 'Late', help: 'Tasks that missed their deadlines.', unit: 'count', better: 'less' },
  {
    id: 'digest',
    title: 'Digest',
    help: 'The first 13 digits of the digest of the run: the same digest means the same run.',
    unit: 'count',
    better: null,
  },
  {
    id: 'hitRate',
    title: 'Hit rate',
    help: 'Of what tasks recalled, the share that their agents still remembered.',
    unit: 'share',
    better: 'more',
    sometimes: true,
  },
  {
    id: 'memoryOperations',
    title: 'Memory operations',
    help: 'Reads and writes of shared memories that were done.',
    unit: 'count',
    better: null,
    sometimes: true,
  },
  {
    id: 'memoryMessages',
    title: 'Memory messages',
    help: 'Of all messages, those by which shared memories are read, written and kept alike.',
    unit: 'count',
    better: 'less',
    sometimes: true,
  },
  {
    id: 'unavailable',
    title: 'Unavailable',
    help: 'Reads and writes that failed because too few replicas answered.',
    unit: 'count',
    better: 'less',
    sometimes: true,
  },
  {
    id: 'staleReads',
    title: 'Stale reads',
    help: 'Reads that missed a write of their key which had returned before they began.',
    unit: 'count',
    better: 'less',
    sometimes: true,
  },
  {
    id: 'lostUpdates',
    title: 'Lost updates',
    help: 'Writes that were overwritten by a task which had read the key before and had not seen them.',
    unit: 'count',
    better: 'less',
    sometimes: true,
  },
  {
    id: 'convergeMs',
    title: 'Time to converge',
    help: 'The longest time for which copies of a shared memory differed: until all were equal again, or the run ended.',
    unit: 'ms',
    better: 'less',
    sometimes: true,
  },
  {
    id: 'waitMs',
    title: 'Waiting for resources',
    help: 'How long all tasks together waited for units of resources.',
    unit: 'ms',
    better: 'less',
    sometimes: true,
  },
  {
    id: 'victims',
    title: 'Deadlock victims',
    help: 'How often a task had to fail because of a deadlock, or so that there be none.',
    unit: 'count',
    better: 'less',
    sometimes: true,
  },
  {
    id: 'blockedMs',
    title: 'Blocked by lower priority',
    help: 'How long tasks together waited for resources of which a task of lower priority held some.',
    unit: 'ms',
    better: 'less',
    sometimes: true,
  },
  {
    id: 'waitFairness',
    title: 'Fairness of waiting',
    help: 'Jain’s index of how long each task that asked for resources waited for them: 1 when all waited alike, 1/n when one of n did all the waiting.',
    unit: 'index',
    better: 'more',
    sometimes: true,
  },
] as const satisfies readonly Metric[];
