/** Work as a small machine: what it obtains before it begins, its clock that stops, what it gives, and how it lets go. */
import { describe, expect, it } from 'vitest';
import { agentMachine, type Asked, type Role, type Work } from '../../../src/agents/index.ts';
import { actor, World, type Message } from '../../../src/kernel/index.ts';
import { inOrder, type KnownFact, type Plan, type Use } from '../../../src/plan/index.ts';
import { FactLog } from '../../../src/replay/index.ts';
import { compiled, crew, piece, task } from '../../scenarios/stage.ts';

/** How a service answers each use, by place: after so many ms, with a refusal, or never. */
type Answer = number | 'refused' | 'never';

interface Hold extends Message {
  readonly type: 'work.take' | 'work.cancel' | 'work.suspend' | 'work.resume';
}
interface Answered extends Message {
  readonly asked: Asked;
  readonly answer: Answer;
}

const dig = (over: object = {}) => ({ ...task('dig', [], { ms: 100 }), ...over });
const use = (kind: Use['kind'], fromMs = 0, service = 0): Use => ({ kind, service, units: 1, fromMs });

/** A run of one agent that is handed one task, which uses these; what is told of it, with when. */
function story(
  uses: readonly Use[],
  answers: readonly Answer[],
  {
    over = {},
    hands = [],
    availableMs = 0,
    crash = -1,
  }: { over?: object; hands?: readonly (readonly [number, Hold['type']])[]; availableMs?: number; crash?: number } = {},
) {
  const base = compiled(piece([dig(over)], { agents: crew(1) })).plan;
  const service = (id: string) => ({
    room: 'shop',
    of: 'resource' as const,
    id,
    name: id,
    units: 1,
    actor: 9,
    way: 'exclusive',
    replicas: [],
  });
  const plan: Plan = {
    ...base,
    simple: [false],
    services: [service('a'), service('b')],
    uses: new Map(uses.length === 0 ? [] : [[0, inOrder(uses)]]),
  };
  const work: Work = { task: 0, attempt: 1, lease: 7, room: 'work', giver: 0, availableMs, key: 0, heartbeatMs: 0 };
  const letGo: string[] = [];
  const worker: Role<object> = {
    room: 'work',
    init: () => ({}),
    receive(_slice, message, context, host) {
      if (message.type === 'work.take') host.take(work);
      if (message.type === 'work.cancel') host.cancel(0, 7);
      if (message.type === 'work.suspend') context.record({ type: 'test.suspended', ok: host.suspend(0, 7) } as never);
      if (message.type === 'work.resume') context.record({ type: 'test.resumed', ok: host.resume(0, 7) } as never);
    },
    ended: () => undefined,
    recovered: () => undefined,
  };
  const shopper: Role<object> = {
    room: 'shop',
    init: () => ({}),
    obtain(_slice, asked, context) {
      const answer = answers[asked.place] ?? 0;
      if (answer !== 'never')
        context.after(answer === 'refused' ? 0 : answer, { type: 'shop.answer', asked, answer } satisfies Answered);
    },
    receive(_slice, message, _context, host) {
      const { asked, answer } = message as Answered;
      // Twice: what is not asked any more changes nothing.
      for (let times = 0; times < 2; times += 1)
        if (answer === 'refused') host.refused(asked, 'unavailable');
        else host.obtained(asked);
    },
    release: (_slice, { use: { kind, service: of }, place }, { now }) =>
      void letGo.push(`${String(now)} ${kind} ${String(of)} at ${String(place)}`),
    ended: () => undefined,
    recovered: () => undefined,
  };
  const log = new FactLog();
  const world = new World(
    {
      engine: 'test',
      seed: 1,
      actors: [
        actor('agent', agentMachine(plan, 0, [worker, shopper])),
        actor('workflow', { init: () => ({}), receive: () => undefined }),
      ],
      start: [{ to: 0, message: { type: 'work.take' } }],
      planned: [
        ...hands.map(([atMs, type]) => ({ atMs, to: 0, message: { type } })),
        ...(crash === -1
          ? []
          : [
              { atMs: crash, to: -1, message: { type: 'kernel.crash', actor: 0 } as Message },
              { atMs: crash + 5, to: -1, message: { type: 'kernel.recover', actor: 0 } as Message },
            ]),
      ],
    },
    log,
  );
  for (let steps = 0; steps < 1000 && world.step() !== null; steps += 1);
  const told = Array.from({ length: log.length }, (_, at) => {
    const fact = log.at(at) as KnownFact & {
      readonly reason?: string | null;
      readonly end?: string;
      readonly use?: string;
      readonly dueMs?: number;
      readonly ok?: boolean;
    };
    return [
      log.timeOf(at),
      fact.type.replace(/^task\./, ''),
      fact.use ?? fact.dueMs ?? fact.reason ?? fact.end ?? fact.ok,
    ]
      .filter((each) => each !== undefined)
      .join(' ');
  });
  return { told, letGo };
}

