/**
 * How far words reach in a document: what may be lost on the way, and how long they take at most. It reads what is planned
 * and knows nothing of what a person puts in by hand.
 */
import type { ResolvedDocument } from '../../document/index.ts';
import { toMs } from '../../kernel/index.ts';
import type { Plan } from '../../plan/index.ts';
import { longestDelay, rooms } from '../../protocols/index.ts';
import { behaviours, losesMessages } from '../inputs/faults.ts';

/** Whether anything can be lost, of messages or of answers. */
function isLossy(document: ResolvedDocument): boolean {
  const { network } = document;
  return (
    network.loss > 0 ||
    network.partitions.length > 0 ||
    network.links.some((link) => (link.loss ?? 0) > 0) ||
    [...document.faults, ...behaviours(document.agents)].some(losesMessages)
  );
}

/** Over every hop on which a word is passed on, with what faults add to each way. */
export function reachOf(document: ResolvedDocument): number {
  const { coordination, faults } = document;
  const hops = rooms.get(coordination.pattern)?.hops?.(document) ?? 1;
  const added = faults.reduce((sum, fault) => sum + (fault.kind === 'delay' ? toMs(fault.delayMs) : 0), 0);
  return hops * (longestDelay(document) + added);
}

/** Whether the network loses from beginning to end. */
function losesAllAlong({ network }: ResolvedDocument): boolean {
  if (network.stableAfterMs !== null) return false;
  return (
    network.loss > 0 ||
    network.links.some((link) => (link.loss ?? 0) > 0) ||
    network.partitions.some(({ healMs }) => healMs === null)
  );
}

/** What is lost for certain, as by a cut, is not drawn: signs of life are not said more often for it. */
function drawnLoss({ network, faults }: ResolvedDocument): number {
  const drawn = [network.loss, ...network.links.map(({ loss }) => loss ?? 0)].filter((loss) => loss < 1);
  const spared = faults.reduce(
    (share, fault) => (fault.kind === 'loss' && fault.rate < 1 ? share * (1 - fault.rate) : share),
    1 - Math.max(0, ...drawn),
  );
  return 1 - spared;
}

/** What may be lost, how likely, and whether it may be all along. */
export function lossesOf(document: ResolvedDocument): Pick<Plan, 'lossy' | 'drawnLoss' | 'neverWhole'> {
  return { lossy: isLossy(document), drawnLoss: drawnLoss(document), neverWhole: losesAllAlong(document) };
}
