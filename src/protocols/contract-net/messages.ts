/**
 * What travels in a contract net, in FIPA's words (SC00029H), as a person reads them. The unions are those of a tender.
 */
import { tenderWords } from '../../agents/index.ts';

export const room = 'contract-net';
export const words = tenderWords(room);

export const messages: Readonly<Record<string, string>> = {
  [words.cfp]: 'call for proposals',
  [words.propose]: 'propose',
  [words.refuse]: 'refuse',
  [words.notUnderstood]: 'not understood',
  [words.assign]: 'accept proposal',
  [words.reject]: 'reject proposal',
  [words.acknowledge]: 'I take it',
  [words.heartbeat]: 'still on it',
  [words.result]: 'inform: done',
  [words.failure]: 'failure',
  [words.cancel]: 'cancel',
  [words.decommit]: 'I drop it',
  [words.hello]: 'I am back',
};
