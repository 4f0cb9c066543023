/** What is said of periodic tasks before a run: numbers where they are met, what is missed where not, and remedies that cure it. */
import { describe, expect, it } from 'vitest';
import { apply, type Document, type Problem, type Task } from '../../../../src/document/index.ts';
import { checkDocument } from '../../../../src/workflow/index.ts';
import { task } from '../../../scenarios/stage.ts';

type Row = readonly [string, number, number, Partial<Task>?];

function doc(policy: string, rows: readonly Row[], more: Partial<Document> & { slice?: object } = {}): Document {
  const { slice = {}, ...rest } = more;
  return {
    agents: [{ id: 'cpu', slice: { policy: policy as 'edf', ...slice } }],
    tasks: rows.map(([id, ms, everyMs, { period = {}, ...fields } = {}]) => ({
      ...task(id, [], { ms }),
      period: { everyMs, ...period },
      ...fields,
    })),
    ...rest,
  };
}
const said = (document: Document): Problem[] =>
  checkDocument(document).filter(({ code }) => ['admitted', 'not-admitted', 'period-untested'].includes(code));
const mended = (document: Document): Problem[] => {
  const [{ fix } = { fix: undefined }] = said(document);
  return said(
    fix!.edits.reduce((of, edit) => {
      const made = apply(of, edit);
      if (!made.ok) throw new Error('the remedy cannot be applied');
      return made.value.document;
    }, document),
  );
};

// Sha, Klein and Goodenough; Burns and Wellings, sets A and D; Buttazzo.
const sha: readonly Row[] = [
  ['a', 40, 100, { priority: 3 }],
  ['b', 40, 150, { priority: 2 }],
  ['c', 100, 350, { priority: 1 }],
];
const setA: readonly Row[] = [
  ['c', 10, 30, { priority: 3 }],
  ['b', 10, 40, { priority: 2 }],
  ['a', 12, 50, { priority: 1 }],
];
const constrained: readonly Row[] = [
  ['x', 2, 6, { period: { deadlineMs: 4 } }],
  ['y', 2, 8, { period: { deadlineMs: 5 } }],
  ['z', 3, 9, { period: { deadlineMs: 7 } }],
];

describe('what is met', () => {
  it('[SL10] over the bound, by response times', () => {
    expect(said(doc('priority', sha))).toMatchObject([
      {
        severity: 'info',
        place: { kind: 'agent', id: 'cpu' },
        message:
          'The agent "cpu" has 3 periodic tasks that take 95.2% of its time, and every deadline is met, though that is over the bound of 78.0%: at most a 40 ms, b 80 ms, c 300 ms after they come. This assumes that they come again and again; a run does each of them once.',
      },
    ]);
  });

  it('[SL9] under the bound', () => {
    const [{ message } = { message: '' }] = said(
      doc('priority', [
        ['a', 20, 100, { priority: 2 }],
        ['b', 30, 150, { priority: 1 }],
      ]),
    );
    expect(message).toContain('under the bound of 82.8% for rate monotonic priorities: at most a 20 ms, b 50 ms');
  });

  it('[SL11] earliest deadline first, with deadlines before the ends of periods', () => {
    expect(said(doc('edf', constrained))).toMatchObject([{ severity: 'info', code: 'admitted' }]);
  });
});

describe('what is missed', () => {
  it('[SL10] by how much, and the earliest deadline first cures it', () => {
    const document = doc('priority', setA);
    expect(said(document)).toMatchObject([
      {
        severity: 'warning',
        code: 'not-admitted',
        message: expect.stringContaining(
          '"a" takes up to 52 ms, and its deadline is 50 ms; they are met with the earliest deadline first. This assumes that they come again and again; a run does each of them once.',
        ) as string,
      },
    ]);
    expect(mended(document)).toMatchObject([{ severity: 'info', code: 'admitted' }]);
  });

  it('[SL10] priorities the wrong way round are mended by deadlines', () => {
    const document = doc(
      'priority',
      sha.map(([id, ms, every], at): Row => [id, ms, every, { priority: at }]),
    );
    expect(said(document)[0]!.message).toContain('shorter deadlines have higher priorities');
    expect(mended(document)[0]!.message).toContain('a 40 ms, b 80 ms, c 300 ms');
  });

  it('[SL9] more than all of the time is not cured by any order', () => {
    const [problem] = said(
      doc('edf', [
        ['a', 60, 100],
        ['b', 60, 120],
      ]),
    );
    expect(problem).toMatchObject({
      severity: 'warning',
      message: expect.stringContaining('take 110.0% of its time: that is more than it has') as string,
    });
    expect(problem!.fix).toBeUndefined();
  });

  it('[SL11] demand of shorter deadlines', () => {
    const rows: readonly Row[] = [
      ['x', 2, 6, { period: { deadlineMs: 2 } }],
      ['y', 2, 8, { period: { deadlineMs: 3 } }],
    ];
    expect(said(doc('edf', rows))[0]!.message).toContain('within 3 ms more is due than it can do');
  });

  it('[SL11] a share that is too small', () => {
    const document = doc('stride', [
      ['a', 40, 100],
      ['b', 10, 100],
    ]);
    expect(said(document)).toMatchObject([{ code: 'admitted' }]);
    const heavy = doc('stride', [
      ['a', 60, 100],
      ['b', 10, 100],
    ]);
    expect(said(heavy)[0]!.message).toContain('"a" has a share of 50.0% by its weight and needs 60.0%');
    expect(mended(heavy)).toMatchObject([{ code: 'admitted' }]);
  });

  it('[SL10] what those below hold: one section by a ceiling, without bound by neither', () => {
    const oven = { resources: [{ id: 'oven' }] };
    const holding = (inversion: 'none' | 'inherit' | 'ceiling') =>
      said(
        doc(
          'priority',
          [
            [
              'high',
              10,
              50,
              {
                priority: 3,
                holds: [
                  { resource: 'oven', fromMs: 0, toMs: 5 },
                  { resource: 'sink', fromMs: 5, toMs: 6 },
                ],
              },
            ],
            ['mid', 5, 100, { priority: 2, holds: [{ resource: 'sink', fromMs: 0, toMs: 4 }] }],
            ['low', 20, 200, { priority: 1, holds: [{ resource: 'oven', fromMs: 2, toMs: 9 }] }],
          ],
          { resources: [...oven.resources, { id: 'sink' }], conflicts: { inversion } },
        ),
      )[0]!.message;
    expect(holding('ceiling')).toContain('high 17 ms');
    expect(holding('inherit')).toContain('high 21 ms');
    expect(holding('none')).toContain('"high" may wait for ever');
  });

  it('[SL10] turning to tasks, and pieces that are not cut', () => {
    expect(
      said(
        doc(
          'priority',
          [
            ['a', 10, 50, { priority: 2 }],
            ['b', 30, 100, { priority: 1, pieceMs: 12 }],
          ],
          { slice: { switchMs: 1 } },
        ),
      )[0]!.message,
    ).toContain('a 24 ms, b 44 ms');
  });
});

it('a period that is held against nothing says so', () => {
  const two = doc('none', [['a', 10, 50]]);
  expect(said(two)).toMatchObject([
    { code: 'period-untested', message: expect.stringContaining('let it work in time slices') as string },
  ]);
  expect(said({ ...two, agents: [{ id: 'x' }, { id: 'y' }] })[0]!.message).toContain('pin it to an agent');
  expect(said({ agents: [{ id: 'x' }], tasks: [{ id: 'a', period: { deadlineMs: 9 } }] })[0]!.message).toContain(
    'give its period everyMs',
  );
});
