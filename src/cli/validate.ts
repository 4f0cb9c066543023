/**
 * `conclave validate`: every problem of a file with its place and what to do. What keeps it from running ends it like a
 * file that was refused; the list is on standard output all the same.
 */
import type { CommandLine } from './arguments.ts';
import { load, placed } from './load.ts';
import type { Ended } from './ended.ts';

export function validateFile(bytes: Uint8Array, line: Extract<CommandLine, { command: 'validate' }>): Ended {
  const { problems } = load(bytes, line.file, line);
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const plain = problems.map(({ code, severity, path, message }) => ({ code, severity, path, message }));
  const lines = problems.map((problem) => `${problem.severity.padEnd(8)} ${placed(problem)}`);
  const end =
    problems.length === 0
      ? 'No problems.'
      : `${String(errors)} ${errors === 1 ? 'error' : 'errors'}, ${String(problems.length - errors)} other.`;
  return {
    output: line.json ? { json: { valid: errors === 0, problems: plain } } : { lines: [...lines, end] },
    status: errors === 0 ? 0 : 2,
    ...(errors === 0 ? {} : { complaint: `${line.file}: ${broken(errors)}` }),
  };
}

function broken(errors: number): string {
  return errors === 1 ? 'an error keeps it from running' : `${String(errors)} errors keep it from running`;
}
