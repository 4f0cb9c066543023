/**
 * The program: the same engine without a page. It hands the process's arguments, files and streams to the command
 * line, and nothing more.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { conclave } from './conclave.ts';

process.exitCode = conclave(process.argv.slice(2), {
  read: (path) => readFileSync(path === '-' ? 0 : path),
  write: (path, text) => {
    writeFileSync(path, text);
  },
  print: (text) => {
    process.stdout.write(text);
  },
  complain: (line) => {
    process.stderr.write(line);
  },
  clock: () => performance.now(),
});
