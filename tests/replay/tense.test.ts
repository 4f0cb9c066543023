/** What the log says has happened: every sentence of a fact is in the past, whichever room it comes from. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readRun } from '../../src/interchange/index.ts';
import { Run, describe as sentence } from '../../src/replay/index.ts';
import { compile } from '../../src/workflow/index.ts';

const journals = path.join(import.meta.dirname, '../journals');

/** What was sent is told by an arrow; what holds or goes on from here is told as it is. */
const standing: ReadonlySet<string> = new Set(['message.sent', 'network.changed', 'run.cancelling', 'task.deciding']);

/** The sentence without names in quotes and without what follows a colon: a reason, a message, a value. */
function claim(text: string): string {
  return text.replaceAll(/"[^"]*"/gu, '').split(': ')[0] ?? '';
}

const past =
  /\b(?:\w+ed|was|were|began|became|began|bid|brought|cost|fell|forgot|found|had|heard|left|lost|put|stood|spoke|took|went|withheld|won|wrote)\b/iu;
const present =
  /\b(?:is|are|has|have|begins|starts|ends|gives|waits|takes|keeps|stands|falls|crashes|will|would be)\b/u;

function inThePast(text: string): boolean {
  return past.test(claim(text)) && !present.test(claim(text));
}

it('tells a sentence of the past from one of the present', () => {
  for (const told of ['Gil started Grill', 'Run stopped: it is late', 'A was announced to 3 agents'])
    expect(inThePast(told), told).toBe(true);
  for (const told of ['Gil starts Grill', 'Grill is ready', 'Gil crashes', 'Grill has started'])
    expect(inThePast(told), told).toBe(false);
});

/** One sentence of each kind of fact of each of these runs that is not in the past. */
function inThePresent(name: string): string[] {
  const read = readRun(readFileSync(path.join(journals, name), 'utf8'));
  if (!read.ok) throw new Error(read.error.message);
  const made = compile(read.value.document);
  if (!made.ok) throw new Error(name);
  const { log, compiled } = new Run(made.value, { inputs: read.value.inputs }).finish();
  const told = new Map<string, string>();
  for (let at = 0; at < log.length; at += 1) {
    const fact = log.at(at);
    if (standing.has(fact.type)) continue;
    const { text } = sentence(fact, compiled.plan);
    if (!inThePast(text)) told.set(fact.type, `${name}: ${text}`);
  }
  return [...told.values()];
}

it('tells every kind of fact of every recorded run in the past', () => {
  const names = readdirSync(journals).filter((each) => each.endsWith('.json'));
  expect(names.flatMap(inThePresent)).toEqual([]);
});
