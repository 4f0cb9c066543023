/**
 * A service from outside, `tests/fixtures/rooms/cell`: tasks read it before they begin and write it when they end, beside every
 * pattern, whatever fails; and whatever tells of a run tells of it.
 */
import { describe, expect, it } from 'vitest';
import { standInsOf, undone, type Document, type Fault } from '../../src/document/index.ts';
import { knownNames, patternCards } from '../../src/protocols/index.ts';
import {
  describe as told,
  injectionInputs,
  LogRows,
  marksOf,
  MessageRows,
  Run,
  StateAt,
  Timeline,
  WhyBook,
} from '../../src/replay/index.ts';
import { checkDocument, compile } from '../../src/workflow/index.ts';
import { crew, piece, play, task } from '../scenarios/stage.ts';
import { callWith } from '../support/command-line.ts';
import { factsOf, ran } from '../support/running.ts';
import type { CellFact } from '../fixtures/rooms/cell/messages.ts';

const patterns = patternCards.map(({ name }) => name);
const seeds = [1, 2, 3, 4, 5];

/** Two tasks that take turns at a board, and one that has nothing to do with it. */
function scene(more: Partial<Document> = {}, of: object = {}): Document {
  return piece(
    [
      task('draft', [], { ms: 20, writes: ['board'], model: { result: 'first' }, ...of }),
      task('edit', ['draft'], { ms: 30, reads: ['board'], writes: ['board'], model: { result: 'second' }, ...of }),
      task('rest', [], { ms: 40 }),
    ],
    {
      agents: crew(3),
      memories: [{ id: 'board', name: 'The board', consistency: 'cell' }],
      network: { delayMs: 2 },
      ...more,
    },
  );
}
const managed = (pattern: string): Partial<Document> =>
  pattern === 'delegation'
    ? {
        coordination: { pattern },
        agents: [{ id: 'boss', role: 'manager' }, ...crew(3).map((each) => ({ ...each, reportsTo: 'boss' }))],
      }
    : { coordination: { pattern } };
const cells = (played: { readonly recorded: readonly { readonly fact: object }[] }): CellFact[] =>
  played.recorded.map(({ fact }) => fact as CellFact).filter(({ type }) => type.startsWith('cell.'));

describe.each(patterns)('[CE1] [CE2] beside %s', (pattern) => {
  it('what was written is read, and written once', () => {
    const played = play(scene(managed(pattern)));
    expect(played.outcome).toBe('succeeded');
    expect(
      cells(played).map(({ type, ...fact }) => [
        type,
        'value' in fact ? fact.value : null,
        'version' in fact ? fact.version : null,
      ]),
    ).toEqual([
      ['cell.written', 'first', 1],
      ['cell.told', 'first', 1],
      ['cell.written', 'second', 2],
    ]);
    expect(played.plan.actors.at(-1)).toMatchObject({ kind: 'service', called: 'board', room: 'cell' });
  });

  it.each<readonly [string, Partial<Document>]>([
    [
      'messages are lost, doubled and overtake each other',
      { network: { delayMs: { min: 1, max: 6 }, loss: 0.2, duplicate: 0.2, reorder: 0.3 } },
    ],
    ['the cell crashes and is back', { faults: [{ kind: 'crash', agent: 'board', atMs: 15, recoverMs: 60 }] }],
    ['the cell crashes for good', { faults: [{ kind: 'crash', agent: 'board', atMs: 15 }] }],
    ['an agent crashes and is back', { faults: [{ kind: 'crash', agent: 'agent-1', atMs: 10, recoverMs: 90 }] }],
    [
      'the cell is cut off for a while',
      { network: { delayMs: 2, partitions: [{ atMs: 5, healMs: 80, groups: [['board'], ['agent-1', 'agent-2']] }] } },
    ],
    ['an agent lies', { faults: [{ kind: 'lie', agent: 'agent-1', atMs: 0 }] }],
  ])('every rule holds where %s, and the run comes to an end', (_what, more) => {
    for (const seed of seeds) {
      const played = ran({
        ...scene({ ...managed(pattern), ...more, seed }, { retry: { attempts: 4, backoffMs: 30 } }),
        limits: { stepsMax: 20_000 },
      });
      expect(played.broken).toEqual([]);
      expect(['succeeded', 'failed', 'stalled']).toContain(played.outcome);
      expect(new Run(played.run.compiled).finish().digest()).toBe(played.run.digest());
    }
  });

  it('[CE3] an attempt fails where the cell does not answer, and its retry succeeds when it is back', () => {
    const faults: Fault[] = [{ kind: 'crash', agent: 'board', atMs: 0, recoverMs: 110 }];
    const played = play(scene({ ...managed(pattern), faults }, { retry: { attempts: 6, backoffMs: 40, capMs: 40 } }));
    expect(played.outcome).toBe('succeeded');
    const failed = factsOf(played, 'task.ended').filter(({ end }) => end === 'failed');
    expect(failed.length).toBeGreaterThan(0);
    for (const { reason } of failed) expect(reason).toBe('unavailable: The board does not answer');
    const once = play(scene({ ...managed(pattern), faults: [{ kind: 'crash', agent: 'board', atMs: 0 }] }));
    expect([once.outcome, once.states['draft']]).toEqual(['failed', 'failed']);
  });
});

