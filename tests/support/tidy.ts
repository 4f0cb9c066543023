/**
 * The checkers of the house, each a pure function from files to complaints. They read text, not the disk, so
 * that tests/tidy.test.ts can plant a fault for each before it trusts any of them with the real tree.
 */
import { mayImport } from './floors.mjs';

/** A file of the repository: its path from the root, with forward slashes, and its text. */
export interface HouseFile {
  path: string;
  text: string;
}

interface Import {
  specifier: string;
  /** The path from the root when the specifier is relative, else undefined. */
  target: string | undefined;
  isDynamic: boolean;
}

const codePattern = /\.(ts|svelte)$/;

/** The room that a source file stands in, or undefined outside the rooms. */
export function roomOf(path: string): string | undefined {
  const [top, room] = path.split('/');
  return top === 'src' && room !== undefined && path.split('/').length > 2 ? room : undefined;
}

function resolve(from: string, specifier: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of specifier.replace(/\?.*$/, '').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** Blanks comments, keeping the lines, so that an import quoted in prose is not taken for one. */
function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/^\s*\/\/.*$/gm, '');
}

/** Every import and re-export of a file. */
export function importsOf({ path, text }: HouseFile): Import[] {
  const code = withoutComments(text);
  const found: Import[] = [];
  const add = (specifier: string, isDynamic: boolean): void => {
    const target = specifier.startsWith('.') ? resolve(path, specifier) : undefined;
    found.push({ specifier, target, isDynamic });
  };
  for (const match of code.matchAll(/^\s*(?:import|export)\s[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm))
    add(match[1]!, false);
  for (const match of code.matchAll(/^\s*import\s*['"]([^'"]+)['"]/gm)) add(match[1]!, false);
  for (const match of code.matchAll(/\bimport\s*\(\s*['"]([^'"]+)['"]/g)) add(match[1]!, true);
  return found;
}

/** Rooms that start something when they are loaded; the build leaves unused modules of all others out. */
const starting = new Set(['app', 'engine', 'cli', 'tools']);

/** A module that is loaded for what it does then: it imports another for its effects, or calls at its top level. */
export function actsWhenLoaded(file: HouseFile): string[] {
  const room = roomOf(file.path);
  if (room === undefined || starting.has(room)) return [];
  const code = withoutComments(file.text);
  const effects = [...code.matchAll(/^\s*import\s*['"]([^'"]+)['"]/gm)].map((match) => match[1]!);
  const calls = file.path.endsWith('.ts') ? [...code.matchAll(/^(?:await |void |new )?([\w$.]+)\(/gm)] : [];
  return [
    ...effects.filter((name) => !name.endsWith('.css')).map((name) => `${file.path} imports ${name} for its effects`),
    ...calls.map((match) => `${file.path} calls ${match[1]!} when it is loaded`),
  ];
}

/** An import goes to a lower floor, or to a neighbour that the table names. */
export function importsUpward(file: HouseFile): string[] {
  const from = roomOf(file.path);
  if (from === undefined) return [];
  return importsOf(file).flatMap(({ target }) => {
    if (target === undefined) return [];
    if (!target.startsWith('src/')) return [`${file.path} imports ${target}, which is outside src`];
    const to = roomOf(target);
    return to === undefined || mayImport(from, to) ? [] : [`${file.path} imports ${target}: ${from} may not see ${to}`];
  });
}

/** Where a room is entered. The studio is a house of rooms with a door each, and a worker's script is a door of its own. */
function isDoorOf(room: string, target: string): boolean {
  const parts = target.split('/');
  if (parts.at(-1) === 'worker.ts') return true;
  return parts.at(-1) === 'index.ts' && parts.length === (room === 'studio' ? 4 : 3);
}

/** Other rooms are entered by their door; a file never imports its own. */
export function missesTheDoor(file: HouseFile): string[] {
  const from = roomOf(file.path);
  if (from === undefined) return [];
  return importsOf(file).flatMap(({ target, isDynamic }) => {
    const to = target === undefined ? undefined : roomOf(target);
    if (target === undefined || to === undefined || isDynamic || !target.endsWith('.ts')) return [];
    const isDoor = isDoorOf(to, target);
    if (to === from) return target === `src/${to}/index.ts` ? [`${file.path} imports its own door`] : [];
    return isDoor ? [] : [`${file.path} imports ${target} past the door src/${to}/index.ts`];
  });
}

/** Cycles between files, each named once, in the order of its imports. Components may be recursive: a form holds forms. */
export function importCycles(files: HouseFile[]): string[] {
  const known = new Map(files.map((file) => [file.path, importsOf(file).flatMap((found) => found.target ?? [])]));
  const done = new Set<string>();
  const trail: string[] = [];
  const cycles: string[] = [];
  const visit = (path: string): void => {
    const at = trail.indexOf(path);
    if (at >= 0 && trail.slice(at).some((each) => each.endsWith('.ts')))
      cycles.push([...trail.slice(at), path].join(' -> '));
    if (at >= 0 || done.has(path)) return;
    trail.push(path);
    for (const next of known.get(path) ?? []) if (known.has(next)) visit(next);
    trail.pop();
    done.add(path);
  };
  for (const path of [...known.keys()].sort()) visit(path);
  return cycles;
}

/** A folder over the limit wants a wall. Type declarations count like any other file. */
export function crowdedFolders(files: HouseFile[], limits: { any: number; base: number }): string[] {
  const counts = new Map<string, number>();
  for (const { path } of files.filter((file) => codePattern.test(file.path))) {
    const folder = path.slice(0, path.lastIndexOf('/'));
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts].flatMap(([folder, count]) => {
    const limit = folder === 'src/base' ? limits.base : limits.any;
    return count > limit ? [`${folder} holds ${count} files, at most ${limit}`] : [];
  });
}

/** Files end before they become hard to hold in the head. */
export function tooLong({ path, text }: HouseFile): string[] {
  const limit = path.endsWith('.svelte') ? 250 : 400;
  const lines = text.replace(/\n$/, '').split('\n').length;
  return lines > limit ? [`${path} has ${lines} lines, at most ${limit}`] : [];
}

/** Beyond so many fields V8 may keep an object in a dictionary, when its first ones were collected before the next were made. */
const fieldsMax = 12;

/** Classes below the replay, which every step goes through, have few fields. */
export function wideClasses({ path, text }: HouseFile): string[] {
  if (!/^src\/(kernel|plan|agents|protocols|workflow)\//.test(path)) return [];
  return [...text.matchAll(/^(?:export )?(?:abstract )?class (\w+)[^{]*\{\n([\s\S]*?)^\}/gm)].flatMap(
    ([, name, body]) => {
      const fields =
        body!.match(
          /^ {2}(?:(?:readonly|override|protected|private|declare) )*#?\w+[!?]?(?:: [^=;()]*(?:;| =)|: .*\) => .*;| = )/gm,
        ) ?? [];
      return fields.length > fieldsMax ? [`${path}: ${name!} has ${fields.length} fields, at most ${fieldsMax}`] : [];
    },
  );
}

/**
 * A file opens by saying what it is for. In a component that comment ends its line: the formatter drops the
 * markup of a file whose script begins on the line where its comment ends.
 */
export function opensUnexplained({ path, text }: HouseFile): string[] {
  if (path.endsWith('.svelte') && /^\s*<!--[\s\S]*?-->[ \t]*<script/.test(text))
    return [`${path} begins its script on the line of its comment`];
  const start = text.replace(/^(\s*\/\/\/ <reference.*\n)*\s*/, '');
  const script = /^<script[^>]*>\s*/.exec(start);
  const opening = script === null ? start : start.slice(script[0].length);
  const isComment = path.endsWith('.svelte') ? /^(<!--|\/\*|\/\/)/ : /^(\/\*|\/\/)/;
  return isComment.test(opening) ? [] : [`${path} does not open with a comment`];
}

const reminder = new RegExp(`\\b(?:${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX'].join('|')})\\b(?! ?\\(#\\d+\\))`);
const localPath = /(?<![\w./:-])(?:\/(?:home|root|Users|work)\/[\w.-]+|[A-Z]:\\Users\\)/;
/** The lock names packages and digests; whence they came is the business of whoever installs. */
const registry = /"resolved": "https?:(?!\/\/registry\.npmjs\.org\/)[^"]*/;

/** Words that must not stay: reminders without a number, paths and hosts of one machine. */
export function bannedWords({ path, text }: HouseFile): string[] {
  const patterns = path === 'package-lock.json' ? [registry] : [reminder, localPath];
  return text.split('\n').flatMap((line, index) => {
    const word = patterns.map((pattern) => pattern.exec(line)?.[0]).find(Boolean);
    return word === undefined ? [] : [`${path}:${index + 1} says ${word}`];
  });
}

/** Where figures are written for people, on the page and on the command line; `toPrecision` alone rounds. */
const figuresAt = ['src/document/display/units.ts', 'src/studio/format/format.ts', 'src/cli/figures.ts'];

/** Figures that are written in a way of their own. */
export function ownFigures({ path: name, text }: HouseFile): string[] {
  if (figuresAt.includes(name)) return [];
  return [...text.matchAll(/\.(toFixed|toExponential|toLocale\w*String)\(|\bIntl\.\w*Format\b(?!\.supported)/g)].map(
    ([found]) => `${name} writes a figure by ${found.replace(/^\.|\($/g, '')}`,
  );
}

/** Doors name what they offer. */
export function starExports(file: HouseFile): string[] {
  const code = withoutComments(file.text);
  return /^\s*export\s*(type\s*)?\*/m.test(code) ? [`${file.path} exports *`] : [];
}

/** Every numbered rule of a SPEC.md stands in the title of some test. */
export function untestedRules(specs: HouseFile[], tests: HouseFile[]): string[] {
  const quoted = new Set<string>();
  for (const { text } of tests)
    for (const [literal] of text.matchAll(/'[^'\n]*'|"[^"\n]*"|`[^`]*`/g))
      for (const [rule] of literal.matchAll(/\[[A-Z]{1,4}\d+[a-z]?\]/g)) quoted.add(rule);
  return specs.flatMap(({ path, text }) => {
    const rules = new Set([...text.matchAll(/\[[A-Z]{1,4}\d+[a-z]?\]/g)].map(([rule]) => rule));
    return [...rules].filter((rule) => !quoted.has(rule)).map((rule) => `${path}: no test quotes ${rule}`);
  });
}
