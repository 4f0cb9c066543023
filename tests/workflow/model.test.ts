/**
 * Random sagas against the reference model: states, times, attempts, outcome and length are those that a second engine
 * comes to. A seed that differs is told.
 */
import { describe, expect, it } from 'vitest';
import { resultOf, Run } from '../../src/replay/index.ts';
import { compile } from '../../src/workflow/index.ts';
import { documentOfSaga, randomSaga, type Saga } from '../support/model-documents.ts';
import { figure, rounds } from '../support/prove.ts';
import { modelled, type Told, type Twist } from '../support/reference-model.ts';

const count = rounds(300, 5000);

/** What the engine makes of a saga; null for the few that are refused, where tasks wait for one another across a border. */
function told(saga: Saga): Told | null {
  const made = compile(documentOfSaga(saga));
  if (!made.ok) {
    for (const { code } of made.error) expect(code).toBe('part-waits');
    return null;
  }
  const { outcome, makespanMs, tasks } = resultOf(new Run(made.value).finish());
  return {
    outcome,
    makespanMs,
    tasks: Object.fromEntries(
      Object.entries(tasks).map(([id, { state, startMs, endMs, attempts }]) => [id, [state, startMs, endMs, attempts]]),
    ),
  };
}

/** Where a skip and the stop of everything fall into one instant, either may come first: what never began is called the same then. */
function plain({ tasks, ...rest }: Told): Told {
  const never = (state: string, attempts: number): boolean =>
    attempts === 0 && (state === 'skipped' || state === 'cancelled');
  const named = Object.entries(tasks).map(
    ([id, task]) =>
      [id, never(task[0], task[3]) ? (['not done', ...task.slice(1)] as unknown as typeof task) : task] as const,
  );
  return { ...rest, tasks: Object.fromEntries(named) };
}

/** What the model makes of it; null where a bent rule lets it stand still. */
function bent(saga: Saga, twist: Twist): Told | null {
  try {
    return modelled(saga.parts, saga.agents, saga.runMs, twist);
  } catch {
    return null;
  }
}

describe('the reference model', () => {
  it('[W4] [W8] [W12] [W13] [W15] [W16] comes to the same, task by task', () => {
    let equal = 0;
    for (let seed = 1; equal < count; seed += 1) {
      const saga = randomSaga(seed);
      const ours = told(saga);
      if (ours === null) continue;
      expect(plain(ours), `seed ${String(seed)}`).toEqual(plain(modelled(saga.parts, saga.agents, saga.runMs)));
      equal += 1;
    }
    expect(equal).toBe(count);
    figure('sagas equal to the reference model', equal);
  }, 600_000);
  it.each([
    'limits exclude their instant',
    'queue timeouts are tried again',
    'queue timeouts stop what has begun',
    'data on its way is no waiting',
    'undoing by the limits of the work',
    'undoing in order of success',
    'undoing while others work',
    'the failed hand over',
    'a doubled dependency counts twice',
    'k of fewer than k waits',
    'a late run is cancelled',
  ] satisfies Twist[])('notices a bent rule: %s', (twist) => {
    let noticed = 0;
    for (let seed = 1; seed <= 400 && noticed === 0; seed += 1) {
      const saga = randomSaga(seed);
      const ours = told(saga);
      if (ours !== null && JSON.stringify(bent(saga, twist)) !== JSON.stringify(ours)) noticed += 1;
    }
    expect(noticed).toBe(1);
  });
});
