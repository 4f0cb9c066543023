/** What a person reads: names instead of ids, one format for times. Each check is tried on text with a planted fault first. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '..');

function filesUnder(folder: string, ending: RegExp): { name: string; text: string }[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((name) => ending.test(name))
    .map((name) => ({ name, text: readFileSync(path.join(root, name), 'utf8') }));
}

const source = filesUnder('src', /\.(ts|svelte)$/u);

/** Lines in which a sentence gives the id of a task or an agent of the plan; names of streams of chance are no sentences. */
function idsInSentences(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => /`[^`]*\$\{[^}]*\b(tasks|agents)\[[^`]*\]!?\??\.id\b/u.test(line))
    .filter((line) => !/\b(random|lot|stream|invariant|const id)\b/u.test(line));
}

/** Lines that write milliseconds on their own. */
function timesByHand(text: string): string[] {
  return text.split('\n').filter((line) => /\$\{[^`]*\} ms\b/u.test(line));
}

describe('a sentence', () => {
  it('names tasks and agents by their titles, never by their ids', () => {
    expect(idsInSentences('return `${plan.tasks[task]!.id} was undone twice`;')).toHaveLength(1);
    expect(idsInSentences('const draws = context.random(`raft/${plan.agents[agent]!.id}`);')).toEqual([]);
    // A problem quotes ids, as they stand in the file, beside its place; `withNames` turns them into names where they are shown.
    const told = source.filter(({ name }) => !/src\/document\/|workflow\/check\//u.test(name));
    expect(told.flatMap(({ name, text }) => idsInSentences(text).map((line) => `${name}: ${line.trim()}`))).toEqual([]);
  });

  it('writes times by the one formatter', () => {
    expect(timesByHand('return `waits until ${fact.untilMs} ms`;')).toHaveLength(1);
    // The formatter itself, the ticks of an axis, the bound of a field as it is typed, the time that a command took.
    const own = /display\/units\.ts|drawing\/ticks\.ts|schema\/parts\.ts|cli\/simulate\.ts/u;
    const found = source.filter(({ name }) => !own.test(name));
    expect(found.flatMap(({ name, text }) => timesByHand(text).map((line) => `${name}: ${line.trim()}`))).toEqual([]);
  });
});

/** Sentences and words that a plainer one has replaced (the glossary): they do not come back. */
const retired = [
  'is ended by its limit',
  'is taken back from',
  'waits for a slot of',
  'what was fixed by hand',
  'is put to',
  'what is left of its parts',
  'can be given to nobody',
  'tell different things to different agents',
  'to say old things again',
  'in peace again',
  'colludes no more',
  'says falsely',
  'split meets again',
  'whole again',
  'come twice',
  'overtake each other',
  'with a chance of',
  'had it waiting',
  'is to see to it',
  'could have done it too',
  'does no tasks itself',
  'can go wrong any more',
  'on whom it could fall',
  'take this task',
  "'still on it'",
  'how much do you hold',
  'the lot did not fall',
  'runs dry',
  'was called out, and',
  'What counts how much',
  'sign of life',
  'hears of no leader',
  'drops what it has stored',
  'are bound to it',
  'who is silent is for nothing',
  'can make a circle',
  'alike in every particular',
  'by somebody else',
  'nobody honest is left',
  'befalls',
  'so many times as long',
  'Patience with the leader',
  'Ballots until',
  'so that one can see how',
  'A plan of nobody',
  'forgets what it was at',
  'Tells only some',
  'Leads falsely',
  'anything but the truth',
  'fails for good',
  'is well again',
  'What contradicts something',
  'Pause nowhere',
  'Anew with what follows',
  'who should hear it',
  'Who has come how far',
  'came to nothing',
  'has come to anything',
  'nothing in particular',
  'Handing-over',
  'What carried it',
  'Went out',
  'does not heed',
  'hand tasks down',
  'Do or go to anything',
  'until these are mended',
  'perhaps not as meant',
  'called so',
  'to its like',
  'made no promise',
  'They part here',
  'goes back as well as on',
  'tells each another thing',
  'Whoever has',
  'The run begins',
  'is given up by',
  'it has succeeded',
  'what do you hold',
  'I am back',
  'nobody of mine',
  'see to this task',
  'by word of',
  'Called out to',
  'is called out to',
  'handings-over',
  'Of equals, the lot',
  'tasks in hand',
  'drawn by lot',
  'in spite of',
  'Break it',
  'Ways of coordinating',
  'ways of coordinating',
  'on whose word',
  'Laboratory:',
  'Take away:',
  'Tells different things',
  'Repeats old words',
  'Calls for new leaders',
  'Somebody else',
  'More goes first',
  'Heeds a cancel',
];

/** What a person reads of a file: strings and markup of code without its comments and imports, all of a text. */
function readOf({ name, text }: { name: string; text: string }): string {
  if (!/\.(ts|svelte)$/u.test(name)) return text;
  return text
    .replace(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->/gu, '')
    .split('\n')
    .filter((line) => !/^\s*(\/\/|import )/u.test(line))
    .join('\n');
}

function retiredIn(file: { name: string; text: string }): string[] {
  const said = readOf(file);
  return retired.filter((word) => said.includes(word)).map((word) => `${file.name}: ${word}`);
}

describe('words that are retired', () => {
  it('are found where a person reads them, and not in a comment', () => {
    const name = 'a.ts';
    expect(retiredIn({ name, text: "const help = 'Whom it befalls.';" })).toEqual(['a.ts: befalls']);
    expect(retiredIn({ name, text: '/** Whom it befalls. */\nconst help = 1;' })).toEqual([]);
    expect(retiredIn({ name: 'a.svelte', text: '<!-- befalls -->\n<h3>Went out</h3>' })).toEqual([
      'a.svelte: Went out',
    ]);
    expect(retiredIn({ name: 'a.md', text: 'Who befalls what.' })).toEqual(['a.md: befalls']);
  });

  it('stand in no component, no message, no document of the docs and no template', () => {
    const docs = ['docs', 'public/templates'].flatMap((folder) => filesUnder(folder, /\.(md|json)$/u));
    const readme = { name: 'README.md', text: readFileSync(path.join(root, 'README.md'), 'utf8') };
    // How the house is built is not what a person reads of a run.
    const told = docs.filter(({ name }) => !/architecture|performance|decisions/u.test(name));
    expect([...source, ...told, readme].flatMap(retiredIn)).toEqual([]);
  });
});
