/** Tasks that are switched off: passed over as if they were wires. */
import { describe, expect, it } from 'vitest';
import { disabledTasks, withoutDisabled, type Document, type Task } from '../../src/document/index.ts';
import { piece, play, task } from '../scenarios/stage.ts';

const off = (id: string, dependsOn: Task['dependsOn'] = [], more: Partial<Task> = {}): Task =>
  task(id, dependsOn, { disabled: true, ...more });
const wires = (document: Document) =>
  Object.fromEntries((withoutDisabled(document).tasks ?? []).map(({ id, dependsOn }) => [id, dependsOn]));

describe('a task that is switched off', () => {
  it('changes nothing where there is none', () => {
    const document = piece([task('a'), task('b', ['a'])]);
    expect(withoutDisabled(document)).toBe(document);
  });
  it('is passed over: who waits for it waits for what it waits for', () => {
    expect(wires(piece([task('a'), off('b', ['a']), off('c', ['b']), task('d', ['c'])]))).toEqual({ a: [], d: ['a'] });
  });
  it('hands on the condition of the wire into it, and gives way to a wire drawn directly', () => {
    const into = { task: 'a', when: 'results.a.ok', transferMs: 5 };
    expect(wires(piece([task('a'), off('b', [into]), task('c', ['b']), task('d', ['b', 'a'])]))).toEqual({
      a: [],
      c: [into],
      d: ['a'],
    });
  });
  it('takes its parts with it, and a composite goes with the last of its parts', () => {
    const parts = [task('c'), off('p', [], { parent: 'c' }), off('q', [], { parent: 'c' })];
    expect([...disabledTasks(parts)].sort()).toEqual(['c', 'p', 'q']);
    expect([...disabledTasks([off('c'), task('p', [], { parent: 'c' })])].sort()).toEqual(['c', 'p']);
    expect([...disabledTasks([task('c'), off('p', [], { parent: 'c' }), task('q', [], { parent: 'c' })])]).toEqual([
      'p',
    ]);
  });
  it('lowers a trigger that counts to what is left', () => {
    const document = piece([task('a'), off('b'), task('c', ['a', 'b'], { trigger: { atLeast: 2 } })]);
    expect(withoutDisabled(document).tasks?.at(-1)).toMatchObject({ dependsOn: ['a'], trigger: { atLeast: 1 } });
  });
  it('takes no time, asks nobody, and stands in no result', () => {
    const { result } = play(piece([task('a'), off('b', ['a'], { ms: 500 }), task('c', ['b'])]));
    expect(result.makespanMs).toBe(20);
    expect(Object.keys(result.tasks)).toEqual(['a', 'c']);
    const all = play(piece([off('a'), off('b', ['a'])])).result;
    expect(all).toMatchObject({ outcome: 'succeeded', makespanMs: 0 });
  });
});
