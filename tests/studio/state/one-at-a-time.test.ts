import { describe, expect, it } from 'vitest';
import { EachFrame, OneAtATime } from '../../../src/studio/state/run/one-at-a-time.ts';

describe('once a frame', () => {
  it('passes on only the latest value, and not again what a flush passed on', () => {
    const seen: number[] = [];
    const frames: (() => void)[] = [];
    const seeks = new EachFrame<number>(
      (value) => seen.push(value),
      (draw) => frames.push(draw),
    );
    for (const value of [1, 2, 3]) seeks.push(value);
    expect(seen).toEqual([]);
    expect(frames.length).toBe(1);
    frames.shift()?.();
    expect(seen).toEqual([3]);
    seeks.push(4);
    seeks.flush();
    frames.shift()?.();
    expect(seen).toEqual([3, 4]);
  });
});

describe('one at a time', () => {
  it('drops the wishes in between and carries out the last', async () => {
    const seen: number[] = [];
    const ends: (() => void)[] = [];
    const line = new OneAtATime<number>((wish) => {
      seen.push(wish);
      return new Promise<void>((end) => {
        ends.push(end);
      });
    });
    for (const wish of [1, 2, 3]) line.want(wish);
    expect(seen).toEqual([1]);
    ends.shift()?.();
    await Promise.resolve();
    await Promise.resolve();
    expect(seen).toEqual([1, 3]);
  });
});
