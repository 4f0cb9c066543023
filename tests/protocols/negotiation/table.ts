/** A negotiation as tests play it: two who disagree about a price and a day, as a document. */
import type { Document, NegotiateAction } from '../../../src/document/index.ts';
import { piece, task } from '../../scenarios/stage.ts';

export const issues = [
  { name: 'price', min: 1, max: 10 },
  { name: 'day', values: ['early', 'late'] },
];

export function deal(more: Partial<NegotiateAction> = {}, rest: Partial<Document> = {}): Document {
  const action: NegotiateAction = {
    ...{ kind: 'negotiate', participants: ['ana', 'ben'], issues },
    utilities: {
      ana: {
        weights: [0.7, 0.3],
        values: [
          [0, 1],
          [0.2, 1],
        ],
        reservation: 0.1,
      },
      ben: {
        weights: [0.6, 0.4],
        values: [
          [1, 0],
          [1, 0],
        ],
        reservation: 0.1,
      },
    },
    ...more,
  };
  return piece([{ ...task('deal'), action }], { agents: [{ id: 'ana' }, { id: 'ben' }], ...rest });
}
