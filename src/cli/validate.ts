/**
 * `conclave validate`: every problem of a file with its place and what to do. What keeps it from running ends it like a
 * file that was refused; the list is on standard output all the same.
 */
import { placed, validate } from '../api/index.ts';
import type { CommandLine } from './arguments/command-line.ts';
import type { Ended } from './ended.ts';

export function validateFile(bytes: Uint8Array, line: Extract<CommandLine, { command: 'validate' }>): Ended {
  const { agents, bandwidth, file: name } = line;
  const { valid, problems } = validate(bytes, { name, agents, bandwidth });
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const lines = problems.map((problem) => `${problem.severity.padEnd(8)} ${placed(problem)}`);
  const end =
    problems.length === 0
      ? 'No problems.'
      : `${String(errors)} ${errors === 1 ? 'error' : 'errors'}, ${String(problems.length - errors)} other.`;
  return {
    output: line.json ? { json: { valid, problems } } : { lines: [...lines, end] },
    status: valid ? 0 : 2,
    ...(valid ? {} : { complaint: `${line.file}: ${broken(errors)}` }),
  };
}

function broken(errors: number): string {
  return errors === 1 ? 'an error keeps it from running' : `${String(errors)} errors keep it from running`;
}
