/** Every step of every story's lesson can be ticked off: a script does what it says, and only then it is done. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/base/index.ts';
import { apply, isRunnable, validate, type Deed, type Document, type Edit } from '../../../src/document/index.ts';
import {
  injectionInputs,
  marksOf,
  metricsOf,
  outcomeOfRun,
  Run,
  verdictsOf,
  type Mark,
} from '../../../src/replay/index.ts';
import {
  deedOf,
  isDone,
  isViewOfRun,
  nodeOf,
  nodeNames,
  type Seen,
  type SeenRun,
} from '../../../src/studio/lesson/deeds.ts';
import { stepsOf } from '../../../src/studio/lesson/progress.ts';
import { parseStory, stories } from '../../../src/studio/library/stories.ts';
import { compile } from '../../../src/workflow/index.ts';

const collections = { agent: 'agents', task: 'tasks', resource: 'resources', memory: 'memories' } as const;

function story(id: string): Document {
  const document = parseStory(readFileSync(`public/templates/${id}.json`, 'utf8'));
  if (document === null) throw new Error(`${id} is no document`);
  return document;
}

/** A document as it is run, with all that a status tells of its end. */
function finished(document: Document, mind?: Json): SeenRun {
  const compiled = compile(document);
  if (!compiled.ok) throw new Error('it does not compile');
  const run = new Run(compiled.value);
  if (mind !== undefined) {
    const at = halfway(document);
    while (run.steps < at.step && run.advance(1));
    const inputs = injectionInputs(run, at, mind);
    if (!inputs.ok) throw new Error(inputs.error);
    for (const input of inputs.value) run.append(input);
  }
  run.finish();
  const metrics = metricsOf(run);
  const invariants = verdictsOf(run);
  const status = {
    complete: true,
    outcome: outcomeOfRun(run).outcome,
    metrics,
    endMs: metrics.makespanMs,
    marks: marksOf(run),
    invariants,
    steps: run.steps,
  };
  return { status, beforeMs: null, injected: mind === undefined ? [] : [mind], backAt: null, broughtTo: null };
}

const before = { document: null, selected: null, player: null, inspector: null, run: null, compared: false };

/** What a person does for a step; the state of things behind it. */
function doing(deed: Deed, seen: Seen & { readonly document: Document }): Seen & { readonly document: Document } {
  const { document } = seen;
  const node = nodeOf(deed);
  if (node !== null) expect(document[collections[node.name]]?.some(({ id }) => id === node.id)).toBe(true);
  const selected = node?.id ?? seen.selected;
  switch (deed.kind) {
    case 'run':
      return { ...seen, run: seen.run ?? finished(document), player: 'timeline' };
    case 'select':
      return { ...seen, selected };
    case 'tab':
      expect(seen.run, 'without a run there is no such tab').not.toBeNull();
      if (deed.tab === 'deals') expect(document.tasks?.some(({ action }) => action?.kind === 'negotiate')).toBe(true);
      return isViewOfRun(deed.tab) ? { ...seen, player: deed.tab } : { ...seen, selected, inspector: deed.tab };
    case 'setting': {
      const value = deed.is ?? deed.least ?? deed.most ?? null;
      const at =
        node === null
          ? []
          : [collections[node.name], document[collections[node.name]]!.findIndex(({ id }) => id === node.id)];
      const path = [...at, ...deed.field.split('.')];
      const edit: Edit =
        value === null || (Array.isArray(value) && value.length === 0)
          ? { kind: 'set-field', path }
          : { kind: 'set-field', path, value };
      const edited = apply(document, edit);
      if (!edited.ok) throw new Error(edited.error.message);
      expect(isRunnable(validate(edited.value.document))).toBe(true);
      return { ...seen, document: edited.value.document, run: null };
    }
    case 'fault': {
      if (deed.fault !== 'mind')
        return {
          ...seen,
          document: {
            ...document,
            faults: [...(document.faults ?? []), { kind: deed.fault, agent: deed.agent } as never],
          },
          run: null,
        };
      return { ...seen, run: finished(document, { kind: 'mind', agent: deed.agent!, beliefs: { clear: false } }) };
    }
    case 'back': {
      const { status } = seen.run!;
      const mark = status.marks.find((each: Mark) => deed.mark === undefined || each.kind === deed.mark);
      expect(mark, `the run has a mark of the kind ${deed.mark ?? 'any'}`).toBeDefined();
      return { ...seen, run: { ...seen.run!, backAt: mark!.step } };
    }
    case 'comparison':
      return { ...seen, compared: true };
  }
}

