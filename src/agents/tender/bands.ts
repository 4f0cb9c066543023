/** The phases of a tender between its messages, in FIPA's words: call for proposals, bids, award, and how it ended. */
import { taskTitle } from '../../plan/index.ts';
import { band, type Band, type BandOf } from '../news/band.ts';
import type { TenderWords } from './words.ts';

/** The phases of the tenders that a room holds under these words. */
export function tenderBands(words: TenderWords): BandOf {
  const phases: ReadonlyMap<string, string> = new Map([
    [words.cfp, 'call for proposals'],
    [words.propose, 'bids'],
    [words.refuse, 'bids'],
    [words.notUnderstood, 'bids'],
    [words.assign, 'award'],
    [words.reject, 'award'],
    [words.acknowledge, 'award'],
    [words.decommit, 'contract dropped'],
    [words.result, 'result'],
    [words.failure, 'result'],
  ]);
  return ({ message }, plan): Band | null => {
    const phase = phases.get(message.type);
    if (phase === undefined || !('task' in message) || typeof message.task !== 'number') return null;
    const { task } = message;
    // Each call begins a round, and bids name their call; of the others none names both call and lease.
    const call = 'call' in message && phase !== 'award' ? (message.call as number) : -1;
    const found = band(`${taskTitle(plan, task)}: ${phase}`, phase, task, call);
    const round = message.type === words.cfp ? 'begins' : 'within';
    return phase === 'award' ? { ...found, round, awards: true } : { ...found, round };
  };
}
