/**
 * One call of the command line from its arguments to its status. It does one thing, prints on standard output nothing
 * but what was asked for, and says in one line what is wrong. Files, streams and clock are handed to it.
 */
import { Refusal } from '../api/index.ts';
import { agentState } from './agents/agent-state.ts';
import { readArguments } from './arguments/arguments.ts';
import type { CommandLine } from './arguments/command-line.ts';
import { compare } from './compare.ts';
import { convert } from './convert.ts';
import { checkHistoryFile } from './history/check-history.ts';
import type { Ended, Status } from './ended.ts';
import { helpOn } from './arguments/help.ts';
import { experiment, type MeasureAll } from './experiment/experiment.ts';
import { replayFile } from './replay.ts';
import { simulateFile } from './simulate.ts';
import { cleanLine, printed } from './streams/terminal.ts';
import { validateFile } from './validate.ts';

/** What surrounds the command line; `read` and `write` throw as the file system does. */
export interface Surroundings {
  read(path: string): Uint8Array;
  write(path: string, text: string): void;
  print(text: string): void;
  complain(line: string): void;
  clock(): number;
  readonly measure: MeasureAll;
}

/** Carries a command line out; the status is as the usage says. */
export function conclave(args: readonly string[], around: Surroundings): Status {
  try {
    const { output, status, files, complaint } = run(readArguments(args), around);
    for (const { path, text } of files ?? [])
      refusing(path, () => {
        around.write(path, text);
      });
    const text = output === null ? '' : printed(output);
    if (text !== '') around.print(text.endsWith('\n') ? text : `${text}\n`);
    if (complaint !== undefined) around.complain(`conclave: ${cleanLine(complaint)}\n`);
    return status;
  } catch (error) {
    const ours = error instanceof Refusal;
    const text = error instanceof Error ? error.message : String(error);
    const line = ours ? refused(error) : `a fault of conclave itself, please report it: ${text}`;
    around.complain(`conclave: ${cleanLine(line.trim())}\n`);
    return 2;
  }
}

/** The sentence of a refusal; an option of the call is one of the command line. */
function refused({ option, sentence, message }: Refusal): string {
  return option === null ? message : `--${option} ${sentence}`;
}

function run(line: CommandLine, around: Surroundings): Ended {
  if (line.command === 'help') return { output: { text: helpOn(line.on) }, status: 0 };
  const read = (path: string): Uint8Array => refusing(path, () => around.read(path));
  if (line.command === 'compare') {
    const [first, other] = line.files;
    const bytes = read(first);
    return compare([bytes, other === first ? bytes : read(other)], line);
  }
  if (line.command === 'convert') return convert(line, read);
  const bytes = read(line.file);
  switch (line.command) {
    case 'simulate':
      return simulateFile(bytes, line, { clock: () => around.clock(), read });
    case 'validate':
      return validateFile(bytes, line);
    case 'replay':
      return replayFile(bytes, line);
    case 'experiment':
      return experiment(bytes, line, around.measure);
    case 'agent-state':
      return agentState(bytes, line, read);
    case 'check-history':
      return checkHistoryFile(bytes, line, () => around.clock());
  }
}

/** A file that cannot be read or written is refused like one that cannot be understood. */
function refusing<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Refusal(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
