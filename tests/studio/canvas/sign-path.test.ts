/** An icon as one path: every shape of it stands where it stands in the icon. */
import CircleCheck from '@lucide/svelte/icons/circle-check';
import { describe, expect, it } from 'vitest';
import { signPath } from '../../../src/studio/canvas/cards/sign-path.ts';

describe('an icon as one path', () => {
  it('begins each shape at the corner of its square, so that a relative move does not go on from the last one', () => {
    const path = signPath(CircleCheck);
    expect(path.startsWith('M2 12a10 10')).toBe(true);
    expect(path).toContain('M0 0m16 9-5.5 5.5L8 12');
  });
});
