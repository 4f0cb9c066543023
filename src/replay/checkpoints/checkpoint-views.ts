/** What is told of the checkpoints of an agent, or of the coordinator: those that it wrote, what is in one, and what changed between two. */
import * as v from 'valibot';
import { time, whole } from '../looks/parts.ts';
import type { Seen } from '../looks/seen.ts';

const row = v.strictObject({
  step: whole,
  timeMs: time,
  /** False where it wrote none in this step: the run was kept there, and what it had in hand is seen from outside. */
  written: v.boolean(),
  /** Work under way and work that waits; of the coordinator what is given away. */
  running: whole,
  queued: whole,
  given: whole,
  /** The last step in which it came back from a crash with this one; null for never. */
  usedStep: v.nullable(whole),
});

export const checkpointsOf = v.strictObject({
  /** How often it writes one while it has work, ms; null where it writes none. */
  everyMs: v.nullable(whole),
  /** How many it has written by then. */
  written: whole,
  /** The newest first. */
  rows: v.array(row),
});
export type CheckpointsOf = Seen<typeof checkpointsOf>;
export type CheckpointRow = CheckpointsOf['rows'][number];

const work = v.strictObject({
  /** Ids of the task and, of what the coordinator has given away, of the agent that has it. */
  task: v.string(),
  agent: v.nullable(v.string()),
  attempt: whole,
  lease: whole,
  how: v.picklist(['running', 'waiting for data', 'queued', 'given']),
  /** How much of it is done, and how much is left; null where that is not known. */
  doneMs: v.nullable(time),
  leftMs: v.nullable(time),
});
export type CheckpointWork = Seen<typeof work>;

const said = { text: v.string(), whole: v.boolean() };

export const checkpointView = v.strictObject({
  step: whole,
  timeMs: time,
  written: v.boolean(),
  work: v.array(work),
  moreWork: whole,
  /** Short-term memory; null where nobody in the run remembers or recalls, and of the coordinator. */
  memory: v.nullable(
    v.array(
      v.strictObject({ key: v.string(), ...said, importance: v.number(), uses: v.number(), pinned: v.boolean() }),
    ),
  ),
  moreMemory: whole,
  /** What it believed and was after; that is not in a checkpoint, and no crash takes it. */
  beliefs: v.array(v.strictObject({ name: v.string(), ...said })),
  moreBeliefs: whole,
  goals: v.array(v.strictObject({ id: v.string(), status: v.picklist(['open', 'reached', 'dropped']) })),
  moreGoals: whole,
  /** What it had done by then. */
  busyMs: time,
  tasks: whole,
});
export type CheckpointContents = Seen<typeof checkpointView>;

const change = v.strictObject({
  of: v.picklist(['work', 'memory', 'belief', 'goal']),
  /** Id of a task or a goal, a key, the name of a belief. */
  name: v.string(),
  /** In short words; null for not there. */
  was: v.nullable(v.string()),
  is: v.nullable(v.string()),
});

export const checkpointChanges = v.strictObject({ changes: v.array(change), more: whole });
export type CheckpointChanges = Seen<typeof checkpointChanges>;
export type CheckpointChange = CheckpointChanges['changes'][number];
