/**
 * The marks of a run in which somebody lies: each of what playing may pause at is there, at the step where it happens.
 */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../src/document/index.ts';
import { marksOf, Run } from '../../src/replay/index.ts';
import { compile } from '../../src/workflow/index.ts';

function marksWith(behaviour: string) {
  const agents = ['ana', 'ben', 'cleo', 'dan'].map((id) => (id === 'ana' ? { id, behaviour } : { id }));
  const tasks = [{ id: 'launch', action: { kind: 'consensus', protocol: 'pbft', value: 'go' } }];
  const compiled = compile({ network: { delayMs: 10 }, agents, tasks } as Document);
  if (!compiled.ok) throw new Error(compiled.error[0]!.message);
  const run = new Run(compiled.value).finish();
  return { run, marks: marksOf(run) };
}
const kindsOf = (behaviour: string) => new Set(marksWith(behaviour).marks.map(({ kind }) => kind));

describe('the marks of a decision', () => {
  it('are the decision and the end where all are honest', () => {
    expect(kindsOf('honest')).toEqual(new Set(['decision', 'end']));
  });

  it('are lies, what was refused for them, and the change of the leader that told them', () => {
    expect(kindsOf('lying')).toEqual(new Set(['fault', 'lie', 'conflict', 'view-change', 'decision', 'end']));
  });

  it('stand at the step at which something was refused', () => {
    const { run, marks } = marksWith('lying');
    const refused = Array.from({ length: run.log.length }, (_, at) => at).filter(
      (at) => (run.log.at(at).type as string) === 'consensus-pbft.refused',
    );
    expect(marks.filter(({ kind }) => kind === 'conflict').map(({ step }) => step)).toEqual(
      refused.map((at) => run.log.stepOf(at)),
    );
  });
});
