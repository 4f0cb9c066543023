/**
 * What a liar says where agents work for others: another result than its work gave, a bid at half its price, a refusal
 * although it could. Rooms put these together; none of it touches what the agent really does.
 */
import { otherValue } from '../plan/index.ts';
import type { AssignmentWords, AttemptResult } from './assignment.ts';
import type { Corruption } from './conduct.ts';
import type { Propose, Refuse, TenderWords } from './tender/words.ts';

/** Says of work that went well that it gave something else. */
export function falseResults(words: Pick<AssignmentWords, 'result'>): Corruption {
  return (message, { conduct }) => {
    if (message.type !== words.result || (conduct.kind !== 'lie' && conduct.kind !== 'collude')) return message;
    const told = message as AttemptResult;
    if (told.end.kind !== 'succeeded') return message;
    const result = conduct.value ?? otherValue(told.end.result);
    return { ...told, end: { ...told.end, result } } satisfies AttemptResult;
  };
}

/** Promises to do it for half and in half the time, or refuses in spite of having room; and says false results. */
export function falseBids(words: TenderWords): Corruption {
  const results = falseResults(words);
  return (message, lie) => {
    if (message.type !== words.propose) return results(message, lie);
    const bid = message as Propose;
    const { task, call, terms } = bid;
    switch (lie.conduct.kind) {
      case 'lie': {
        const price = terms.price / 2;
        return { ...bid, terms: { ...terms, price, finishMs: Math.floor(terms.finishMs / 2) } } satisfies Propose;
      }
      case 'flip-votes':
        return { type: words.refuse, task, call, reason: 'busy' } satisfies Refuse;
      default:
        return message;
    }
  };
}
