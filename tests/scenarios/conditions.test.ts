/** Conditions on dependencies, and results that take time to hand over (SPEC W21, W22). */
import { describe, expect, it } from 'vitest';
import { compile, parseCondition } from '../../src/workflow/index.ts';
import { costMs } from '../support/cost.ts';
import { crew, piece, play, task, times } from './stage.ts';

const judged = (when: string, result: unknown): string =>
  play(piece([task('a', [], { model: { result } }), task('b', [{ task: 'a', when }])])).states['b']!;

describe('conditions', () => {
  it.each([
    ['results.a.ok', null],
    ['results.a.value == 3', 3],
    ['results.a.score + 1 > 3.5', { score: 3 }],
    ['results.a.score % 2 == 1', { score: 3 }],
    ['results["a"].list.exists(x, x == "y")', { list: ['x', 'y'] }],
    ['"b" in results || results.a.ok', null],
    ['has(results.a.note) && results.a.note.startsWith("go")', { note: 'going' }],
    ['results.a.value == "matches(it)"', 'matches(it)'],
  ])('[W21] %s is true', (when, result) => {
    expect(judged(when, result)).toBe('succeeded');
  });
  it('[W21] false skips the task, and says which condition', () => {
    const played = play(piece([task('a'), task('b', [{ task: 'a', when: '!results.a.ok' }]), task('c', ['b'])]));
    expect(played.states).toEqual({ a: 'succeeded', b: 'skipped', c: 'skipped' });
    expect(played.result.tasks['b']!.reason).toBe('its condition "!results.a.ok" is false');
    expect(played.outcome).toBe('succeeded');
  });
  it('[W21] one that cannot be told, or is neither true nor false, counts as not taken and says why', () => {
    for (const [when, why] of [
      ['results.a.nothing.deep', 'cannot be told'],
      ['results.a.value', 'gives a number'],
      ['results.a.value + "x" == "5x"', 'cannot be told'],
    ] as const) {
      const played = play(piece([task('a', [], { model: { result: 5 } }), task('b', [{ task: 'a', when }])]));
      expect(played.states['b']).toBe('skipped');
      expect(played.result.tasks['b']!.reason).toContain(why);
    }
  });
  it('[W21] a condition on a failure is not asked: the dependency failed anyhow', () => {
    const never = piece([
      task('a', [], { onFailure: 'skip-dependents', model: { failureRate: 1 } }),
      task('b', [{ task: 'a', when: 'true' }]),
    ]);
    expect(play(never).states['b']).toBe('skipped');
  });
  it.each([
    'results.a.value.matches("(a+)+$")',
    'results.a.value.matches // not seen?\n ("(a+)+$")',
    '"x" == "matches" || results.a.value.matches("(a+)+$")',
    '[results.a].exists(x, x.value.matches("(a+)+$"))',
    'matches(results.a.value, "(a+)+$")',
  ])('[W21] matches is refused before the run: %s', (when) => {
    const made = compile(piece([task('a'), task('b', [{ task: 'a', when }])]));
    expect(made.ok).toBe(false);
    if (!made.ok) {
      expect(made.error[0]).toMatchObject({ code: 'condition-unreadable', path: 'tasks[1].dependsOn[0].when' });
      expect(made.error[0]!.message).toContain('matches');
    }
  });
  it.each(['results.', '1 +', 'while (true) {}', '((((((', 'results.a.ok)'])(
    '[W21] what is not CEL is refused with its place: %s',
    (when) => {
      const made = compile(piece([task('a'), task('b', [{ task: 'a', when }])]));
      expect(made.ok).toBe(false);
    },
  );
  it.each(['results.a.constructor', 'results.a.__proto__', 'results.a["constructor"]'])(
    '[W21] nothing of the host is reached: %s',
    (path) => {
      expect(judged(`has(results.a.x) && (has(${path}.name) || ${path} != null)`, { x: 1 })).toBe('skipped');
    },
  );
  it.each(['results.constructor', 'results["__proto__"]', 'constructor'])(
    '[W21] nothing of the host has a name: %s',
    (path) => {
      const made = compile(
        piece([task('a'), task('b', [{ task: 'a', when: `has(${path}.name) || ${path} != null` }])]),
      );
      expect(made.ok ? [] : made.error.map(({ code }) => code)).toEqual(['name-unknown']);
    },
  );
  it('[W21] a condition is told which tasks it names, or that it may look at any', () => {
    const names = (text: string): unknown => {
      const parsed = parseCondition(text);
      return parsed.ok && parsed.value.mentions && [...parsed.value.mentions];
    };
    expect(names('results.a.ok && results["b c"].x > 1')).toEqual(['a', 'b c']);
    expect(names('"results.z" == "" || results.a.ok // results.q')).toEqual(['a']);
    expect(names('size(results) > 1')).toBe(null);
    expect(names('results[results.a.value].ok')).toBe(null);
    expect(names('true')).toEqual([]);
  });
  it('[W21] 10,000 conditional dependencies cost little', () => {
    const fan = Array.from({ length: 10_000 }, (_, at) => task(`t${String(at)}`, [], { ms: 1 + (at % 5) }));
    const behind = fan.map(({ id }, at) => task(`u${String(at)}`, [{ task: id, when: `results.${id}.ok` }]));
    const took = costMs(() => {
      const played = play(piece([...fan, ...behind], { agents: crew(16) }));
      expect(played.outcome).toBe('succeeded');
    });
    expect(took).toBeLessThan(8000);
  });
});

describe('handing over', () => {
  const two = { agents: crew(2), scheduling: { assignment: 'first-fit' as const } };
  it('[W22] a result travels to another agent, and is there at once for its own', () => {
    const both = [
      task('a'),
      task('b', [{ task: 'a', transferMs: 30 }], { agent: 'agent-1' }),
      task('c', [{ task: 'a', transferMs: 30 }], { agent: 'agent-2' }),
    ];
    const played = play(piece(both, two));
    expect(times(played, 'b')).toEqual([10, 20]);
    expect(times(played, 'c')).toEqual([40, 50]);
  });
  it('[W22] the slowest of several decides, and the slot is held meanwhile', () => {
    const played = play(
      piece(
        [
          task('a', [], { agent: 'agent-1' }),
          task('b', [], { agent: 'agent-2' }),
          task(
            'c',
            [
              { task: 'a', transferMs: 5 },
              { task: 'b', transferMs: 25 },
            ],
            { agent: 'agent-1' },
          ),
          task('d', ['a'], { agent: 'agent-1' }),
        ],
        two,
      ),
    );
    expect(times(played, 'c')).toEqual([35, 45]);
    expect(times(played, 'd')[0]).toBe(45);
  });
  it('[W22] a task that starts with its first success does not wait for results that come later', () => {
    const played = play(
      piece(
        [
          task('a', [], { agent: 'agent-1' }),
          task('b', [], { ms: 12, agent: 'agent-2' }),
          task('c', [], { ms: 30, agent: 'agent-2' }),
          task('d', ['a', { task: 'b', transferMs: 500 }], { trigger: 'one-success', agent: 'agent-1' }),
        ],
        two,
      ),
    );
    expect(times(played, 'd')[0]).toBe(10);
  });
});
