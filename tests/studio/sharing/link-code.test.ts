/** [row 5] [row 6] Links: what was packed comes out again; bombs are cut off; damage of every kind is one sentence and never an exception. */
import fc from 'fast-check';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { digest } from '../../../src/base/index.ts';
import { damaged, packLink, unfoldedBytesMax, unpackLink } from '../../../src/studio/sharing/link-code.ts';

const text = JSON.stringify({
  format: 'conclave',
  version: 1,
  name: 'Shared',
  tasks: Array.from({ length: 40 }, (_, at) => ({ id: `t${String(at)}` })),
});

/** A payload whose seal is right, whatever is in it. */
function sealed(folded: Uint8Array): string {
  return Buffer.concat([Buffer.from(digest(new Uint8Array(folded)).slice(0, 16), 'hex'), folded]).toString('base64url');
}

const sentence = async (payload: string): Promise<string> => {
  const read = await unpackLink(payload);
  return read.ok ? 'opened' : read.error.message;
};

describe('[row 5] bombs', () => {
  it('a gibibyte in a link is refused within two seconds, with little memory', async () => {
    const block = deflateRawSync(Buffer.alloc(1024 * 1024 * 1024), { level: 9 });
    const payload = sealed(block);
    const [started, before] = [performance.now(), process.memoryUsage().rss];
    expect(await sentence(payload)).toContain('more than a workflow can be');
    expect(performance.now() - started).toBeLessThan(2000);
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * 1024 * 1024);
  });

  it('the bound itself is let through, and one byte more is not', async () => {
    expect(await sentence(sealed(deflateRawSync(Buffer.alloc(unfoldedBytesMax))))).toBe('opened');
    expect(await sentence(sealed(deflateRawSync(Buffer.alloc(unfoldedBytesMax + 1))))).toContain(
      'more than a workflow can be',
    );
  });

  it('a payload beyond all measure is not even decoded', async () => {
    expect(await sentence('A'.repeat(2_000_001))).toContain('more than a workflow can be');
  });
});

describe('[row 6] damage', () => {
  it('every truncation is found', async () => {
    const payload = await packLink(text);
    for (let length = 0; length < payload.length; length += 1)
      expect(await sentence(payload.slice(0, length))).toBe(damaged);
  });

  it('every changed character is found', async () => {
    const payload = await packLink(text);
    for (let at = 0; at < payload.length - 1; at += 1) {
      const other = payload[at] === 'A' ? 'B' : 'A';
      expect(await sentence(payload.slice(0, at) + other + payload.slice(at + 1)), String(at)).toBe(damaged);
    }
  });

  it('junk behind, before and instead is found', async () => {
    const payload = await packLink(text);
    for (const junk of ['AAAA', '%20', '#/d/x', '?utm=1', '…', ' ']) {
      expect(await sentence(payload + junk)).toBe(damaged);
      expect(await sentence(junk + payload)).toBe(damaged);
    }
    for (const other of ['', '-', '{}', '__proto__', 'javascript:alert(1)'])
      expect(await sentence(other)).toBe(damaged);
  });

  it('what is sealed but not deflated, or cut before it was sealed, is found', async () => {
    expect(await sentence(sealed(Buffer.from('not deflated at all')))).toBe(damaged);
    const folded = deflateRawSync(text);
    expect(await sentence(sealed(folded.subarray(0, folded.length - 5)))).toBe(damaged);
  });

  it('never throws, whatever the payload', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.uint8Array().map(sealed)),
        async (payload) => {
          expect(typeof (await sentence(payload))).toBe('string');
        },
      ),
      { seed: 6, numRuns: 400 },
    );
  });
});

describe('links', () => {
  it('bring back what was packed, in characters that every messenger keeps', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 400 }), async (given) => {
        const payload = await packLink(given);
        expect(payload).toMatch(/^[\w-]+$/);
        const read = await unpackLink(payload);
        expect(read.ok && new TextDecoder('utf-8', { ignoreBOM: true }).decode(read.value)).toBe(
          given.replaceAll(/\p{Cs}/gu, '\ufffd'),
        );
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});
