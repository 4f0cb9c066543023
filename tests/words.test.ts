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
