/** The queue against a list that is sorted anew for every question. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Envelope } from '../../src/kernel/index.ts';
import { EnvelopeQueue, SequenceSet } from '../../src/kernel/queue.ts';

const envelope = (sequence: number, time: number, priority: number): Envelope => ({
  sequence,
  time,
  priority,
  kind: 'message',
  from: 0,
  to: 0,
  cause: 0,
  message: { type: 'x' },
});
const before = (a: Envelope, b: Envelope): number =>
  a.time - b.time || a.priority - b.priority || a.sequence - b.sequence;

/** Times that share a bucket, times that collide in the table (1024 ms apart), and times far away. */
const time = fc.oneof(
  fc.integer({ min: 0, max: 5 }),
  fc.constantFrom(0, 1024, 2048, 1025, 10_240),
  fc.integer({ min: 0, max: 3_000_000_000_000 }),
);
const operation = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('push' as const), time, priority: fc.constantFrom(0, 8, 15) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('pop' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reload' as const) }) },
);

describe('the queue', () => {
  it('gives what a naive sorted list gives, through pushes, pops and reloads', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 200, size: 'max' }), (operations) => {
        let queue = new EnvelopeQueue();
        let naive: Envelope[] = [];
        let sequence = 0;
        for (const each of operations) {
          if (each.kind === 'push') {
            const pushed = envelope((sequence += 1), each.time, each.priority);
            queue.push(pushed);
            naive.push(pushed);
            naive.sort(before);
          } else if (each.kind === 'pop') {
            expect(queue.pop()).toBe(naive.shift() ?? null);
          } else {
            const copy = new EnvelopeQueue();
            copy.push(envelope(0, 3, 0));
            copy.load(queue.save());
            queue = copy;
          }
          expect(queue.size).toBe(naive.length);
          expect(queue.peek()).toBe(naive[0] ?? null);
        }
        expect(queue.save()).toEqual({ queue: naive, cancelled: [] });
        naive = [...naive];
        while (naive.length > 0) expect(queue.pop()).toBe(naive.shift());
        expect(queue.pop()).toBe(null);
      }),
      { seed: 20, numRuns: 120 },
    );
  });
  it('keeps the order of coming within one time and priority, through a bucket that runs empty and fills again', () => {
    const queue = new EnvelopeQueue();
    for (let round = 0; round < 3; round += 1) {
      for (let i = 1; i <= 5000; i += 1) queue.push(envelope(round * 10_000 + i, 7, 0));
      for (let i = 1; i <= 5000; i += 1) expect(queue.pop()!.sequence).toBe(round * 10_000 + i);
    }
    expect(queue.size).toBe(0);
  });
  it('gives each of very many of one instant once, and lets go of what was delivered', () => {
    const queue = new EnvelopeQueue();
    const many = 150_000;
    for (let sequence = 1; sequence <= many; sequence += 1) queue.push(envelope(sequence, 7, 0));
    let next = 1;
    for (let popped = queue.pop(); popped !== null && popped.sequence === next; popped = queue.pop()) next += 1;
    expect([next - 1, queue.size, queue.pop()]).toEqual([many, 0, null]);
  });
  it('takes what is pushed at the present instant while that instant is being delivered', () => {
    const queue = new EnvelopeQueue();
    queue.push(envelope(1, 5, 0));
    queue.push(envelope(2, 5, 8));
    expect(queue.pop()!.sequence).toBe(1);
    queue.push(envelope(3, 5, 0));
    expect([queue.pop()!.sequence, queue.pop()!.sequence]).toEqual([3, 2]);
  });
});

describe('numbers of envelopes as bits', () => {
  it('hold what a set holds, and give it back rising', () => {
    const operation = fc.record({ number: fc.integer({ min: 0, max: 6000 }), out: fc.boolean() });
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 300, size: 'max' }), (operations) => {
        const bits = new SequenceSet();
        const model = new Set<number>();
        for (const { number, out } of operations) {
          if (out) expect(bits.delete(number)).toBe(model.delete(number));
          else {
            bits.add(number);
            model.add(number);
          }
          expect(bits.size).toBe(model.size);
        }
        const all = [...model].sort((a, b) => a - b);
        expect(bits.toArray()).toEqual(all);
        const again = new SequenceSet();
        again.add(7);
        again.load(all);
        expect(again.toArray()).toEqual(all);
      }),
      { seed: 5, numRuns: 60 },
    );
  });
});
