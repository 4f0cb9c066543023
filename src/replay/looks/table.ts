/**
 * All that may be asked of a run, besides what it tells unasked: one line a look. The bridge parses questions by this table,
 * the engine answers by it, and the page's types come from it; nobody else keeps such a list.
 */
import { consensusLook } from './accounts/consensus.ts';
import { whyAgentLook } from './accounts/why-agent.ts';
import { whyMemoryLook } from './accounts/why-memory.ts';
import { whyLook } from './accounts/why.ts';
import { checkpointChangesLook, checkpointLook, checkpointsLook } from './recovery/checkpoints.ts';
import { conflictsLook, waitsLook } from './conflicts.ts';
import { dataLook } from './data.ts';
import { dealLook } from './deal.ts';
import { documentLook } from './document.ts';
import type { AnyLook, Asked } from './look.ts';
import { historyLook } from './history.ts';
import { memoryLook } from './memory.ts';
import { mindLook, mindsLook } from './minds.ts';
import { snapshotsLook } from './recovery/snapshots.ts';
import { attemptsLook } from './windows/attempts.ts';
import { conversationsLook } from './windows/conversations.ts';
import { courseLook } from './windows/course.ts';
import { logLook } from './windows/log.ts';
import { messagesLook } from './windows/messages.ts';
import { timelineLook } from './windows/timeline.ts';

export const looks = [
  timelineLook,
  attemptsLook,
  courseLook,
  logLook,
  messagesLook,
  conversationsLook,
  dataLook,
  documentLook,
  dealLook,
  memoryLook,
  historyLook,
  conflictsLook,
  waitsLook,
  mindsLook,
  mindLook,
  checkpointsLook,
  checkpointLook,
  checkpointChangesLook,
  snapshotsLook,
  whyLook,
  whyAgentLook,
  whyMemoryLook,
  consensusLook,
] as const;

/** A table like this one: tests add looks of their own. */
export type LookTable = readonly AnyLook[];

/** The table of this house. */
export type HouseLooks = typeof looks;

export type LookKind<Table extends LookTable = HouseLooks> = Table[number]['kind'];

type LookOf<Kind, Table extends LookTable> = Extract<Table[number], { readonly kind: Kind }>;

/** What asks for a look of that kind. */
export type Question<Kind extends string = LookKind, Table extends LookTable = HouseLooks> = Kind extends string
  ? { readonly kind: Kind } & Asked<LookOf<Kind, Table>['question']>
  : never;

/** What is told; null where there is nothing of that name, or the question was overtaken. */
export type Answer<Kind extends string, Table extends LookTable = HouseLooks> = ReturnType<
  LookOf<Kind, Table>['tell']
> | null;
