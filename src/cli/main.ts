/**
 * The program: the same engine without a page. It hands the process's arguments, files and streams to the command
 * line, and nothing more. A thread that an experiment starts enters here too, and only measures.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isMainThread, workerData } from 'node:worker_threads';
import { JSON_LIMITS } from '../base/index.ts';
import { conclave } from './conclave.ts';
import { labour, measureOnThreads, type ThreadWork } from './experiment/threads.ts';
import { readCapped } from './streams/read-capped.ts';

// Whoever reads may have read enough, as `| head` does: what is left then goes nowhere, and that is no fault.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

if (!isMainThread) labour(workerData as ThreadWork);
else
  process.exitCode = conclave(process.argv.slice(2), {
    read: (path) => readCapped(path, JSON_LIMITS.bytesMax),
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
    measure: (documents, seeds) => measureOnThreads(fileURLToPath(import.meta.url), documents, seeds),
  });
