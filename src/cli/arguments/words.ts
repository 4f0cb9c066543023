/**
 * The words of a command line, read one by one: files and options, texts and whole numbers; a word that cannot be read is one sentence.
 */
import { parseArgs } from 'node:util';
import { Refusal } from '../../api/index.ts';
import type { Options } from './command-line.ts';

export function parsed(
  command: string,
  args: readonly string[],
  known: Options,
): { values: Record<string, unknown>; file: string } {
  const { values, files } = parsedFiles(command, args, known);
  const [file, ...more] = files;
  if (file === undefined) throw new Refusal(`${command} wants a file; - is standard input.`);
  if (more.length > 0) throw new Refusal(`${command} takes one file, not ${String(files.length)}.`);
  return { values, file };
}

export function parsedFiles(
  command: string,
  args: readonly string[],
  known: Options,
): { values: Record<string, unknown>; files: readonly string[] } {
  let result: { values: Record<string, unknown>; positionals: string[] };
  try {
    result = parseArgs({ args: [...args], options: known, allowPositionals: true, strict: true });
  } catch (error) {
    const [sentence] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new Refusal(`${command}: ${(sentence ?? '').replace(/\.$/u, '')}.`);
  }
  return { values: result.values, files: result.positionals };
}

export function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

export function whole(name: string, value: unknown, least: number, most = Number.MAX_SAFE_INTEGER): number | null {
  if (typeof value !== 'string') return null;
  const number = Number(value);
  if (value.trim() === '' || !Number.isSafeInteger(number) || number < least || number > most) {
    const range =
      most === Number.MAX_SAFE_INTEGER ? `of ${String(least)} or more` : `from ${String(least)} to ${String(most)}`;
    throw new Refusal(`${name} wants a whole number ${range}, not "${value}".`);
  }
  return number;
}
