import { describe, expect, it } from 'vitest';
import { travelsOf } from '../../../../src/studio/canvas/travels/travels.ts';

const sent = { from: null, to: 'ana', task: 'fetch', what: 'sent', lie: false } as const;
const self = (id: string) => id;

describe('messages between cards', () => {
  it('a message about no task between those who stand on no drawing is not drawn', () => {
    expect(travelsOf([{ ...sent, task: null }], 4, self)).toEqual([]);
    expect(travelsOf([{ ...sent, to: null }], 4, self)).toEqual([]);
  });

  it('a message about a task on another sheet is drawn only between agents', () => {
    expect(travelsOf([sent], 4, () => null)).toEqual([]);
    expect(travelsOf([{ ...sent, from: 'bo' }], 4, () => null)).toHaveLength(1);
  });

  it('the task speaks for the coordinator, and the composite for its parts', () => {
    expect(travelsOf([sent, { ...sent, from: 'ana', to: null, what: 'lost' }], 4, () => 'visit')).toEqual([
      { key: '4 0', step: 4, from: 'visit', to: 'ana', what: 'sent', lie: false },
      { key: '4 1', step: 4, from: 'ana', to: 'visit', what: 'lost', lie: false },
    ]);
  });
});
