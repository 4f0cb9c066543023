/**
 * The coordinator and whoever asks groups to decide crash, come back and are cut off like agents: under every pattern and
 * protocol of the registry, at steps all along a run. First what must not happen: that it ends well without them.
 */
import { describe, expect, it } from 'vitest';
import { ASSIGNMENTS, BALANCINGS, type Document, type Task } from '../../../src/document/index.ts';
import { decisionRooms, rooms } from '../../../src/protocols/index.ts';
import { resultOf, Run } from '../../../src/replay/index.ts';
import { compiled, crew, piece, task } from '../stage.ts';
import { put, scene } from './cast.ts';

/** A way of coordinating, as a document with nothing planned; nothing of it takes time on its way. */
interface Stage {
  readonly title: string;
  readonly document: Document;
  /** Who is broken. */
  readonly who: 'coordinator' | 'client';
}

function coordinated(title: string, pattern: string, more: Partial<Document> = {}): Stage {
  return {
    title,
    document: scene(pattern, [], { coordination: { pattern }, network: {}, ...more }),
    who: 'coordinator',
  };
}

function decided(protocol: string, action: NonNullable<Task['action']>): Stage {
  const tasks = [task('vote', [], { action }), task('after', ['vote']), task('again', ['after'], { action })];
  return { title: `decided by ${protocol}`, document: piece(tasks, { agents: crew(4) }), who: 'client' };
}

/** A decision of any room: a value that all know, or a price on which two disagree. */
function actionOf(room: string, protocol: string): NonNullable<Task['action']> {
  if (room !== 'negotiation')
    return { kind: 'consensus', protocol, value: 'go', replyByMs: 5000, viewTimeoutMs: 300 } as never;
  const utilities = { 'agent-1': { values: [[0, 1]] }, 'agent-2': { values: [[1, 0]] } };
  const issues = [{ name: 'price', min: 1, max: 5 }];
  return { kind: 'negotiate', protocol, participants: ['agent-1', 'agent-2'], issues, utilities } as never;
}

const stages: readonly Stage[] = [
  ...[...rooms.keys()].map((pattern) => coordinated(pattern, pattern)),
  ...BALANCINGS.map((balancing) =>
    coordinated(`balanced by ${balancing}`, 'load-balancing', { scheduling: { balancing } }),
  ),
  ...ASSIGNMENTS.map((assignment) =>
    coordinated(`assigned by ${assignment}`, 'centralized', { scheduling: { assignment } }),
  ),
  ...decisionRooms.flatMap(({ name, ways }) => Object.keys(ways).map((way) => decided(way, actionOf(name, way)))),
];

/** As many parts of a run as are tried. */
const parts = 24;

/** Steps all along a run of a document. */
function stepsOf(document: Document): number[] {
  const { steps } = new Run(compiled(document)).finish();
  const stride = Math.max(1, Math.floor(steps / parts));
  return Array.from({ length: Math.ceil(steps / stride) }, (_, at) => at * stride);
}

const broken = (run: Run) => run.watch.views().filter(({ holds }) => !holds);
const completions = (run: Run): number[] =>
  Array.from({ length: run.log.length }, (_, at) => run.log.at(at)).flatMap((fact) =>
    fact.type === 'task.succeeded' ? [fact.task] : [],
  );

describe.each(stages)('$title: the $who', ({ document, who }) => {
  const all = new Set((document.tasks ?? []).map((_, at) => at));

  it('[W32] is down for good: what had not succeeded stalls, and the run says for whom it waits', () => {
    let stalls = 0;
    for (const step of stepsOf(document)) {
      const run = put(document, step, { kind: 'crash', agent: who });
      const { outcome, reason } = resultOf(run);
      expect([step, broken(run)]).toEqual([step, []]);
      if (outcome === 'succeeded') continue;
      stalls += 1;
      expect([step, outcome, reason]).toEqual([
        step,
        'stalled',
        expect.stringMatching(`for the ${who}.*, which is down$`),
      ]);
    }
    expect(stalls).toBeGreaterThan(0);
  });

  it('[W32] is down for a while: the same tasks succeed, each once, and no rule breaks', () => {
    for (const step of stepsOf(document)) {
      const run = put(document, step, { kind: 'crash', agent: who, recoverMs: 8000 });
      const { outcome, reason } = resultOf(run);
      expect([step, outcome, reason, broken(run)]).toEqual([step, 'succeeded', null, []]);
      const done = completions(run);
      expect([step, new Set(done), done.length]).toEqual([step, all, all.size]);
    }
  });

  it('[W32] is cut off for a while: the same', () => {
    const ids = (document.agents ?? []).map(({ id }) => id);
    for (const step of stepsOf(document)) {
      const run = put(document, step, { kind: 'partition', groups: [[who], ids], untilMs: 2000 });
      const { outcome, reason } = resultOf(run);
      expect([step, outcome, reason, broken(run)]).toEqual([step, 'succeeded', null, []]);
      const done = completions(run);
      expect([step, new Set(done), done.length]).toEqual([step, all, all.size]);
    }
  });
});
