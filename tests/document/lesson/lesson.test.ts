/** A lesson that cannot be ticked off, or speaks of what there is not, is said in one sentence, and the document runs all the same. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/base/index.ts';
import {
  apply,
  deedSchemas,
  DEED_KINDS,
  isRunnable,
  readDocument,
  validate,
  type Document,
  type Edit,
} from '../../../src/document/index.ts';
import { LESSON_MARKS, LESSON_OUTCOMES } from '../../../src/document/lesson/lesson-schema.ts';
import { markKinds, type Outcome } from '../../../src/plan/index.ts';

const step = (done: object, title = 'Run it') => ({ title, done });
const taught = (...steps: object[]): Document =>
  ({
    agents: [{ id: 'ana' }, { id: 'ben' }],
    tasks: [{ id: 'cook', agent: 'ana' }],
    lesson: { steps },
  }) as unknown as Document;
const told = (...steps: object[]) => {
  const problems = validate(taught(...steps));
  expect(isRunnable(problems)).toBe(true);
  return problems.map(({ path, message }) => `${path}: ${message}`);
};

describe('a lesson', () => {
  it('of every kind of deed is without problems', () => {
    const deeds = [
      { kind: 'run', outcome: 'succeeded', underMs: 6000, faster: true, invariants: 'hold' },
      { kind: 'select', agent: 'ana' },
      { kind: 'tab', tab: 'why', task: 'cook' },
      { kind: 'setting', agent: 'ana', field: 'slots', least: 2 },
      { kind: 'setting', field: 'coordination.pattern', is: 'contract-net' },
      { kind: 'setting', task: 'cook', field: 'action.failsFirst', most: 0 },
      { kind: 'fault', fault: 'crash', agent: 'ben' },
      { kind: 'fault', fault: 'mind' },
      { kind: 'back', mark: 'failure' },
      { kind: 'comparison' },
    ];
    expect(new Set(deeds.map(({ kind }) => kind))).toEqual(new Set(DEED_KINDS));
    expect(told(...deeds.map((deed, at) => step(deed, `Step ${String(at)}`)))).toEqual([]);
    expect(Object.keys(deedSchemas)).toEqual(DEED_KINDS);
  });

  it.each([
    [
      [step({ kind: 'run' }), step({ kind: 'run' })],
      'lesson.steps[1].title: Two steps of the lesson are called "Run it"',
    ],
    [
      [step({ kind: 'dance' })],
      'lesson.steps[0].done.kind: The step "Run it" is done by "dance", which this version does not',
    ],
    [[step({ kind: 'select' })], 'lesson.steps[0].done: The step "Run it" does not say what is to be selected'],
    [[step({ kind: 'select', agent: 'anna' })], 'lesson.steps[0].done.agent: There is no agent "anna"'],
    [
      [step({ kind: 'select', agent: 'ana', task: 'cook' })],
      'lesson.steps[0].done.task: The step "Run it" names agent and task',
    ],
    [
      [step({ kind: 'setting', agent: 'ana', field: 'slotz' })],
      'and "slotz" is none of an agent; perhaps "slots" is meant.',
    ],
    [
      [step({ kind: 'setting', field: 'scheduling.ordr' })],
      'and "ordr" is none of the document; perhaps "order" is meant.',
    ],
    [[step({ kind: 'setting', field: '' })], 'and "" is none of the document; name a field as the reference'],
    [
      [step({ kind: 'setting', agent: 'ana', field: 'slots', least: 3, most: 2 })],
      'at least 3 and at most 2, which no number is',
    ],
    [[step({ kind: 'fault', fault: 'crush' })], 'the fault "crush", which there is not; perhaps "crash" is meant.'],
    [[step({ kind: 'run', underMs: 5, overMs: 5 })], 'more than 5 ms and less than 5 ms, which none does'],
  ])('%j is told', (steps, sentence) => {
    const problems = told(...steps);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(sentence);
  });

  it.each([
    [step({ kind: 'tab', tab: 'jobs' }), 'The tab must be one of timeline, messages'],
    [step({ kind: 'run', outcome: 'won' }), 'The outcome must be succeeded'],
    [step({ kind: 'run', underMs: -1 }), 'This must be 0 or more.'],
    [step({ kind: 'back', mark: 'tea' }), 'The mark must be one of'],
    [step({ kind: 'run' }, ''), 'Say what the step is.'],
    [step({ kind: 'run' }, 'x'.repeat(121)), 'This may have 120 characters at most; shorten it.'],
    [{ title: 'Run it', say: 'x'.repeat(1001), done: { kind: 'run' } }, 'This may have 1000 characters at most'],
    [{ title: 'Run it' }, 'This is missing; add it.'],
    [{ title: 'Run it', done: 'run' }, 'What is done is an object with a kind.'],
  ])('%j is refused', (wrong, sentence) => {
    const edit = { kind: 'set-field', path: ['lesson'], value: { steps: [wrong] } } as unknown as Edit;
    const edited = apply(taught(), edit);
    expect(edited.ok ? '' : edited.error.message).toContain(sentence);
  });

  it('has at most twenty steps', () => {
    const many = Array.from({ length: 21 }, (_, at) => step({ kind: 'run' }, String(at)));
    const { problems } = readDocument(taught(...many) as unknown as Json);
    expect(problems.map(({ message }) => message).join()).toContain('This may have 20 entries at most');
  });

  it('follows a node that is renamed, and loses the step of one that is removed', () => {
    const document = taught(
      step({ kind: 'run' }),
      step({ kind: 'select', agent: 'ben' }, 'Ben'),
      step({ kind: 'tab', tab: 'why', task: 'cook' }, 'Why'),
    );
    const renamed = apply(document, { kind: 'rename-node', collection: 'agents', id: 'ben', to: 'bea' });
    expect(renamed.ok && renamed.value.document.lesson?.steps?.[1]?.done).toEqual({ kind: 'select', agent: 'bea' });
    const removed = apply(document, { kind: 'remove-node', collection: 'agents', id: 'ben' });
    expect(removed.ok && removed.value.document.lesson?.steps?.map(({ title }) => title)).toEqual(['Run it', 'Why']);
    const back = removed.ok ? apply(removed.value.document, removed.value.inverse, { again: true }) : removed;
    expect(back.ok && back.value.document).toEqual(document);
  });

  it('names marks and outcomes that there are', () => {
    expect(LESSON_MARKS.filter((mark) => !(markKinds as readonly string[]).includes(mark))).toEqual([]);
    const outcomes: readonly Outcome[] = LESSON_OUTCOMES;
    expect(outcomes).toHaveLength(5);
  });
});
