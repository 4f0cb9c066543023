/**
 * A negotiation as all at the table see it: the space of what was declared, and who says what next. It follows from the plan and the
 * declarations, so that everybody works it out anew and nobody keeps it; the last few are remembered.
 */
import { canonical } from '../../base/index.ts';
import { decisionAt, groupAt, type Bargain, type Plan, type Preferences } from '../../plan/index.ts';
import type { PointKind } from './bargain/points.ts';
import { spaceOf, type Space } from './bargain/space.ts';
import { alternating, concession, type Talk } from './bargain/talk.ts';

export interface Table {
  readonly space: Space;
  /** Null where a mediator proposes. */
  readonly talk: Talk | null;
}

/** What a mediator goes by, by the name of its protocol; undefined where two talk. */
export function pointOfProtocol(protocol: string): PointKind | undefined {
  return protocol === 'nash' || protocol === 'kalai-smorodinsky' || protocol === 'egalitarian' ? protocol : undefined;
}

export function bargainAt(plan: Plan, task: number): Bargain | undefined {
  return plan.decisions.get(task)?.bargain;
}

export function protocolAt(plan: Plan, task: number): string {
  return groupAt(plan, decisionAt(plan, task).group).protocol;
}

/** So many tables are remembered: those of the negotiations that are under way at once. */
const keptMax = 8;
const kept = new WeakMap<Plan, Map<string, Table>>();

/** The table of a task, as these parties have declared themselves. */
export function tableOf(plan: Plan, task: number, bargain: Bargain, parties: readonly Preferences[]): Table {
  const key = `${task} ${canonical(parties)}`;
  const known = kept.get(plan) ?? new Map<string, Table>();
  kept.set(plan, known);
  const found = known.get(key) ?? newTable(protocolAt(plan, task), bargain, parties);
  known.delete(key);
  known.set(key, found);
  if (known.size > keptMax) known.delete(known.keys().next().value!);
  return found;
}

function newTable(protocol: string, bargain: Bargain, parties: readonly Preferences[]): Table {
  const space = spaceOf(bargain.issues, parties);
  const [one, other] = bargain.stances;
  if (pointOfProtocol(protocol) !== undefined) return { space, talk: null };
  if (protocol === 'alternating') return { space, talk: alternating(space, bargain.roundsMax, [one!, other!]) };
  return { space, talk: concession(space, bargain.roundsMax) };
}
