/** Sentences for people name nodes by their names: what is quoted by its id, wherever that is no other's. */
import { describe, expect, it } from 'vitest';
import { validate, withNames, type Document } from '../../src/document/index.ts';

describe('names in sentences', () => {
  const named = withNames(
    [
      { id: 'a1', name: 'Ana' },
      { id: 'a2', name: 'Same' },
      { id: 'a3', name: 'Same' },
    ],
    [{ id: 't1', name: 'Pack "it"' }, { id: 't2' }, { id: 'Ana2', name: 'a1x' }],
    undefined,
  );

  it.each([
    ['The agent "a1" is alone.', 'The agent "Ana" is alone.'],
    ['"a1" and "t2" and "nobody"', '"Ana" and "t2" and "nobody"'],
    // A name that two bear tells nobody apart.
    ['The agent "a2" is alone.', 'The agent "a2" is alone.'],
    ['a1 without quotes', 'a1 without quotes'],
    ['Let "t1" depend on "a1"', 'Let "Pack "it"" depend on "Ana"'],
  ])('%s', (sentence, told) => {
    expect(named(sentence)).toBe(told);
  });

  it('holds for an id that is the name of another', () => {
    expect(
      withNames([
        { id: 'x', name: 'y' },
        { id: 'y', name: 'z' },
      ])('"x" "y"'),
    ).toBe('"x" "y"');
  });

  it('leaves no id of a named node in the problems of a document', () => {
    const document: Document = {
      agents: [{ id: 'k-1', name: 'Kim', capabilities: ['cook'] }],
      tasks: [
        { id: 'k-2', name: 'Order', dependsOn: ['k-3'] },
        { id: 'k-3', name: 'Serve', dependsOn: ['k-2'], requires: ['fly'], agent: 'k-1' },
        { id: 'k-4', name: 'Pay', dependsOn: ['k-4', 'k-9'] },
      ],
    };
    const { agents, tasks } = document;
    const said = validate(document).map(({ message }) => withNames(agents, tasks)(message));
    expect(said.length).toBeGreaterThan(3);
    expect(said.filter((message) => /k-[1234]/u.test(message))).toEqual([]);
    expect(said.join('\n')).toContain('"Pay" depends on itself');
  });
});
