/*
 * The published workflow files beside the checkout, for trials only; they are never part of the repository. Suites
 * that read them are skipped, with a word, where the folder is absent.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '../../../shared/data/wfcommons');

/** Whether the files are there. */
export const hasWorkflows = existsSync(folder);

/** What the title of a suite says where they are not. */
export const absence = hasWorkflows ? '' : ' (skipped: the data folder is absent)';

/** Files with their tasks, dependencies, work in seconds and critical path in seconds, counted by another program. */
export const workflows = [
  ['helloworld-chain-5-chameleon', 5, 4, 501.24, 501.24],
  ['helloworld-forkjoin-10-chameleon', 10, 16, 1028.704, 307.36],
  ['epigenomics-chameleon-hep-1seq-100k-001', 41, 48, 539.307, 104.822],
  ['blast-chameleon-small-001', 43, 120, 382.913, 10.413],
  ['1000genome-chameleon-2ch-100k-001', 52, 76, 2771.295, 204.686],
  ['montage-chameleon-dss-05d-001', 58, 114, 5585.811, 559.794],
  ['montage-chameleon-2mass-005d-001', 58, 114, 221.726, null],
  ['soykb-chameleon-10fastq-10ch-001', 96, 194, 11814.517, 2933.276],
  ['seismology-chameleon-100p-001', 101, 100, 71.893, null],
  ['rnaseq-dirt02-001', 197, 451, 2580.36, 759.454],
] as const;

/** The bytes of one of them. */
export function workflowBytes(name: string): Uint8Array {
  return readFileSync(path.join(folder, `${name}.json`));
}
