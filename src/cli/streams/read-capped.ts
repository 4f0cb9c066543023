/**
 * A file or a stream read to its end, but no further than what a file may have: whoever pipes without end is told so, and
 * the memory stays bounded.
 */
import { closeSync, openSync, readSync } from 'node:fs';

/** Bytes of one reading. */
const pieceBytes = 1 << 20;

/** The bytes of a file, or of standard input for `-`; throws when there are more than `bytesMax`. */
export function readCapped(path: string, bytesMax: number): Uint8Array {
  const file = path === '-' ? 0 : openSync(path, 'r');
  try {
    const pieces: Uint8Array[] = [];
    let total = 0;
    for (;;) {
      const piece = new Uint8Array(pieceBytes);
      const count = readPiece(file, piece);
      if (count === 0) break;
      total += count;
      if (total > bytesMax)
        throw new Error(`there are more than ${String(bytesMax)} bytes, and no more are read; split the file`);
      pieces.push(piece.subarray(0, count));
    }
    const whole = new Uint8Array(total);
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  } finally {
    if (file !== 0) closeSync(file);
  }
}

/** A stream that has nothing yet is asked again; one that is closed has come to its end. */
function readPiece(file: number, piece: Uint8Array): number {
  for (;;) {
    try {
      return readSync(file, piece, 0, piece.length, null);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}
