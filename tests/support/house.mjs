/**
 * `npm run -s house [-- --json]`: figures of the source that tell how easily it is changed: casts that say nothing, values taken
 * for granted, long files, copies of one fold, and for each room the files outside of it that know its name.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { root } from '../../src/tools/node.mjs';

/** A file from which so many lines on one is long. */
const longFrom = 340;

/** @param {string} folder */
const namesUnder = (folder) =>
  readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile() && /\.(ts|svelte)$/.test(item.name))
    .map((item) => path.relative(root, path.join(item.parentPath, item.name)).replaceAll('\\', '/'))
    .sort();

/** The scripts of a file: all of it, or what stands in the script elements of a component. @param {string} name @param {string} text */
const scriptOf = (name, text) =>
  name.endsWith('.svelte')
    ? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, code]) => code).join('\n')
    : text;

const files = namesUnder('src').map((name) => {
  const text = readFileSync(path.join(root, name), 'utf8');
  const script = scriptOf(name, text);
  return {
    name,
    script,
    lines: text.split('\n').length - 1,
    tree: ts.createSourceFile(name, script, ts.ScriptTarget.Latest),
  };
});

/** Nodes of a kind in all files. @param {(node: ts.Node) => boolean} isOne */
function count(isOne) {
  let found = 0;
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (isOne(node)) found += 1;
    ts.forEachChild(node, visit);
  };
  for (const { tree } of files) visit(tree);
  return found;
}

/** Whether an expression is cast twice: `a as unknown as B`. @param {ts.Node} node */
const isDoubleCast = (node) =>
  ts.isAsExpression(node) &&
  ts.isAsExpression(node.expression) &&
  node.expression.type.kind === ts.SyntaxKind.UnknownKeyword;

/** Files outside of a room's folder in which a string says its name. @param {string} room */
function knowing(room) {
  const said = new RegExp(`['"\`]${room}['".\`]`);
  return files
    .filter(({ name, script }) => !name.startsWith(`src/protocols/${room}/`) && said.test(script))
    .map(({ name }) => name);
}

const rooms = readdirSync(path.join(root, 'src/protocols'), { withFileTypes: true })
  .filter((item) => item.isDirectory())
  .map(({ name }) => name);
const longest = files.reduce((long, each) => (each.lines > long.lines ? each : long));
const figures = {
  files: files.length,
  lines: files.reduce((sum, { lines }) => sum + lines, 0),
  doubleCasts: count(isDoubleCast),
  nonNullAssertions: count(ts.isNonNullExpression),
  longFiles: files.filter(({ lines }) => lines > longFrom).length,
  longestFile: `${longest.name}, ${String(longest.lines)} lines`,
  filesThatFoldAssignments: files.filter(({ script }) => /case 'task\.assigned'|=== 'task\.assigned'/.test(script))
    .length,
  filesThatKnowARoom: Object.fromEntries(rooms.map((room) => [room, knowing(room)])),
};

if (process.argv.includes('--json')) console.log(JSON.stringify(figures, null, 2));
else
  for (const [name, value] of Object.entries(figures))
    if (typeof value !== 'object') console.log(`${name.padEnd(26)} ${String(value)}`);
    else
      for (const [room, names] of Object.entries(value))
        console.log(`${`known outside: ${room}`.padEnd(26)} ${String(names.length)}  ${names.join(' ')}`);
