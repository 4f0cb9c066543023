/** The queue before an agent's slots, against a plain list that does the same by walking. */
import { describe, expect, it } from 'vitest';
import type { Work } from '../../../src/agents/role.ts';
import {
  addWork,
  allWork,
  emptyQueue,
  findWork,
  firstThat,
  removeWork,
  takeWork,
} from '../../../src/agents/work/work-queue.ts';
import { Dice } from '../../support/documents.ts';

const work = (task: number, lease = 1, key = 0): Work => ({
  task,
  attempt: 1,
  lease,
  room: 'test',
  giver: 1,
  heartbeatMs: 0,
  availableMs: 0,
  key,
});

describe('the queue of an agent', () => {
  it('has nothing to give when it is empty, and knows nothing that it does not hold', () => {
    const queue = emptyQueue();
    expect(takeWork(queue)).toBeNull();
    expect(removeWork(queue, 3, 1)).toBeNull();
    addWork(queue, work(3, 2));
    expect(removeWork(queue, 3, 1)).toBeNull();
    expect(findWork(queue, 3, 1)).toBeUndefined();
    expect(queue.size).toBe(1);
  });

  it('never gives out what was taken back', () => {
    const queue = emptyQueue();
    for (let task = 0; task < 5; task += 1) addWork(queue, work(task));
    removeWork(queue, 0, 1);
    removeWork(queue, 3, 1);
    expect([takeWork(queue), takeWork(queue), takeWork(queue), takeWork(queue)].map((each) => each?.task)).toEqual([
      1,
      2,
      4,
      undefined,
    ]);
  });

  it('tells two leases of one task apart', () => {
    const queue = emptyQueue();
    addWork(queue, work(7, 1));
    addWork(queue, work(7, 2));
    expect(removeWork(queue, 7, 1)?.lease).toBe(1);
    expect(takeWork(queue)?.lease).toBe(2);
  });

  it('does the same as a list that is walked, whatever is done to it', () => {
    const dice = new Dice(5);
    for (let round = 0; round < 50; round += 1) {
      const queue = emptyQueue();
      let list: Work[] = [];
      for (let turn = 0; turn < 80; turn += 1) {
        const action = dice.integer(0, 5);
        if (action <= 2) {
          const added = work(turn, 1, dice.integer(0, 6));
          addWork(queue, added);
          const at = list.findIndex((each) => each.key > added.key);
          list.splice(at === -1 ? list.length : at, 0, added);
        } else if (action === 3) {
          const task = dice.integer(0, turn);
          expect(removeWork(queue, task, 1)).toEqual(list.find((each) => each.task === task) ?? null);
          list = list.filter((each) => each.task !== task);
        } else if (action === 4) {
          const passes = (each: Work): boolean => each.task % 3 === 0;
          expect(firstThat(queue, passes)).toEqual(list.find(passes) ?? null);
        } else expect(takeWork(queue)).toEqual(list.shift() ?? null);
        expect(queue.size).toBe(list.length);
      }
      expect(allWork(queue).map((each) => each.task)).toEqual(list.map((each) => each.task).sort((a, b) => a - b));
    }
  });

  it('is plain data: a copy goes on alike', () => {
    const queue = emptyQueue();
    for (let task = 0; task < 6; task += 1) addWork(queue, work(task, 1, 6 - task));
    removeWork(queue, 5, 1);
    const copy = JSON.parse(JSON.stringify(queue)) as typeof queue;
    for (let turn = 0; turn < 6; turn += 1) expect(takeWork(copy)).toEqual(takeWork(queue));
  });
});
