/** `conclave agent-state`: refused first, then saved from one document and loaded into another. */
import { describe, expect, it } from 'vitest';
import { canonical, digestJson } from '../../../src/base/index.ts';
import { conclave } from '../../../src/cli/conclave.ts';

const source = {
  format: 'conclave',
  name: 'one',
  agents: [{ id: 'ana', beliefs: { n: 0 }, goals: [{ id: 'done', when: 'beliefs.n > 1' }] }],
  tasks: [
    { id: 'a', action: { kind: 'simulate', durationMs: 10 }, believes: { n: 'beliefs.n + 1' } },
    { id: 'b', dependsOn: ['a'], action: { kind: 'simulate', durationMs: 10 }, believes: { n: 'beliefs.n + 1' } },
  ],
};
const other = { format: 'conclave', name: 'two', agents: [{ id: 'ben' }], tasks: [{ id: 'c' }] };

function call(args: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const files: Record<string, string> = {
    'one.json': JSON.stringify(source),
    'two.json': JSON.stringify(other),
    ...more,
  };
  const told = { out: '', said: '' };
  const status = conclave(['agent-state', ...args], {
    read: (path) => new TextEncoder().encode(files[path] ?? ''),
    write: (path, text) => {
      files[path] = text;
    },
    print: (text) => {
      told.out += text;
    },
    complain: (line) => {
      told.said += line;
    },
    clock: () => 0,
    measure: () => {
      throw new Error('nothing is measured here');
    },
  });
  return { status, ...told, files };
}

describe('conclave agent-state', () => {
  it.each<[string, readonly string[], RegExp]>([
    ['nobody named', ['one.json'], /wants --agent ID/u],
    ['nobody of that name', ['one.json', '--agent', 'eve'], /one\.json: there is no agent "eve"/u],
    [
      'a file that is no state',
      ['two.json', '--agent', 'ben', '--load', 'one.json'],
      /one\.json: This is no state of an agent/u,
    ],
    [
      'nobody to load it into',
      ['two.json', '--agent', 'eve', '--load', 's', '--anybody'],
      /two\.json: there is no agent "eve"/u,
    ],
    [
      'a state of another agent',
      ['two.json', '--agent', 'ben', '--load', 's'],
      /s: This is the state of "ana", not of "ben"\. Give --anybody to load it all the same\./u,
    ],
    [
      'a damaged state',
      ['two.json', '--agent', 'ben', '--load', 'cut'],
      /cut: The state is damaged: it cannot be read/u,
    ],
    ['anybody where nothing is loaded', ['two.json', '--agent', 'ben', '--anybody'], /give --load STATE too/u],
  ])('refuses %s', (_, args, words) => {
    const { out } = call(['one.json', '--agent', 'ana']);
    const { status, said, files } = call(args, { s: out, cut: out.slice(0, 90) });
    expect(Object.keys(files)).toEqual(['one.json', 'two.json', 's', 'cut']);
    expect(status).toBe(2);
    expect(said).toMatch(words);
    expect(said.trimEnd()).not.toContain('\n');
  });

  it('saves it at the end or at a time, and another agent begins with it', () => {
    expect(JSON.parse(call(['one.json', '--agent', 'ana', '--until-ms', '15']).out)).toMatchObject({
      beliefs: { n: 1 },
      goals: [{ id: 'done', status: 'open' }],
    });
    const { out } = call(['one.json', '--agent', 'ana']);
    expect(JSON.parse(out)).toMatchObject({
      format: 'conclave-agent-state',
      beliefs: { n: 2 },
      goals: [{ id: 'done', when: 'beliefs.n > 1', status: 'reached' }],
      metrics: { busyMs: 20, tasks: 2, timeMs: 20 },
    });
    const { status, files } = call(['two.json', '--agent', 'ben', '--load', 's', '--anybody', '-o', 'new.json'], {
      s: out,
    });
    expect(status).toBe(0);
    expect(JSON.parse(files['new.json']!)).toMatchObject({
      agents: [{ id: 'ben', beliefs: { n: 2 }, goals: [{ id: 'done', when: 'beliefs.n > 1' }] }],
    });
  });

  it('takes a state of the first version, and says that it was brought up', () => {
    const rest = {
      ...{ format: 'conclave-agent-state', version: 1, agent: 'ben', beliefs: { n: 7 }, goals: [], memory: null },
      metrics: { step: 1, timeMs: 1, busyMs: 0, tasks: 0 },
    };
    const old = `${canonical({ ...rest, digest: digestJson(rest) })}\n`;
    const { status, out, said } = call(['two.json', '--agent', 'ben', '--load', 'old'], { old });
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ agents: [{ id: 'ben', beliefs: { n: 7 } }] });
    expect(said).toMatch(
      /^conclave: old: It was saved in version 1 of the format and is brought up to version 2\.\n$/u,
    );
  });
});
