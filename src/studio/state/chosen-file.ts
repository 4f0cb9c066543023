/**
 * What is in a file that a person chose or dropped: its bytes or its text, or in one clause why not. Whoever asks says what it was
 * wanted for; no file is looked into here.
 */
import { err, ok, type Result } from '../../base/index.ts';

/** A larger file is no document: it would stall the page. */
export const fileBytesMax = 64 * 1024 * 1024;

export async function bytesIn(file: File): Promise<Result<Uint8Array, string>> {
  if (file.size > fileBytesMax)
    return err(`it is larger than ${String(fileBytesMax / 1024 / 1024)} MB; take a part of it.`);
  try {
    return ok(new Uint8Array(await file.arrayBuffer()));
  } catch {
    // Browsers hand over a folder as a file, and what was moved away meanwhile.
    return err('it cannot be read. A folder is no file: choose a file that is in it.');
  }
}

export async function textIn(file: File): Promise<Result<string, string>> {
  const bytes = await bytesIn(file);
  return bytes.ok ? ok(new TextDecoder().decode(bytes.value)) : bytes;
}
