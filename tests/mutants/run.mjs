/**
 * `npm run -s mutants [ROOM [WORD ...]]`: plants the faults of a room one by one and runs the room's tests on each: killed, and
 * by which test, or survived. The tests have to pass without a fault first; with words, only faults that have all of them are
 * planted, and at once. Prints figures at the end; a fault that survives without a reason is a failure. Nothing is left
 * changed: see vitest.config.ts.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, prepare, root } from '../../src/tools/node.mjs';
import { plantInFile, roomNames, tableOf } from './table.mjs';

/** @import { Planted } from './table.mjs' */

/** So many times as long as the tests take without a fault, and so much more: what never ends is found too. */
const [timesMax, moreMs] = [5, 120_000];

const report = path.join(cacheFolder, `mutant-${String(process.pid)}.json`);
const met = path.join(cacheFolder, `mutant-${String(process.pid)}.txt`);

/** @typedef {{ passed: boolean, by: string | null, loaded: boolean, ms: number }} Ran */

/** Runs suites, until the first failure where a fault is planted. @param {string[]} tests @param {Planted | null} planted @param {number} limitMs @returns {Promise<Ran>} */
async function run(tests, planted, limitMs) {
  for (const file of [report, met]) rmSync(file, { force: true });
  const began = Date.now();
  const args = ['run', '--config', 'tests/mutants/vitest.config.ts', '--reporter=json', `--outputFile=${report}`];
  if (planted !== null) args.push('--bail=1');
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', ...args, ...tests], {
    cwd: root,
    stdio: 'ignore',
    detached: true,
    env: {
      ...process.env,
      CONCLAVE_MUTANT_TESTS: tests.join(' '),
      CONCLAVE_MUTANT_MET: met,
      ...(planted === null ? {} : { CONCLAVE_MUTANT: JSON.stringify(planted) }),
    },
  });
  let late = false;
  const stop = setTimeout(() => {
    late = true;
    // The workers belong to the group of the child.
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, limitMs);
  /** @type {number | null} */
  const status = await new Promise((resolve) => child.on('close', resolve));
  clearTimeout(stop);
  const ms = Date.now() - began;
  const loaded = existsSync(met);
  if (late) return { passed: false, by: 'the tests, which did not end', loaded, ms };
  if (status === 0) return { passed: true, by: null, loaded, ms };
  return { passed: false, by: failedIn(), loaded, ms };
}

/** The first test that failed. */
function failedIn() {
  if (!existsSync(report)) return 'the modules, which could not be loaded';
  /** @type {{ name: string, status: string, assertionResults: { status: string, fullName: string }[] }[]} */
  const files = JSON.parse(readFileSync(report, 'utf8')).testResults;
  for (const { name, assertionResults } of files)
    for (const each of assertionResults)
      if (each.status === 'failed') return `${path.relative(root, name).replaceAll('\\', '/')} "${each.fullName}"`;
  const file = files.find(({ status }) => status === 'failed');
  return file === undefined ? 'the modules' : `${path.relative(root, file.name)}, which could not be loaded`;
}

/** Whether all the words stand in what it says. @param {Planted} planted @param {string[]} words */
function chosen({ says }, words) {
  return words.every((word) => says.includes(word));
}

/** @param {string} room @param {string[]} words */
async function judge(room, words) {
  const { tests, planted: all } = tableOf(room);
  const planted = all.filter((each) => chosen(each, words));
  const bare = await run(tests, null, 3_600_000);
  if (!bare.passed) {
    console.error(`Nothing is said of ${room}: its tests fail without a fault, in ${bare.by ?? 'no test'}.`);
    process.exitCode = 1;
    return null;
  }
  console.error(`${room}: its tests pass without a fault, in ${Math.round(bare.ms / 1000)} s`);
  const limitMs = bare.ms * timesMax + moreMs;
  /** @type {(Planted & Ran)[]} */
  const judged = [];
  for (const each of planted) {
    const ran = await run(tests, each, limitMs);
    judged.push({ ...each, ...ran });
    const how = ran.passed ? (ran.loaded ? 'SURVIVED' : 'SURVIVED, and was never loaded') : `killed by ${ran.by}`;
    console.error(`${room}: ${each.says}: ${how} (${Math.round(ran.ms / 1000)} s)`);
  }
  return judged;
}

prepare();
mkdirSync(cacheFolder, { recursive: true });
const [wanted, ...words] = process.argv.slice(2);
const known = roomNames();
if (wanted !== undefined && !known.includes(wanted)) {
  console.error(`There are no faults for ${wanted}. npm run -s mutants ROOM, with a room of: ${known.join(', ')}`);
  process.exit(2);
}
const rooms = wanted === undefined ? known : [wanted];
// Faults that no longer fit their file are told before anything runs.
for (const room of rooms) for (const each of tableOf(room).planted) plantInFile(each);
if (!rooms.some((room) => tableOf(room).planted.some((each) => chosen(each, words)))) {
  console.error(`No fault of ${rooms.join(', ')} is called that: ${words.join(' ')}`);
  process.exit(2);
}
/** @type {(Planted & Ran)[]} */
const all = [];
for (const room of rooms) all.push(...((await judge(room, words)) ?? []));
const survived = all.filter(({ passed }) => passed);
const figures = {
  planted: all.length,
  killed: all.length - survived.length,
  survived: survived.map(({ room, says, file, survives }) => ({ room, says, file, because: survives })),
  rooms: Object.fromEntries(
    rooms.map((room) => {
      const of = all.filter((each) => each.room === room);
      return [room, `${of.filter(({ passed }) => !passed).length} of ${of.length}`];
    }),
  ),
};
for (const file of [report, met]) rmSync(file, { force: true });
console.log(JSON.stringify(figures, null, 2));
if (survived.some(({ survives }) => survives === null)) process.exitCode = 1;
