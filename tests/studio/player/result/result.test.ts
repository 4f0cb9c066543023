/** What the result strip says of a run, and what it offers to try: figures that trial runs came to, or nothing. */
import { formatCost } from '../../../../src/studio/design/index.ts';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { RunStatus } from '../../../../src/bridge/index.ts';
import { apply, readDocument, type Document } from '../../../../src/document/index.ts';
import { Measurements, measure } from '../../../../src/experiments/index.ts';
import { Run, metricsOf, resultOf } from '../../../../src/replay/index.ts';
import { Advisor } from '../../../../src/studio/player/result/advisor.svelte.ts';
import { bottleneckSentence } from '../../../../src/studio/player/result/bottleneck.ts';
import { remediesFor } from '../../../../src/studio/player/result/remedies.ts';
import {
  adviceWords,
  costWords,
  differenceWords,
  heldUp,
  originOf,
  outcomeWords,
} from '../../../../src/studio/player/result/result-words.ts';
import type { Measurer } from '../../../../src/studio/state/index.ts';
import { compile } from '../../../../src/workflow/index.ts';
import { status } from '../../support/fake-engine.ts';

const holds = { rule: 'W1', title: 'a rule', room: 'workflow', holds: true, step: null, message: null };
const breaks = { ...holds, rule: 'W2', holds: false, step: 3 };
const nameOf = (id: string): string => id.slice(0, 1).toUpperCase() + id.slice(1);

function compiled(document: Document) {
  const result = compile(document);
  if (!result.ok) throw new Error(result.error[0]?.message);
  return result.value;
}

function story(id: string): Document {
  return readDocument(JSON.parse(readFileSync(`public/templates/${id}.json`, 'utf8'))).document;
}

/** The status of a document's run once it is over. */
function over(document: Document): RunStatus {
  const run = new Run(compiled(document)).finish();
  return status({
    runId: `r-${document.name ?? ''}`,
    complete: true,
    outcome: resultOf(run).outcome,
    steps: run.steps,
    seed: run.compiled.plan.seed,
    metrics: metricsOf(run),
  });
}

function advisor(): { readonly advisor: Advisor; readonly ended: () => number } {
  let ended = 0;
  const measurements = new Measurements();
  const measurer = {
    measure: (request) => Promise.resolve(measurements.answer(request)),
    end: () => (ended += 1),
  } as Pick<Measurer, 'measure' | 'end'> as Measurer;
  return { advisor: new Advisor(() => Promise.resolve(measurer)), ended: () => ended };
}

/** How long a run of the document with its advice really takes. */
function proven(document: Document, edit: Parameters<typeof apply>[1]): number {
  const changed = apply(document, edit);
  if (!changed.ok) throw new Error('the advice does not fit');
  const fitting = compiled(changed.value.document);
  return measure(fitting, fitting.plan.seed)[0] ?? Number.NaN;
}

describe('how a run ends, in words', () => {
  it('is never plain green with rules broken, and what is to come while the playhead is before it', () => {
    const sound = status({ complete: true, outcome: 'succeeded', invariants: [holds] });
    expect(outcomeWords(status({}), false)).toBeNull();
    expect(outcomeWords(sound, true)).toEqual({ text: 'Succeeded', tone: 'succeeded' });
    expect(outcomeWords(sound, false)?.text).toBe('Ends: succeeded');
    const broken = { ...sound, invariants: [holds, breaks, { ...breaks, rule: 'W3' }] };
    for (const atEnd of [true, false])
      expect(outcomeWords(broken, atEnd)).toEqual({ text: 'Ends: succeeded, 2 invariants broken', tone: 'waiting' });
  });

  it('says how the length differs from the run before', () => {
    expect(differenceWords(5100, 8200)).toEqual({ text: '3.10 s less than before', tone: 'succeeded' });
    expect(differenceWords(8200, 5100)).toEqual({ text: '3.10 s more than before', tone: 'waiting' });
    expect(differenceWords(5100, 5100).text).toBe('as long as before');
    expect([costWords(12, 15), costWords(15, 12), costWords(12, 12.001), costWords(12, null)]).toEqual([
      '3.00 less',
      '3.00 more',
      'the same',
      '',
    ]);
    expect(formatCost(1234.5)).toBe('1,234.50');
  });
});

