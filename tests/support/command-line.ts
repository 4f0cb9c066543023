/** The command line without a process: one call, its files in memory, and what it printed, complained of and wrote. */
import { conclave } from '../../src/cli/conclave.ts';
import { measureOnThreads } from '../../src/cli/experiment/threads.ts';

/** Files by name, as text or bytes; what a call writes is put among them. */
export type Files = Record<string, string | Uint8Array>;

export function callWith(files: Files, args: readonly string[]) {
  let out = '';
  let errors = '';
  const status = conclave(args, {
    read: (path) => {
      const file = files[path];
      if (file === undefined) throw new Error('ENOENT: no such file');
      return typeof file === 'string' ? new TextEncoder().encode(file) : file;
    },
    write: (path, text) => {
      if (path.startsWith('/none/')) throw new Error('ENOENT: no such folder');
      files[path] = text;
    },
    print: (text) => (out += text),
    complain: (text) => (errors += text),
    clock: () => 0,
    measure: (documents, seeds) => measureOnThreads('', documents, seeds),
  });
  return { status, out, errors };
}
