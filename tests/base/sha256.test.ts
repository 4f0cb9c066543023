/** SHA-256 gives what Node's own does, at every length around its blocks. */
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { sha256 } from '../../src/base/index.ts';

it('is that of Node, at every length up to three blocks and at a large one', () => {
  for (const length of [...Array(200).keys(), 100_003]) {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 151 + length) & 0xff);
    expect(sha256(bytes), `${String(length)} bytes`).toBe(createHash('sha256').update(bytes).digest('hex'));
  }
  expect(sha256(new TextEncoder().encode('xabc').subarray(1))).toBe(createHash('sha256').update('abc').digest('hex'));
});
