/**
 * What a call can be given: a document as plain data, or the text or the bytes of a file in any format that can be read.
 */
import { Refusal } from './refusal.ts';

/** A document or run file as an object, or the text or bytes of a file (Conclave, run file, WfFormat). */
export type Source = string | Uint8Array | object;

/** The text of it; of what is not UTF-8 the bytes, for whoever says where. */
export function written(source: Source): string | Uint8Array {
  if (typeof source === 'string') return source;
  // Bytes of another realm, as tests in a simulated page have them, are no instances of this one's class.
  if (ArrayBuffer.isView(source)) return decoded(new Uint8Array(source.buffer, source.byteOffset, source.byteLength));
  try {
    return JSON.stringify(source);
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new Refusal(`the document cannot be written as JSON: ${why ?? ''}`);
  }
}

/** The platform decodes a large file many times as fast. */
function decoded(bytes: Uint8Array): string | Uint8Array {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes;
  }
}