describe('what is obtained before work begins', () => {
  it('takes a slot and counts into the queue timeout, not into the timeout', () => {
    const slow: Partial<Document> = { network: { delayMs: 15 } };
    const played = play(scene(slow, { timeoutMs: 65 }));
    expect(played.outcome).toBe('succeeded');
    const late = ran(scene(slow, { queueTimeoutMs: 40 }));
    expect(late.broken).toEqual([]);
    expect(late.reason).toContain('waited too long');
  });

  it('a crash while it obtains, works or gives leaves rules and cell whole, at every millisecond', () => {
    for (let atMs = 0; atMs < 80; atMs += 3) {
      const faults: Fault[] = [{ kind: 'crash', agent: 'agent-1', atMs, recoverMs: atMs + 50 }];
      const played = ran(scene({ faults, agents: crew(1) }, { retry: { attempts: 5 } }));
      expect([atMs, played.broken, played.outcome]).toEqual([atMs, [], 'succeeded']);
    }
  });
});

describe('whoever tells of a run tells of the cell', () => {
  const document = scene(
    { faults: [{ kind: 'crash', agent: 'board', atMs: 30, recoverMs: 55 }] },
    { retry: { attempts: 3 } },
  );
  const made = compile(document);
  if (!made.ok) throw new Error('it compiles');
  const { plan } = made.value;
  const run = new Run(made.value).finish();

  it('problems: it is served, may be named by faults, and a document without such a room says what it leaves out', () => {
    expect(checkDocument(document).map(({ code }) => code)).toEqual([]);
    expect(undone(document, knownNames)).toEqual([]);
    expect(undone(document).map(({ code }) => code)).toContain('not-done');
    expect(standInsOf(document, knownNames)).toEqual(['coordinator', 'board']);
    const faults: Fault[] = [{ kind: 'lie', agent: 'board', atMs: 1 }];
    expect(checkDocument({ ...document, faults })[0]?.message).toContain(
      'This affects agents only, and the board is none',
    );
    const unserved = { ...document, memories: [{ id: 'board', consistency: 'eventual' }] };
    expect(checkDocument(unserved)[0]?.message).toContain('There is no agent "board"');
  });

  it('the log: every fact has a sentence with names in it, and the board stands among the nodes when it crashes', () => {
    const sentences = Array.from({ length: run.log.length }, (_, at) => told(run.log.at(at), plan));
    const text = sentences.map((each) => each.text);
    for (const each of text) expect(each).not.toMatch(/undefined|\[object|nobody/u);
    expect(text.some((each) => /^Agent-\d began reading The board for edit$/u.test(each))).toBe(true);
    for (const each of [
      'The board crashed',
      'The board recovered',
      'The cell returned version 1 for edit',
      'The cell stored version 2 from edit',
    ])
      expect(text).toContain(each);
    expect(text.some((each) => /^Agent-\d finished draft and began writing to The board$/u.test(each))).toBe(true);
    expect(sentences.find((each) => each.text === 'The board crashed')!.nodes).toEqual(['board']);
    const rows = new LogRows(plan, run.log).window(0, 20, { node: 'board' }, 0);
    expect(rows.total).toBe(2);
  });

  it('marks: what is written is one, and so is that it did not answer', () => {
    const marks = marksOf(run);
    expect(marks.filter(({ kind }) => kind === 'decision').map(({ label }) => label)).toEqual([
      'The cell stored version 1 from draft',
      'The cell stored version 2 from edit',
    ]);
    const dead = ran(scene({ faults: [{ kind: 'crash', agent: 'board', atMs: 0 }] }));
    expect(marksOf(dead.run).map(({ label }) => label)).toContain('Agent-1 got no answer from the cell for draft');
  });

  it('messages: it has a lane under its own name, and its words', () => {
    const window = new MessageRows(plan, run.log).window(0, 100, {}, 0);
    expect(window.lanes.map(({ title }) => title)).toContain('The board');
    const words = window.rows.map((row) => row.words);
    for (const each of ['what stands there?', 'this stands there', 'write this', 'it is written'])
      expect(words).toContain(each);
  });

  it('frames: the task says what it waits for, and the board stands among those who are down', () => {
    const state = new StateAt(plan, run.log, run.compiled.spec.network);
    const seen = new Set<string | null>();
    const down = new Set<string>();
    for (let step = 0; step <= run.steps; step += 1) {
      state.seek(run.log.countAt(step));
      const edit = plan.tasks.findIndex(({ id }) => id === 'edit');
      const { state: how, reason } = state.task(edit);
      seen.add(`${how}: ${String(reason)}`);
      for (const { who } of state.around(run.log.timeOf(Math.max(0, run.log.countAt(step) - 1))).down) down.add(who);
    }
    expect([...seen]).toContain('assigned: reading The board');
    expect([...seen]).toContain('running: writing to The board');
    expect([...down]).toEqual(['board']);
  });

  it('the timeline: work that gives what it made is a bar of its own on that of the work', () => {
    const { lanes } = new Timeline(plan, run.log).window({ fromMs: 0, toMs: run.now, pixels: 1e6 }, new Set());
    const bars = lanes.flatMap((lane) => lane.bars.map((bar) => ({ ...bar, agent: lane.agent })));
    const given = bars.filter(({ kind }) => kind === 'halted');
    expect(given.length).toBeGreaterThan(1);
    for (const { halt, task: of, agent, row, startMs, endMs } of given) {
      expect(halt).toBe('giving');
      const work = bars.find(
        (bar) => bar.kind === 'running' && bar.task === of && bar.agent === agent && bar.endMs >= endMs,
      )!;
      expect([row, startMs > work.startMs, endMs <= work.endMs]).toEqual([work.row, true, true]);
    }
  });

  it('why: the account of a task has what it read and wrote', () => {
    const why = new WhyBook(run.compiled, run.log).ofTask('edit', run.steps)!;
    const lines = why.attempts.flatMap(({ lines: each }) => each).map(({ text }) => text);
    expect(lines.some((line) => line.includes('reading The board'))).toBe(true);
    expect(lines.some((line) => line.includes('The cell stored version 2'))).toBe(true);
  });

  it('faults by hand: it can crash and come back', () => {
    const calm = compile(scene());
    if (!calm.ok) throw new Error('it compiles');
    const open = new Run(calm.value).finish();
    const inputs = injectionInputs(
      open,
      { step: 3, timeMs: 0 },
      { kind: 'crash', agent: 'board', atMs: 5, recoverMs: 40 },
    );
    expect(inputs).toMatchObject({
      ok: true,
      value: [{ message: { type: 'kernel.crash', actor: plan.services[0]!.actor } }, {}],
    });
    expect(injectionInputs(open, { step: 3, timeMs: 0 }, { kind: 'silent', agent: 'board' })).toMatchObject({
      ok: false,
    });
  });
});

describe('the command line', () => {
  const text = JSON.stringify({ format: 'conclave', version: 1, ...scene() });
  const call = (...args: string[]) => callWith({ 'one.json': text }, args);
  it('validates, simulates, gives an account, tries seeds and compares', () => {
    expect(call('validate', 'one.json')).toMatchObject({ status: 0, errors: '' });
    const simulated = call('simulate', 'one.json', '--json');
    expect(simulated.status).toBe(0);
    expect(JSON.parse(simulated.out)).toMatchObject({ outcome: 'succeeded', warnings: [] });
    expect(call('simulate', 'one.json', '--why', 'edit').out).toContain('The cell stored version 2 from edit');
    expect(call('compare', 'one.json', '--set-b', 'coordination.pattern=contract-net').status).not.toBe(2);
    const tried = call('experiment', 'one.json', '--seeds', '3', '--json');
    expect([tried.status, tried.errors]).toEqual([0, '']);
  });
});
