/** Every look of every golden run, asked as the page asks: what it answers is what its schema says, all of it and nothing more. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { bridgeVersion, parseRequest, type Question } from '../../../src/bridge/index.ts';
import type { Document } from '../../../src/document/index.ts';
import { looks, type LookKind } from '../../../src/replay/index.ts';
import { Rig } from '../../engine/rig.ts';

const folder = path.resolve(import.meta.dirname, '../../journals');
const journals = readdirSync(folder).filter((name) => name.endsWith('.json'));

/** What is asked of each look, of a run of so many steps of a document. */
const questions: { readonly [Kind in LookKind]: (document: Document, steps: number) => readonly Question<Kind>[] } = {
  'window.timeline': () => [
    { kind: 'window.timeline', fromMs: 0, toMs: 1e6, pixels: 20 },
    { kind: 'window.timeline', fromMs: 0, toMs: 100, pixels: 5000 },
  ],
  'window.attempts': () => [
    { kind: 'window.attempts', from: 0, count: 500 },
    { kind: 'window.attempts', from: 2, count: 3 },
  ],
  'window.course': () => [{ kind: 'window.course', fromMs: 0, toMs: 777, buckets: 13 }],
  'window.log': () => [
    { kind: 'window.log', from: 0, count: 5000, filter: {} },
    { kind: 'window.log', from: 1, count: 9, filter: { text: 'a', types: ['task'] } },
  ],
  'window.messages': () => [
    { kind: 'window.messages', from: 0, count: 2000, filter: {} },
    { kind: 'window.messages', from: 9, count: 20, filter: { folded: { all: true, except: [] } } },
  ],
  'window.conversations': () => [{ kind: 'window.conversations', from: 0, count: 2000, filter: {} }],
  'run.data': ({ tasks = [] }) => tasks.map(({ id }) => ({ kind: 'run.data', task: id })),
  'run.document': () => [{ kind: 'run.document' }],
  'run.memory': ({ memories = [] }) =>
    ['', ...memories.map(({ id }) => id)].map(
      (memory) => ({ kind: 'run.memory', memory, from: 0, count: 50, differing: false }) as const,
    ),
  'run.history': ({ memories = [] }) =>
    memories.map(({ id }) => ({ kind: 'run.history', memory: id, key: '' }) as const),
  'run.deal': ({ tasks = [] }) =>
    ['', ...tasks.flatMap(({ id, action }) => (action?.kind === 'negotiate' ? [id] : []))].flatMap((task) =>
      [true, false].map((claimed) => ({ kind: 'run.deal', task, attempt: 0, axes: [0, 1], claimed }) as const),
    ),
  'run.why': ({ tasks = [] }, steps) =>
    tasks.flatMap(({ id }) => [0, steps >> 1, steps].map((step) => ({ kind: 'run.why', task: id, step }) as const)),
  'run.whyAgent': ({ agents = [] }, steps) =>
    agents.map(({ id }) => ({ kind: 'run.whyAgent', agent: id, step: steps })),
  'run.conflicts': () =>
    (['all', 'now', 'wait', 'negotiation'] as const).map(
      (of) => ({ kind: 'run.conflicts', of, about: '', from: 0, count: 200 }) as const,
    ),
  'run.waits': () => [{ kind: 'run.waits' }],
  'run.whyMemory': ({ agents = [] }, steps) =>
    agents.map(({ id }) => ({ kind: 'run.whyMemory', agent: id, step: steps, key: '' })),
  'run.minds': ({ agents = [] }, steps) => [
    { kind: 'run.minds', step: steps, from: 0, count: 200 },
    ...agents.map(({ id }) => ({ kind: 'run.minds', agent: id, step: steps >> 1, from: 0, count: 1 }) as const),
  ],
  'run.mind': ({ agents = [] }, steps) => agents.map(({ id }) => ({ kind: 'run.mind', agent: id, step: steps })),
  'run.checkpoints': ({ agents = [] }, steps) =>
    [null, agents[0]!.id].map(
      (agent) => ({ kind: 'run.checkpoints', agent, step: steps, kept: [steps >> 1] }) as const,
    ),
  'run.checkpoint': ({ agents = [] }, steps) =>
    [null, agents[0]!.id].map((agent) => ({ kind: 'run.checkpoint', agent, step: steps >> 1 }) as const),
  'run.checkpointChanges': ({ agents = [] }, steps) =>
    [null, agents[0]!.id].map(
      (agent) => ({ kind: 'run.checkpointChanges', agent, from: steps >> 2, to: steps >> 1 }) as const,
    ),
  'run.snapshots': (_document, steps) =>
    [null, { by: null, number: 1 }].map((of) => ({ kind: 'run.snapshots', step: steps, of }) as const),
  'run.consensus': ({ tasks = [] }, steps) =>
    tasks.flatMap(({ id }) =>
      [0, steps >> 1, steps].map((step) => ({ kind: 'run.consensus', task: id, step }) as const),
    ),
};

/** Kinds of looks that told something of a golden run. */
async function kindsTold(text: string): Promise<Set<string>> {
  const rig = new Rig();
  await rig.ask({ kind: 'run.import', runId: 'r', documentId: 'd', text });
  await rig.settle();
  const document = (await rig.ask({ kind: 'run.document' }))!;
  const { steps } = rig.status!;
  const told = new Set<string>();
  for (const step of [0, steps >> 1, steps]) {
    await rig.ask({ kind: 'player.seek', step });
    for (const look of looks)
      for (const question of questions[look.kind](document, steps)) {
        const request = parseRequest({ bridge: bridgeVersion, id: 1, command: question });
        if (!request.ok) throw new Error(request.error.error.message);
        const answer = await rig.session.handle(request.value.command);
        const parsed = v.safeParse(v.nullable(look.answer), answer);
        expect(parsed.issues?.map((issue) => `${String(v.getDotPath(issue))}: ${issue.message}`)).toBeUndefined();
        expect(parsed.output, look.kind).toEqual(answer);
        if (answer !== null) told.add(look.kind);
      }
  }
  return told;
}

describe('what looks tell', () => {
  it('is refused by its schema with a field too many, too few, or of another kind', () => {
    const { answer } = looks.find(({ kind }) => kind === 'window.timeline')!;
    const good = { endMs: 3, idle: [], lanes: [{ agent: 'ana', slots: 1, utilization: 0.5, bars: [] }] };
    expect(v.is(answer, good)).toBe(true);
    expect(v.is(answer, { ...good, colour: 'red' })).toBe(false);
    expect(v.is(answer, { ...good, lanes: [{ ...good.lanes[0], slots: '1' }] })).toBe(false);
    expect(v.is(answer, { endMs: 3, idle: [] })).toBe(false);
  });

  const told = new Set<string>();
  it.each(journals)('is what its schema says, in %s', async (name) => {
    for (const kind of await kindsTold(readFileSync(path.join(folder, name), 'utf8'))) told.add(kind);
  });
  it('was something for every look', () => {
    expect([...told].sort()).toEqual(looks.map(({ kind }) => kind).sort());
  });
});