/** Before anything is chosen in it: the step at which Ida begins to choose the way. */
function halfway(document: Document): { readonly step: number; readonly timeMs: number } {
  const compiled = compile(document);
  if (!compiled.ok) throw new Error('it does not compile');
  const run = new Run(compiled.value).finish();
  const chosen = compiled.value.plan.tasks.findIndex(({ id }) => id === 'choose');
  const { log } = run;
  const at = Array.from({ length: log.length }, (_, fact) => fact).find((fact) => {
    const { type, task } = log.at(fact) as { type: string; task?: number };
    return type === 'task.started' && task === chosen;
  })!;
  return { step: log.stepOf(at), timeMs: log.timeOf(at) };
}

/** Goes through a lesson; which step could not be ticked off, or was ticked off before anything was done. */
function through(document: Document): string[] {
  const wrong: string[] = [];
  let seen: Seen & { readonly document: Document } = { ...before, document };
  for (const step of stepsOf(document)) {
    const deed = deedOf(step);
    if (deed === null) return [`${step.title}: not known`];
    if (isDone(deed, seen)) wrong.push(`${step.title}: done before anything is`);
    seen = doing(deed, seen);
    if (!isDone(deed, seen)) wrong.push(`${step.title}: not done by what it says`);
  }
  return wrong;
}

describe('the lesson of every story', () => {
  it.each(stories.map(({ id }) => id))('%s: each step is ticked off by what it says, and not before', (id) => {
    const document = story(id);
    const steps = stepsOf(document);
    expect(steps.length).toBeGreaterThanOrEqual(3);
    expect(steps.length).toBeLessThanOrEqual(6);
    expect(validate(document).filter(({ path }) => path.startsWith('lesson'))).toEqual([]);
    expect(through(document)).toEqual([]);
  });

  it.each(stories.map(({ id }) => id))(
    '%s: what a run has to come to is not so before the setting is changed',
    (id) => {
      let document = story(id);
      let told = finished(document);
      for (const step of stepsOf(document)) {
        const deed = deedOf(step)!;
        if (deed.kind === 'setting') {
          const was = told;
          document = doing(deed, { ...before, document }).document;
          told = finished(document);
          const next = stepsOf(document)
            .slice(stepsOf(document).indexOf(step) + 1)
            .map((each) => deedOf(each)!)
            .find(({ kind }) => kind === 'run');
          const asks = next !== undefined && Object.keys(next).length > 1;
          if (asks) expect(isDone(next, { ...before, document, run: was }), step.title).toBe(false);
        }
      }
    },
  );

  it('a step that says what does not come about is found, and so is one that is done at once', () => {
    const document = story('kitchen-at-rush-hour');
    const [first, ...rest] = stepsOf(document);
    const slow = {
      ...document,
      lesson: { steps: [first!, { title: 'Fast', done: { kind: 'run' as const, underMs: 10 } }] },
    };
    expect(through(slow)).toEqual(['Fast: not done by what it says']);
    const idle = {
      ...document,
      lesson: {
        steps: [
          { title: 'One slot', done: { kind: 'setting' as const, agent: 'gil', field: 'slots', is: 1 } },
          ...rest,
        ],
      },
    };
    expect(through(idle)[0]).toBe('One slot: done before anything is');
  });

  it('names nobody and nothing that the document does not have', () => {
    for (const { id } of stories) {
      const document = story(id);
      const names = [...nodeNames].flatMap((name) =>
        (document[collections[name]] ?? []).map((each) => each.name ?? each.id),
      );
      for (const { say = '' } of stepsOf(document)) {
        const named = [...say.matchAll(/Select (?:the shared memory )?([A-Z][\w’ ]*?)(?:,| and |\.|:| who)/gu)].map(
          ([, name]) => name,
        );
        for (const name of named) expect(names, `${id}: ${say}`).toContain(name);
      }
    }
  });
});
