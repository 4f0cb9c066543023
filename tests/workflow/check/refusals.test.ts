/**
 * What a document is refused for: broken in every place that can be refused, one or several at once, it is listed by the
 * check and by an import exactly as the run refuses it; and what is not refused compiles and takes its first steps.
 */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/base/index.ts';
import { readDocument, type Document, type Problem } from '../../../src/document/index.ts';
import { importFile } from '../../../src/interchange/index.ts';
import { Run } from '../../../src/replay/index.ts';
import { checkDocument, compile } from '../../../src/workflow/index.ts';

/** Plain data that can be broken anywhere. */
type Loose = { [key: string]: Loose } & { [place: number]: Loose } & Json[];

const sound = {
  name: 'sound',
  seed: 3,
  coordination: { pattern: 'contract-net', backlog: 2, weights: { finish: 2 } },
  agents: [
    {
      id: 'ana',
      memory: { capacity: 7, longTerm: 100, score: 'act-r' },
      goals: ['done', { id: 'g', when: 'results.a.ok' }],
    },
    { id: 'ben' },
    { id: 'cleo' },
    { id: 'dan' },
  ],
  tasks: [
    { id: 'a', action: { kind: 'simulate', durationMs: 10, result: { n: 2 } } },
    { id: 'b', dependsOn: [{ task: 'a', when: 'results.a.n * 2 == 4' }], action: { kind: 'simulate', durationMs: 10 } },
    { id: 'box', dependsOn: ['b'], reduce: 'results.p.n + results.a.n' },
    { id: 'p', parent: 'box', action: { kind: 'simulate', durationMs: 5, result: { n: 1 } } },
    { id: 'vote', dependsOn: ['box'], action: { kind: 'consensus', protocol: 'pbft', value: 3, valid: 'value > 2' } },
    { id: 'late', dependsOn: [{ task: 'vote', when: 'results.vote.value == 3 && results.box.ok' }] },
    { id: 'apart' },
  ],
};

const list = `[${Array.from({ length: 999 }, (_, at) => at).join(', ')}]`;
const endless = `${list}.all(x, ${list}.all(y, ${list}.all(z, x + y + z >= 0)))`;

/** One way to break a document: what is changed, and the problem that there must be. */
const breakages: readonly (readonly [string, (document: Loose) => void, string, string])[] = [
  [
    'a condition without an end',
    (d) => void (d['tasks']![1]!['dependsOn']![0]!['when'] = 'results.a.' as never),
    'condition-unreadable',
    'tasks[1].dependsOn[0].when',
  ],
  [
    'a condition that backtracks',
    (d) => void (d['tasks']![1]!['dependsOn']![0]!['when'] = 'results.a.n.matches("(a+)+$")' as never),
    'condition-unreadable',
    'tasks[1].dependsOn[0].when',
  ],
  [
    'a function that there is not',
    (d) => void (d['tasks']![1]!['dependsOn']![0]!['when'] = 'foo(results.a)' as never),
    'condition-unreadable',
    'tasks[1].dependsOn[0].when',
  ],
  [
    'a name of nobody',
    (d) => void (d['tasks']![5]!['dependsOn']![0]!['when'] = 'results.zz.ok' as never),
    'name-unknown',
    'tasks[5].dependsOn[0].when',
  ],
  [
    'a name that stands apart',
    (d) => void (d['tasks']![5]!['dependsOn']![0]!['when'] = 'results.apart.ok' as never),
    'name-apart',
    'tasks[5].dependsOn[0].when',
  ],
  [
    'a name that comes after',
    (d) => void (d['tasks']![1]!['dependsOn']![0]!['when'] = 'results.late.ok' as never),
    'name-after',
    'tasks[1].dependsOn[0].when',
  ],
  [
    'a reduction without an end',
    (d) => void (d['tasks']![2]!['reduce'] = '1 +' as never),
    'reduction-unreadable',
    'tasks[2].reduce',
  ],
  [
    'a reduction of what comes after',
    (d) => void (d['tasks']![2]!['reduce'] = 'results.vote.value' as never),
    'name-after',
    'tasks[2].reduce',
  ],
  [
    'a predicate without an end',
    (d) => void (d['tasks']![4]!['action']!['valid'] = 'value >' as never),
    'condition-unreadable',
    'tasks[4].action.valid',
  ],
  [
    'a predicate over results',
    (d) => void (d['tasks']![4]!['action']!['valid'] = 'results.a.ok' as never),
    'name-unknown',
    'tasks[4].action.valid',
  ],
  [
    'a predicate that takes too long',
    (d) => void (d['tasks']![4]!['action']!['valid'] = `${endless} && value > 2` as never),
    'expression-endless',
    'tasks[4].action.valid',
  ],
  [
    'a quorum that is not safe',
    (d) => void (d['tasks']![4]!['action']!['quorum'] = 2 as never),
    'consensus-unsafe',
    'tasks[4].action.quorum',
  ],
  [
    'more faults than can be survived',
    (d) => void (d['tasks']![4]!['action']!['faulty'] = 2 as never),
    'consensus-unsafe',
    'tasks[4].action.faulty',
  ],
  [
    'a decision of nobody',
    (d) => void (d['tasks']![4]!['requires'] = ['wings'] as never),
    'consensus-unsafe',
    'tasks[4].action.participants',
  ],
  [
    'a setting of the wrong type',
    (d) => void (d['coordination']!['backlog'] = 'many' as never),
    'setting-invalid',
    'coordination.backlog',
  ],
  [
    'a setting within a setting',
    (d) => void (d['coordination']!['weights']!['cost'] = -1 as never),
    'setting-invalid',
    'coordination.weights.cost',
  ],
  [
    'a pattern that there is not',
    (d) => void (d['coordination']!['pattern'] = 'telepathy' as never),
    'unknown-pattern',
    'coordination.pattern',
  ],
  [
    'a memory of minus four',
    (d) => void (d['agents']![0]!['memory']!['capacity'] = -4 as never),
    'bounds',
    'agents[0].memory.capacity',
  ],
  [
    'a score that there is not',
    (d) => void (d['agents']![0]!['memory']!['score'] = 'best' as never),
    'setting-invalid',
    'agents[0].memory.score',
  ],
  [
    'a goal that is a number',
    (d) => void (d['agents']![0]!['goals']![0] = 42 as never),
    'goal-invalid',
    'agents[0].goals[0]',
  ],
  [
    'a goal that cannot be read',
    (d) => void (d['agents']![0]!['goals']![1]!['when'] = 'results.' as never),
    'condition-unreadable',
    'agents[0].goals[1].when',
  ],
  [
    'a dependency on nobody',
    (d) => void (d['tasks']![5]!['dependsOn']![0]!['task'] = 'gone' as never),
    'dangling-reference',
    'tasks[5].dependsOn[0]',
  ],
  [
    'a circle',
    (d) => void (d['tasks']![0]!['dependsOn'] = ['b'] as never),
    'dependency-cycle',
    'tasks[0].dependsOn[0]',
  ],
  ['a task that stands twice', (d) => void (d['tasks']![6]!['id'] = 'p' as never), 'duplicate-id', 'tasks[6].id'],
];