describe('where what a run failed of began', () => {
  const mark = (kind: 'deadlock' | 'failure' | 'fault', step: number) => ({ kind, step, timeMs: step, label: kind });
  const reason = 'Eve failed: deadlock: Eve waits for Fork 1, held by Ada';
  it('is the circle, where that was it, and else the first failure', () => {
    const marks = [mark('deadlock', 32), mark('failure', 36)];
    expect(originOf(status({ reason, marks }))?.step).toBe(32);
    expect(originOf(status({ reason: 'Eve failed: out of tries', marks }))?.step).toBe(36);
    expect(originOf(status({ reason, marks: [mark('failure', 12), mark('deadlock', 32)] }))?.step).toBe(12);
    expect(originOf(status({ reason, marks: [mark('fault', 3)] }))?.step).toBe(3);
    expect(originOf(null)).toBeUndefined();
  });
});

describe('what decided the length, in words', () => {
  const base = {
    makespanMs: 8000,
    criticalPathMs: 3000,
    workMs: 6000,
    messages: 1,
    cost: 0,
    deadlines: { of: 0, missed: [], step: null },
  };
  const say = (requires: readonly string[], agents: readonly string[], idle?: readonly string[]) =>
    bottleneckSentence(
      { ...base, bottleneck: { requires, agents, heldMs: 2000, tasks: 3, ...(idle === undefined ? {} : { idle }) } },
      nameOf,
    );

  it('says nothing of a run that took no time', () => {
    expect(bottleneckSentence({ ...base, makespanMs: 0, bottleneck: null }, nameOf)).toBe('');
  });

  it('names the one agent that the run waited for, by the name that the person gave', () => {
    expect(say(['grill'], ['gil'])).toBe('The run waited 2.00 s of its 8.00 s (25%) for Gil, the only one with grill.');
  });

  it('counts those who could have done it', () => {
    expect(say(['grill'], ['gil', 'ana'])).toMatch(/one of the 2 agents with grill\.$/);
    expect(say([], ['gil', 'ana', 'lou'])).toMatch(/a free agent: all 3 were busy\.$/);
    expect(say([], ['gil'])).toMatch(/for Gil\.$/);
  });

  it('names who could have done it and had nothing to do, and asks for nobody more', () => {
    expect(say(['desk'], ['abe', 'eva', 'fay'], ['eva', 'fay'])).toBe(
      'The run waited 2.00 s of its 8.00 s (25%) while Eva and Fay, who can do it too, had nothing to do.',
    );
    expect(say(['desk'], ['a', 'b', 'c', 'd'], ['a', 'b', 'c', 'd'])).toMatch(/while A, B and 2 others, who/);
  });

  it('names the resource that it waited for', () => {
    const bottleneck = { requires: [], agents: [], heldMs: 6000, tasks: 2, resource: 'press' };
    expect(bottleneckSentence({ ...base, bottleneck }, nameOf)).toBe(
      'The run waited 6.00 s of its 8.00 s (75%) for Press, which other tasks had first.',
    );
    expect(heldUp({ ...base, bottleneck })).toEqual(['press']);
    expect(
      heldUp({ ...base, bottleneck: { requires: [], agents: ['a', 'b'], heldMs: 1, tasks: 1, idle: ['b'] } }),
    ).toEqual(['b']);
    expect([heldUp(null), heldUp({ ...base, bottleneck: null })]).toEqual([[], []]);
  });

  it('says of ten questions and one limit for what they waited, and what a higher limit would bring', async () => {
    const document = story('ten-agents-one-rate-limit');
    const finished = over(document);
    expect(bottleneckSentence(finished.metrics!, nameOf)).toMatch(
      /^The run waited 3\.00 s of its 3\.64 s .* for Requests,/u,
    );
    const { advisor: asked } = advisor();
    await asked.ask(finished, document, nameOf);
    expect(asked.advice?.words).toBe('3 instead of 2 units of Requests every 1.00 s');
    expect(proven(document, asked.advice!.edit)).toBe(asked.advice?.makespanMs);
  });

  it('says that agents would not help when the chain of tasks alone decides', () => {
    expect(bottleneckSentence({ ...base, criticalPathMs: 8000, bottleneck: null }, nameOf)).toBe(
      'No task waited for an agent on the way: the longest chain of tasks takes all 8.00 s.',
    );
  });
});

