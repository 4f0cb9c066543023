/**
 * The faults that are planted to see whether the tests find them: `planted/ROOM.txt`, as people write it down, read and put
 * into the text of a file. It changes no file and runs nothing.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../src/tools/node.mjs';

/**
 * A fault: what is wrong, in which file, the text that is replaced and by what. `survives` says why no test can find it,
 * where none can.
 * @typedef {{ room: string, says: string, file: string, from: string, to: string, survives: string | null }} Planted
 */
/** The faults of a room, and the tests that are to find them. @typedef {{ room: string, tests: string[], planted: Planted[] }} Table */

const folder = path.join(root, 'tests/mutants/planted');

/** The rooms that have a table. */
export function roomNames() {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .map((name) => name.slice(0, -'.txt'.length))
    .sort();
}

/** @param {string} room */
export function tableOf(room) {
  return parseTable(room, readFileSync(path.join(folder, `${room}.txt`), 'utf8'));
}

/** Blocks between empty lines: the first names the tests, every other one is a fault. @param {string} room @param {string} text @returns {Table} */
export function parseTable(room, text) {
  const [head = [], ...blocks] = text
    .split(/\n(?:[ \t]*\n)+/)
    .map((block) => block.split('\n').filter((line) => line !== '' && !line.startsWith('#')))
    .filter((lines) => lines.length > 0);
  const tests = head.map((line) => /^tests: (\S+)$/.exec(line)?.[1] ?? '');
  if (tests.length === 0 || tests.includes(''))
    throw new Error(`${room}.txt: the first lines say which tests are run, such as "tests: tests/kernel".`);
  return { room, tests, planted: blocks.map((lines) => faultIn(room, lines)) };
}

/** @param {string} room @param {string[]} lines @returns {Planted} */
function faultIn(room, lines) {
  const [says = '', ...rest] = lines;
  /** @param {string} mark */
  const marked = (mark) => rest.filter((line) => line.startsWith(mark)).map((line) => line.slice(mark.length));
  const [file, ...more] = marked('in ');
  const [from, to] = [marked('- '), marked('+ ')];
  const survives = marked('survives: ');
  const strange = rest.find((line) => !/^(in |- |\+ |survives: )/.test(line));
  if (strange !== undefined)
    throw new Error(`${room}.txt, "${says}": "${strange}" begins with none of "in ", "- ", "+ ", "survives: ".`);
  if (file === undefined || more.length > 0 || from.length === 0 || to.length === 0)
    throw new Error(`${room}.txt, "${says}": a fault has one line "in FILE", and lines "- " and "+ ".`);
  return { room, says, file, from: from.join('\n'), to: to.join('\n'), survives: survives.join(' ') || null };
}

/** The text of a file with the fault in it. @param {Planted} planted @param {string} text */
export function plant({ room, says, file, from, to }, text) {
  const parts = text.split(from);
  if (parts.length !== 2)
    throw new Error(
      `${room}.txt, "${says}": its text is found ${parts.length - 1} times in ${file}, and has to be there once.`,
    );
  return parts.join(to);
}

/** @param {Planted} planted */
export function plantInFile(planted) {
  return plant(planted, readFileSync(path.join(root, planted.file), 'utf8'));
}
