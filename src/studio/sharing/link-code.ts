/**
 * A workflow in an address and back: its text is deflated, sealed with a digest of the bytes and written as base64url. Whatever stands
 * in a link, unpacking ends soon with a text or with one sentence: damage is found before anything is inflated, and what inflates
 * without end is cut off. It must never throw for what a link says.
 */
import { digest, err, invariant, ok, type Result } from '../../base/index.ts';

/** Longest address that is given out; some browsers and most messengers cut longer ones. */
export const linkCharactersMax = 32_000;
/** Longest payload that is looked at. */
const payloadCharactersMax = 2_000_000;
/** Most bytes that a link may unfold to, and the longest time it may take to. */
export const unfoldedBytesMax = 8 * 1024 * 1024;
const unfoldMsMax = 2000;
/** Fed in pieces, because one piece of a bomb unfolds a thousandfold at once. */
const pieceBytes = 2048;
const sealBytes = 8;

export const damaged = 'This link is damaged: a part of it is missing or changed. Ask for it again, or for the file.';
const tooLarge = 'This link holds more than a workflow can be, so it was not opened. Ask for the file.';

type Bytes = Uint8Array<ArrayBuffer>;

/** The payload of a link for a text. */
export async function packLink(text: string): Promise<string> {
  const bytes = Uint8Array.from(new TextEncoder().encode(text));
  const folded = await passed(bytes, new CompressionStream('deflate-raw'), () => true);
  invariant(folded !== null, 'packing has no bound');
  const sealed = new Uint8Array(sealBytes + folded.length);
  sealed.set(sealOf(folded));
  sealed.set(folded, sealBytes);
  return toBase64Url(sealed);
}

/** The bytes of the text in a payload, or the sentence that says why there are none. */
export async function unpackLink(payload: string): Promise<Result<Bytes, { readonly message: string }>> {
  if (payload.length > payloadCharactersMax) return err({ message: tooLarge });
  const sealed = fromBase64Url(payload);
  if (sealed === null || sealed.length <= sealBytes) return err({ message: damaged });
  const folded = sealed.subarray(sealBytes);
  if (!sealOf(folded).every((byte, at) => byte === sealed[at])) return err({ message: damaged });
  try {
    const unfolded = await unfold(folded);
    return unfolded === null ? err({ message: tooLarge }) : ok(unfolded);
  } catch {
    return err({ message: damaged });
  }
}

/** Inflates within the bounds; null when one is reached. Throws for bytes that are not deflated. */
function unfold(folded: Bytes): Promise<Bytes | null> {
  const started = performance.now();
  const inBounds = (length: number) => length <= unfoldedBytesMax && performance.now() - started <= unfoldMsMax;
  return passed(folded, new DecompressionStream('deflate-raw'), inBounds);
}

/** Passes bytes through a stream for as long as what came out so far is in bounds; null when it no longer is. */
async function passed(
  bytes: Bytes,
  stream: GenericTransformStream,
  inBounds: (length: number) => boolean,
): Promise<Bytes | null> {
  const writer = (stream.writable as WritableStream<Bytes>).getWriter();
  const reader = (stream.readable as ReadableStream<Bytes>).getReader();
  const fed = feed(writer, bytes);
  // A failure shows at the reader; a writer that is cut off with it has nothing to add.
  fed.catch(() => undefined);
  const parts: Bytes[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (!inBounds(length)) {
      await reader.cancel().catch(() => undefined);
      return null;
    }
    parts.push(value);
  }
  await fed;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

async function feed(writer: WritableStreamDefaultWriter<Bytes>, bytes: Bytes): Promise<void> {
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    await writer.ready;
    await writer.write(bytes.subarray(at, at + pieceBytes));
  }
  await writer.close();
}

/** The first bytes of a digest: enough to know damage, of no use against forgery. */
function sealOf(bytes: Bytes): Bytes {
  const hex = digest(bytes);
  return Uint8Array.from({ length: sealBytes }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16));
}

function toBase64Url(bytes: Bytes): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += pieceBytes)
    binary += String.fromCharCode(...bytes.subarray(at, at + pieceBytes));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(text: string): Bytes | null {
  if (!/^[\w-]*$/.test(text)) return null;
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0));
  } catch {
    return null;
  }
}
