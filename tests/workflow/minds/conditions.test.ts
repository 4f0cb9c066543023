/** Beliefs in conditions of dependencies: what they see, what Why says of it, and which names are refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply, type Document, type Edit } from '../../../src/document/index.ts';
import { WhyBook } from '../../../src/replay/index.ts';
import { checkDocument, globalInvariants } from '../../../src/workflow/index.ts';
import { failing, piece, play, task } from '../../scenarios/stage.ts';
import { verdict } from '../../support/running.ts';

const agents: Document['agents'] = [{ id: 'ana', beliefs: { open: false, count: 3 } }, { id: 'ben-2' }];
const when = (condition: string, more: object = {}): Document =>
  piece([task('plan', [], more), task('build', [{ task: 'plan', when: condition }])], { agents });

function after(document: Document, edit: Edit): Document {
  const made = apply(document, edit);
  if (!made.ok) throw new Error(made.error.message);
  return made.value.document;
}

describe('[W37] a condition over beliefs', () => {
  it.each([
    ['beliefs.ana.count == 3', 'succeeded'],
    ['beliefs["ana"]["open"]', 'skipped'],
    ['has(beliefs["ben-2"].open) || size(beliefs.ana) == 2', 'succeeded'],
    ['beliefs["ben-2"].open', 'skipped'],
    ['beliefs.exists(id, has(beliefs[id].count) && beliefs[id].count > 2)', 'succeeded'],
    ['[1].all(beliefs, beliefs == 1)', 'succeeded'],
  ])('%s', (condition, state) => {
    expect(play(when(condition)).states['build']).toBe(state);
  });

  it('sees what the task before it has just changed', () => {
    const document = when('beliefs.ana.open', { believes: { open: true }, agent: 'ana' });
    const { states, recorded } = play(document);
    expect(states['build']).toBe('succeeded');
    expect(recorded.map(({ fact }) => fact)).toContainEqual({
      ...{ type: 'task.saw', task: 1, before: 0 },
      beliefs: [{ agent: 0, name: 'open', value: true }],
    });
  });

  it('is explained: who believed what, since which step', () => {
    const said = (document: Document): string => {
      const { run, recorded } = play(document);
      const told = new WhyBook(run.compiled, run.log).ofTask('build', Infinity)!;
      const { step } = recorded.find(({ fact }) => fact.type === 'agent.believed') ?? { step: 0 };
      return told.attempts
        .flatMap(({ lines }) => lines.map(({ text }) => text))
        .join('\n')
        .replace(` ${String(step)}`, ' S');
    };
    expect(said(when('beliefs.ana.open', { believes: { open: true }, agent: 'ana' }))).toContain(
      'Build saw what was believed when plan had ended: ana open = true; ana believed open since step S',
    );
    expect(said(when('beliefs.ana.count > 5 || has(beliefs["ben-2"].x)'))).toContain(
      'ana count = 3, ben-2 nothing of x; ana believed count from the start',
    );
  });

  it('planted: a condition that sees another belief is found', () => {
    const { plan, recorded } = play(when('beliefs.ana.open', { believes: { open: true }, agent: 'ana' }));
    const rule = globalInvariants(plan, false).find((each) => each.rule === 'W37')!;
    const told = (change: object) =>
      verdict(
        rule,
        plan,
        recorded.map((each) => (each.fact.type === 'task.saw' ? { ...each, fact: { ...each.fact, ...change } } : each)),
      );
    expect(told({})).toBeNull();
    for (const seen of [
      { name: 'open', value: false },
      { name: 'open' },
      { name: 'count', value: 4 },
      { name: 'x', value: 1 },
    ])
      expect(told({ beliefs: [{ agent: 0, ...seen }] })).toMatch(/saw another/u);
  });

  it('holds its rule in random documents', () => {
    const belief = fc.constantFrom<object>({ n: 'beliefs.n + 1' }, { n: 0 }, { m: true }, {});
    const condition = fc.constantFrom(
      'beliefs.ana.n > 1',
      'has(beliefs.ben.m)',
      'beliefs.ana.n == beliefs.ben.n',
      'size(beliefs) == 2',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(belief, condition, fc.boolean()), { minLength: 3, maxLength: 6 }), (tasks) => {
        const made = tasks.map(([believes, told, fails], at) =>
          (fails ? failing : task)(`t${String(at)}`, at < 2 ? [] : [{ task: `t${String(at - 2)}`, when: told }], {
            believes: believes as never,
            onFailure: 'skip-dependents',
          }),
        );
        const both = ['ana', 'ben'].map((id) => ({ id, beliefs: { n: 0 } }));
        const { plan, recorded } = play(piece(made, { agents: both }));
        expect(globalInvariants(plan, false).map(({ rule }) => rule)).toContain('W37');
        expect(recorded.length).toBeGreaterThan(0);
      }),
      { seed: 11, numRuns: 25 },
    );
  });

  it.each<[string, string, string | null]>([
    [
      'beliefs.anna.open',
      'error: names beliefs of "anna", and there is no such agent; perhaps "ana" is meant',
      'beliefs.ana.open',
    ],
    [
      'beliefs.ana.opne && true',
      'warning: names the belief "opne", which nothing gives; perhaps "open" is meant',
      'beliefs.ana.open && true',
    ],
    ['!beliefs.ben-2.open', 'error: names beliefs of "ben"', null],
    ['has(beliefs.ana.zebra)', 'warning: names the belief "zebra", which nothing gives; give it', null],
    [
      'beliefs["ben-3"].open',
      'error: names beliefs of "ben-3", and there is no such agent; perhaps "ben-2"',
      'beliefs["ben-2"].open',
    ],
    ['belief.ana.open', 'error: names "belief", which means nothing here', 'beliefs.ana.open'],
  ])('%s is refused or warned of', (condition, words, mended) => {
    const found = checkDocument(when(condition));
    expect(found.map(({ severity, message }) => `${severity}: ${message.replace(/^.*?" /u, '')}`).join('\n')).toContain(
      words,
    );
    if (mended === null) return;
    const edited = found[0]!.fix!.edits.reduce(after, when(condition));
    expect(edited.tasks![1]!.dependsOn).toEqual([{ task: 'plan', when: mended }]);
  });

  it('keeps its agent when that is renamed', () => {
    const document = when("beliefs.ana.open || beliefs['ana'].count > 1 || results.ana.ok");
    const renamed = after(document, { kind: 'rename-node', collection: 'agents', id: 'ana', to: 'ana b' });
    expect(renamed.tasks![1]!.dependsOn).toEqual([
      { task: 'plan', when: 'beliefs["ana b"].open || beliefs["ana b"].count > 1 || results.ana.ok' },
    ]);
  });
});