describe('work that uses services', () => {
  it('without any is as it was: begun at once and over at its time', () => {
    expect(story([], []).told).toEqual(['0 started 100', '100 ended succeeded']);
  });

  it('[W11] what ends exactly at its timeout is in time, also where it needed something in its midst', () => {
    for (const timeoutMs of [99, 100, 101])
      for (const uses of [[], [use('resource', 30)], [use('resource', 0), use('resource', 60)]]) {
        const end = story(uses, [], { over: { timeoutMs } }).told.at(-1);
        expect(end, `${String(timeoutMs)} ms, ${String(uses.length)} needs`).toBe(
          timeoutMs < 100 ? '99 ended timeout' : '100 ended succeeded',
        );
      }
  });

  it('obtains its data first, then reads, limits, resources, each as it is asked for, and then begins', () => {
    const { told } = story(
      [use('resource'), use('resource', 0, 1), use('write'), use('limit'), use('read')],
      [10, 5, 20, 0, 30],
      { availableMs: 40 },
    );
    expect(told).toEqual([
      '0 waiting',
      '40 obtaining read',
      '50 obtaining limit',
      '55 obtaining resource',
      '75 obtaining resource',
      '75 started 175',
      '175 giving write',
      '205 ended succeeded',
    ]);
  });

  it('a refusal ends the attempt as failed with its reason, at each stage', () => {
    expect(story([use('read')], ['refused']).told).toEqual(['0 obtaining read', '0 ended unavailable']);
    expect(story([use('resource', 30)], ['refused']).told).toEqual([
      '0 started 100',
      '30 blocked resource',
      '30 ended unavailable',
    ]);
    expect(story([use('write')], ['refused']).told).toEqual([
      '0 started 100',
      '100 giving write',
      '100 ended unavailable',
    ]);
  });

  it('its clock stands while it is blocked, and goes on where it stood', () => {
    expect(story([use('resource', 30), use('resource', 60, 1)], [50, 15]).told).toEqual([
      '0 started 100',
      '30 blocked resource',
      '80 resumed 150',
      '110 blocked resource',
      '125 resumed 165',
      '165 ended succeeded',
    ]);
  });

  it('what is needed behind its end is needed at its end', () => {
    expect(story([use('resource', 500)], [50]).told).toEqual([
      '0 started 100',
      '100 blocked resource',
      '150 resumed 150',
      '150 ended succeeded',
    ]);
  });

  it('is suspended and resumed, blocked or not, and only in its midst', () => {
    expect(
      story([use('read')], [10], {
        hands: [
          [5, 'work.suspend'],
          [50, 'work.suspend'],
          [60, 'work.suspend'],
          [90, 'work.resume'],
          [95, 'work.resume'],
        ],
      }).told,
    ).toEqual([
      '0 obtaining read',
      '5 test.suspended false',
      '10 started 110',
      '50 suspended',
      '50 test.suspended true',
      '60 test.suspended false',
      '90 resumed 150',
      '90 test.resumed true',
      '95 test.resumed false',
      '150 ended succeeded',
    ]);
    const comesBack = (resumedMs: number, ...end: string[]) => {
      const hands = [
        [50, 'work.suspend'],
        [resumedMs, 'work.resume'],
      ] as const;
      const begin = ['0 started 100', '30 blocked resource', '50 suspended', '50 test.suspended true'];
      expect(story([use('resource', 30)], [40], { hands }).told).toEqual([...begin, ...end]);
    };
    comesBack(90, '90 resumed 160', '90 test.resumed true', '160 ended succeeded');
    comesBack(60, '60 test.resumed true', '70 resumed 140', '140 ended succeeded');
    expect(story([], [], { hands: [[50, 'work.suspend']] }).told).toContain('50 test.suspended false');
  });

  it('its timeout counts from its start, not from its slot, and blocked or suspended time is in it', () => {
    const limit = { timeoutMs: 120 };
    expect(story([use('read')], [500], { over: limit }).told).toEqual([
      '0 obtaining read',
      '500 started 600',
      '600 ended succeeded',
    ]);
    expect(story([use('resource', 30)], [500], { over: limit }).told).toEqual([
      '0 started 100',
      '30 blocked resource',
      '120 ended timeout',
    ]);
    expect(story([use('write')], ['never'], { over: limit }).told).toEqual([
      '0 started 100',
      '100 giving write',
      '120 ended timeout',
    ]);
  });

  it('is cancelled at once while it obtains, and cooperatively afterwards', () => {
    expect(story([use('read')], ['never'], { hands: [[20, 'work.cancel']] }).told).toEqual([
      '0 obtaining read',
      '20 ended cancelled',
    ]);
    const slow = dig({ action: { kind: 'simulate', durationMs: 100, cancelMs: 7 } });
    expect(story([use('resource', 10)], ['never'], { over: slow, hands: [[20, 'work.cancel']] }).told.at(-1)).toBe(
      '27 ended cancelled',
    );
    expect(story([use('write')], ['never'], { over: slow, hands: [[120, 'work.cancel']] }).told.at(-1)).toBe(
      '127 ended cancelled',
    );
  });

  it('lets go of all that it asked for when it ends, once each, and of nothing that it never came to', () => {
    expect(story([use('read'), use('resource'), use('write')], [0, 0, 0]).letGo).toEqual([
      '100 read 0 at 0',
      '100 resource 0 at 1',
      '100 write 0 at 2',
    ]);
    expect(story([use('read'), use('resource')], [0, 'refused']).letGo).toEqual(['0 read 0 at 0', '0 resource 0 at 1']);
    expect(story([use('read'), use('resource')], ['never']).letGo).toEqual([]);
    expect(story([use('read'), use('resource')], ['never'], { hands: [[20, 'work.cancel']] }).letGo).toEqual([
      '20 read 0 at 0',
    ]);
  });

  it('writes nothing where its work fails, and a crash leaves nothing in its hands', () => {
    const failing = dig({ action: { kind: 'simulate', durationMs: 100, failsFirst: 1 } });
    expect(story([use('write')], [0], { over: failing }).told).toEqual([
      '0 started 100',
      '100 ended attempt 1 fails by its model',
    ]);
    expect(story([use('read')], [50], { crash: 20 }).told.filter((line) => !line.includes('actor.'))).toEqual([
      '0 obtaining read',
    ]);
  });
});