const broken = (places: readonly number[]): Document => {
  const document = structuredClone(sound) as unknown as Loose;
  for (const place of places) breakages[place]![1](document);
  return document;
};
const errorsOf = (problems: readonly Problem[]): Problem[] => problems.filter(({ severity }) => severity === 'error');

/** Every voice that speaks of a document, one after the other. */
function voices(document: Document): Problem[][] {
  const compiled = compile(document);
  const bytes = new TextEncoder().encode(JSON.stringify(document));
  const imported = importFile(bytes, 'broken.json');
  if (!imported.ok) throw new Error(imported.error.message);
  return [
    errorsOf(checkDocument(document)),
    compiled.ok ? [] : [...compiled.error],
    errorsOf(imported.value.problems),
    errorsOf(readDocument(JSON.parse(JSON.stringify(document)) as Json, checkDocument).problems),
  ];
}

describe('a broken document', () => {
  it('[W31] is sound before it is broken, and runs', () => {
    expect(checkDocument(sound as unknown as Document)).toEqual([]);
    const compiled = compile(sound as unknown as Document);
    if (!compiled.ok) throw new Error('it does not compile');
    const run = new Run(compiled.value, {});
    run.finish();
    expect(run.log.length).toBeGreaterThan(0);
  });
  it.each(breakages.map(([what], at) => [what, at] as const))('[W31] is refused and listed alike: %s', (_, at) => {
    const [listed, ...others] = voices(broken([at]));
    const [, , code, path] = breakages[at]!;
    expect(listed).toContainEqual(expect.objectContaining({ code, path, severity: 'error' }));
    for (const other of others) expect(other).toEqual(listed);
    for (const { message } of listed!) expect(message).toMatch(/^[^\n]{10,600}[.]$/);
  });
  it('[W31] in several places at once lists all of them', () => {
    // Numbers that go on by a fixed step: each pair and many threes, the same every time.
    for (let first = 0; first < breakages.length; first += 1) {
      for (let step = 1; step < breakages.length; step += 5) {
        const places = [first, (first + step) % breakages.length, (first + 2 * step) % breakages.length];
        const document = broken(places);
        const [listed, ...others] = voices(document);
        expect(listed!.length).toBeGreaterThan(0);
        for (const other of others) expect(other).toEqual(listed);
      }
    }
  });
  it('[W31] by a warning only runs: a setting that is misspelt, with the one that was meant', () => {
    const document = {
      ...sound,
      coordination: { pattern: 'contract-net', backlogg: 5, weights: { finsh: 2 }, acknowledge: true },
    };
    const problems = checkDocument(document as unknown as Document);
    expect(problems.map(({ code, severity, path }) => [code, severity, path])).toEqual([
      ['unknown-setting', 'warning', 'coordination.backlogg'],
      ['unknown-setting', 'warning', 'coordination.weights.finsh'],
      ['setting-idle', 'info', 'coordination.acknowledge'],
    ]);
    expect(problems[0]!.message).toContain('perhaps "backlog" is meant');
    expect(problems[0]!.fix?.edits).toHaveLength(2);
    expect(compile(document as unknown as Document).ok).toBe(true);
  });
});