describe('advice', () => {
  it('promises what a run of it really comes to', async () => {
    const document = story('kitchen-at-rush-hour');
    const { advisor: asked, ended } = advisor();
    await asked.ask(over(document), document, nameOf);
    expect(asked.advice?.words).toBe('a second slot for Gil');
    expect(asked.advice?.makespanMs).toBe(5100);
    expect(proven(document, asked.advice!.edit)).toBe(5100);
    expect(ended()).toBe(1);
  });

  it('does not cure idle agents and a stale board by one slot more', async () => {
    const document = story('the-herd');
    const finished = over(document);
    expect(finished.metrics?.bottleneck?.idle?.slice(0, 2)).toEqual(['eva', 'fay']);
    const offered = remediesFor(document, finished.metrics?.bottleneck ?? null, nameOf);
    expect(offered.map(({ words }) => words).filter((words) => /slot|check-in/.test(words))).toEqual([]);
    const { advisor: asked } = advisor();
    await asked.ask(finished, document, nameOf);
    expect(asked.advice?.words).toMatch(/power of two|steal|stale|ask for work/);
    expect(proven(document, asked.advice!.edit)).toBe(asked.advice?.makespanMs);
  });

  it('cures a deadlock rather than shorten the failure: the philosophers take both forks at once, and all eat', async () => {
    const document = story('dining-philosophers');
    const hungry = over(document);
    expect(hungry.outcome).toBe('failed');
    const { advisor: asked } = advisor();
    await asked.ask(hungry, document, nameOf);
    expect(asked.advice?.edit).toMatchObject({ path: ['conflicts', 'deadlock'], value: 'all-or-nothing' });
    expect(asked.advice?.succeeds).toBe(true);
    expect(proven(document, asked.advice!.edit)).toBe(asked.advice?.makespanMs);
    expect([adviceWords(asked.advice!), asked.advice?.makespanMs]).toEqual([
      `With ${asked.advice!.words}: succeeds in`,
      4000,
    ]);
    const ordered = remediesFor(document, hungry.metrics?.bottleneck ?? null, nameOf).find(({ words }) =>
      /in one order/u.test(words),
    );
    expect(proven(document, ordered!.edit)).toBeGreaterThanOrEqual(4000);
    const fed = apply(document, ordered!.edit);
    expect(fed.ok && over(fed.value.document).outcome).toBe('succeeded');
  });

  it('keeps a deadline at the same length: on Mars priority is lent', async () => {
    const document = story('priority-inversion-on-mars');
    const { advisor: asked } = advisor();
    await asked.ask(over(document), document, nameOf);
    expect(asked.advice?.edit).toMatchObject({ path: ['conflicts', 'inversion'], value: 'inherit' });
    expect([adviceWords(asked.advice!), asked.advice?.makespanMs]).toEqual([
      `With ${asked.advice!.words}: all deadlines kept,`,
      13_000,
    ]);
    expect(proven(document, asked.advice!.edit)).toBe(asked.advice?.makespanMs);
  });

  it('does not offer a failure that is over sooner', async () => {
    const action = { kind: 'simulate', durationMs: 100, failsFirst: 9 } as const;
    const document: Document = {
      agents: [{ id: 'a' }],
      tasks: [
        { id: 'x', action: { kind: 'simulate', durationMs: 100 } },
        { id: 'y', action },
        { id: 'z', action },
      ],
    };
    const failed = over(document);
    expect(failed.outcome).toBe('failed');
    expect(remediesFor(document, failed.metrics?.bottleneck ?? null, nameOf).length).toBeGreaterThan(0);
    const { advisor: asked, ended } = advisor();
    await asked.ask(failed, document, nameOf);
    expect([asked.advice, ended()]).toEqual([null, 1]);
  });

  it('says what is gained: an end, deadlines, or time alone', () => {
    expect(adviceWords({ words: 'one more slot' })).toBe('With one more slot:');
    expect(adviceWords({ words: 'one more slot', late: 2 })).toBe('With one more slot: 2 deadlines missed,');
    expect(adviceWords({ words: 'one more slot', late: 0, succeeds: true })).toBe('With one more slot: succeeds in');
  });

  it('is silent where nothing helps, and where the run was not made by its document alone', async () => {
    const chain: Document = {
      agents: [{ id: 'a' }],
      tasks: [
        { id: 'x', action: { kind: 'simulate', durationMs: 100 } },
        { id: 'y', dependsOn: ['x'], action: { kind: 'simulate', durationMs: 100 } },
      ],
    };
    const { advisor: asked } = advisor();
    await asked.ask(over(chain), chain, nameOf);
    expect(asked.advice).toBeNull();
    const kitchen = story('kitchen-at-rush-hour');
    const finished = over(kitchen);
    const other = { ...finished, metrics: { ...finished.metrics!, makespanMs: 9000 } };
    await asked.ask({ ...other, runId: 'r-other' }, kitchen, nameOf);
    expect(asked.advice).toBeNull();
  });
});
