/**
 * `npm run -s prove [ROOM ...]`: the suites whose properties try more than a test run has time for, with all their
 * seeds. Prints one object of figures for each room; without a name it lists the rooms. A room is the folder of the
 * suites: tests/workflow is `workflow`, tests/protocols/raft is `raft`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, prepare, root } from '../../src/tools/node.mjs';

/** Suites that ask `rounds` how much to try, by room. */
function suites() {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  const names = readdirSync(path.join(root, 'tests'), { recursive: true }).map(String).sort();
  for (const name of names.filter((each) => each.endsWith('.test.ts'))) {
    const file = path.join('tests', name).split(path.sep).join('/');
    if (!/\/support\/prove\.ts'/.test(readFileSync(path.join(root, file), 'utf8'))) continue;
    const [, first = '', second = ''] = path.posix.dirname(file).split('/');
    const nested = ['protocols', 'scenarios'].includes(first) && second !== '';
    const room = nested ? second : first;
    found.set(room, [...(found.get(room) ?? []), file]);
  }
  return found;
}

/** @param {string} room @param {string[]} files */
function prove(room, files) {
  const figures = path.join(cacheFolder, `prove-${room}.jsonl`);
  const report = path.join(cacheFolder, `prove-${room}.json`);
  for (const file of [figures, report]) rmSync(file, { force: true });
  const began = Date.now();
  const args = ['run', '--project', 'unit', '--testTimeout=7200000', '--reporter=json', `--outputFile=${report}`];
  const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', ...args, ...files], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, CONCLAVE_PROVE: figures },
  });
  const told = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : null;
  const lines = existsSync(figures) ? readFileSync(figures, 'utf8').trim().split('\n') : [];
  /** @type {{ status: string, fullName: string, failureMessages: string[] }[]} */
  const tests = (told?.testResults ?? []).flatMap((/** @type {any} */ each) => each.assertionResults);
  return {
    room,
    holds: status === 0 && tests.some((each) => each.status === 'passed'),
    passed: tests.filter((each) => each.status === 'passed').length,
    failed: tests
      .filter((each) => each.status === 'failed')
      .map(({ fullName, failureMessages }) => ({ test: fullName, says: failureMessages.join('\n').slice(0, 2000) })),
    seconds: Math.round((Date.now() - began) / 100) / 10,
    figures: Object.fromEntries(lines.filter((line) => line !== '').map((line) => JSON.parse(line))),
  };
}

prepare();
mkdirSync(cacheFolder, { recursive: true });
const known = suites();
const wanted = process.argv.slice(2);
const strange = wanted.filter((room) => !known.has(room));
if (wanted.length === 0 || strange.length > 0) {
  if (strange.length > 0) console.error(`There is nothing to prove in ${strange.join(', ')}.`);
  console.error(`npm run -s prove ROOM, with a room of: ${[...known.keys()].sort().join(', ')}`);
  process.exit(strange.length > 0 ? 2 : 0);
}
for (const room of wanted) {
  const proof = prove(room, known.get(room) ?? []);
  console.log(JSON.stringify(proof, null, 2));
  if (!proof.holds) process.exitCode = 1;
}
