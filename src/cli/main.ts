/**
 * The command line: the same engine without a page. It reads a file, does one thing, prints, and says by its status
 * how it went. Nothing is printed on standard output but what was asked for.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { readArguments, Refusal, usage, type CommandLine } from './arguments.ts';
import type { Ended } from './ended.ts';
import { convert } from './convert.ts';
import { replay } from './replay.ts';
import { simulate } from './simulate.ts';
import { validateFile } from './validate.ts';

function run(line: CommandLine): Ended {
  switch (line.command) {
    case 'help':
      return { output: usage, status: 0 };
    case 'simulate':
      return simulate(read(line.file), line, () => performance.now());
    case 'validate':
      return validateFile(read(line.file), line);
    case 'replay':
      return replay(read(line.file), line);
    case 'convert':
      return convert(read(line.file), line);
  }
}

function read(path: string): Uint8Array {
  try {
    return readFileSync(path === '-' ? 0 : path);
  } catch (error) {
    throw new Refusal(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

try {
  const { output, status, files } = run(readArguments(process.argv.slice(2)));
  for (const { path, text } of files ?? []) writeFileSync(path, text);
  if (output !== '') process.stdout.write(output.endsWith('\n') ? output : `${output}\n`);
  process.exitCode = status;
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  process.stderr.write(`conclave: ${error.message.replace(/\s*\n\s*/gu, ' ')}\n`);
  process.exitCode = 2;
}
