/** Liars, one after the other: who they are, what counts as agreement, and what the figures say. First what is refused. */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import {
  boundWords,
  column,
  councilOf,
  documentFor,
  liarCounts,
  liarKinds,
  measure,
  outcomesOf,
  settingWords,
  sweepSentence,
  valueOf,
  sweptMetrics,
  type Row,
} from '../../../src/experiments/index.ts';
import { Agreement } from '../../../src/experiments/sweep/agreement.ts';
import { decisionRooms } from '../../../src/protocols/index.ts';
import { compile } from '../../../src/workflow/index.ts';
import { ran } from '../../support/running.ts';

function council(count: number, action: object = {}): Document {
  return {
    seed: 1,
    network: { delayMs: { min: 40, max: 120 } },
    agents: Array.from({ length: count }, (_, at) => ({ id: `a${String(at)}` })),
    tasks: [{ id: 'go', action: { kind: 'consensus', protocol: 'pbft', value: 'launch', ...action } }],
  };
}
const four = councilOf(council(4))!;

function faultsOf(document: Document, path: string, value: unknown): unknown {
  const changed = documentFor(document, [{ path, value: value as number }]);
  return changed.ok ? changed.value.faults : changed.error;
}
function rowsOf(document: Document, path: string, liars: number, seeds: number): Row[] {
  const changed = documentFor(document, [{ path, value: liars }]);
  if (!changed.ok) throw new Error(changed.error);
  const compiled = compile(changed.value);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  return Array.from({ length: seeds }, (_, at) => measure(compiled.value, at + 1));
}

describe('a number of liars', () => {
  it.each([
    ['liars', 5, 'from 0 to 4'],
    ['liars', -1, 'from 0 to 4'],
    ['liars', 1.5, 'from 0 to 4'],
    ['liars', 'two', 'from 0 to 4'],
    ['liars:mumble', 1, 'nobody fails by "mumble"'],
  ])('%s = %j is refused', (path, value, words) => {
    expect(faultsOf(council(4), path, value)).toContain(words);
  });
  it('where nothing is decided nobody can lie about it', () => {
    expect(faultsOf({ agents: [{ id: 'a' }], tasks: [{ id: 't' }] }, 'liars', 1)).toContain('nothing is decided here');
    expect(councilOf({ tasks: [{ id: 't' }] })).toBeNull();
  });
  it('they are the first that take part, the leader before all others; faults of the document stay', () => {
    const planned = { kind: 'crash', agent: 'a3', atMs: 9 } as const;
    const document = { ...council(4, { participants: ['a2', 'a0', 'a1', 'a3'] }), faults: [planned] };
    expect(faultsOf(document, 'liars', 2)).toEqual([planned, { kind: 'collude', agents: ['a2', 'a0'] }]);
    expect(faultsOf(document, 'liars:silent', 2)).toEqual([
      planned,
      { kind: 'silent', agent: 'a2' },
      { kind: 'silent', agent: 'a0' },
    ]);
    expect(faultsOf(document, 'liars', 0)).toEqual([planned]);
  });
  it.each(liarKinds)('%s makes a document that runs', (kind) => {
    expect(rowsOf(council(4), `liars:${kind}`, 1, 2).map((row) => row[column.agreement])).toEqual([1, 1]);
  });
  it('numbers are offered to beyond the bound, while two are left that could disagree', () => {
    expect([4, 7, 10, 3].map((count) => liarCounts(councilOf(council(count))!).at(-1))).toEqual([2, 5, 6, 1]);
  });
});

describe('agreement', () => {
  it.each([
    [4, 1],
    [7, 2],
    [10, 3],
  ])('among %i it holds with up to %i that collude, and breaks with one more', (count, faulty) => {
    for (let liars = 0; liars <= faulty; liars += 1)
      expect(outcomesOf(rowsOf(council(count), 'liars', liars, 5))).toMatchObject({ runs: 5, agreed: 5 });
    expect(outcomesOf(rowsOf(council(count), 'liars', faulty + 1, 5))).toMatchObject({ agreed: 0, broken: 5 });
  });
  it('too many that are silent break no rule, and leave nothing decided', () => {
    const rows = rowsOf(council(4), 'liars:silent', 2, 3);
    expect(outcomesOf(rows)).toEqual({ runs: 3, agreed: 0, broken: 0, undecided: 3 });
    expect(valueOf(rows[0], sweptMetrics[1]!)).toBeNull();
  });
  it('a decision takes as long as it took from its question to its answer', () => {
    const [row] = rowsOf({ ...council(4), network: { delayMs: 10 } }, 'liars', 0, 1);
    expect([row![column.agreement], row![column.decisionMs], row![column.messages]]).toEqual([1, 50, 29]);
  });
  it('a rule that every fact breaks counts as one that is broken', () => {
    const always = { rule: 'X1', room: 'consensus-pbft', title: 'never', init: () => null, fact: () => 'it is broken' };
    const { run, recorded } = ran(council(4));
    const agreement = new Agreement({ ...run.compiled, invariants: [always] });
    const asked = recorded.findIndex(({ fact }) => fact.type === 'task.deciding');
    for (const { fact, ...moment } of recorded.slice(asked)) agreement.fact(fact, moment);
    expect([agreement.broken, agreement.agreed]).toEqual([1, false]);
  });
  it('settings of the laboratory that are unsafe and do no harm are no disagreement', () => {
    const unsafe = council(5, { quorum: 3, laboratory: true });
    expect(outcomesOf(rowsOf(unsafe, 'liars', 0, 2))).toMatchObject({ agreed: 2 });
    expect(outcomesOf(rowsOf(unsafe, 'liars:equivocate', 1, 2))).toMatchObject({ broken: 2 });
  });
  it('those who are turned go by their names, and where nothing is drawn no share is guessed', () => {
    const named = { ...council(4), agents: ['Ana', 'Ben', 'Twin', 'Twin'].map((name, at) => ({ id: `a${at}`, name })) };
    expect(councilOf(named)!.names).toEqual(
      councilOf(named)!.members.map((id) => ({ a0: 'Ana', a1: 'Ben' })[id] ?? id),
    );
    const swept = [0, 1].map((liars) => ({ liars, rows: rowsOf(named, 'liars', liars, 3) }));
    const sentence = sweepSentence(swept, councilOf(named)!, 'liars');
    expect(sentence).toContain(`Turned, in this order: ${councilOf(named)!.names[0]!}.`);
    const alike = [0, 1].map((chance) => [1, 2].map(() => [1, 2, 3, 4, 5, 0, 1, 8, 1, 100, 0, 0, chance]));
    const guesses = alike.map((rows) => sweepSentence([{ liars: 0, rows }], four, 'liars').includes('still allows'));
    expect(guesses).toEqual([false, true]);
  });
  it('where nobody decides there is none', () => {
    const [row] = [measure(compiledOf({ agents: [{ id: 'a' }], tasks: [{ id: 't' }] }), 1)];
    expect([row[column.agreement], row[column.decisionMs], row[column.broken]]).toEqual([-1, -1, 0]);
  });
});

function compiledOf(document: Document) {
  const compiled = compile(document);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  return compiled.value;
}

describe('what a sweep says', () => {
  const row = (agreement: number, broken: number): Row => [1, 2, 3, 4, 5, 0, 1, 8, agreement, 100, broken];
  const good = row(1, 0);
  const split = row(0, 2);
  const stuck = row(0, 0);
  const said = (...outcomes: Row[][]): string =>
    sweepSentence(
      outcomes.map((rows, liars) => ({ liars, rows })),
      four,
      'liars',
    );

  it('nothing measured is said as such', () => {
    expect(said([], [])).toBe('Nothing could be measured.');
  });
  it('how far all agreed, and what came of more', () => {
    expect(said([good, good], [good, good], [good, split])).toBe(
      'With up to 1 of 4 lying, the agents agreed in all 2 runs. With 2, agreement broke in 50% of the runs. ' +
        `Turned, in this order: ${four.members.slice(0, 2).join(', ')}. No failure in 2 runs still allows up to 66% (95% confidence).`,
    );
    expect(said([good], [good])).toBe(
      `With up to 1 of 4 lying, the agents agreed in the one run. Turned, in this order: ${four.members[0]!}.`,
    );
  });
  it('alike is said once; where one honest agent is left, that is why they agree', () => {
    expect(said([good, good], [split, stuck], [split, stuck], [good, good])).toBe(
      'With nobody lying, the agents agreed in all 2 runs. ' +
        'With 1 or 2, agreement broke in 50% of the runs and nothing was decided in 50% of the runs. ' +
        'With 3, agreement is undefined, with nobody else honest. ' +
        `Turned, in this order: ${four.members.slice(0, 3).join(', ')}. No failure in 2 runs still allows up to 66% (95% confidence).`,
    );
  });
  it('settings go by what befalls the agents, and the line by what the protocol promises', () => {
    expect(settingWords([{ path: 'liars', value: 2 }])).toBe('2 lying');
    expect(settingWords([{ path: 'liars:crash', value: 2 }])).toBe('2 down');
    expect(boundWords(four)).toBe('PBFT holds up to 1 of 4: n ≥ 3f + 1');
    expect(boundWords(councilOf(council(5, { protocol: 'raft' }))!)).toBe(
      'Raft survives 2 of 5 that crash, and no liar',
    );
    expect(boundWords(councilOf(council(4, { protocol: 'majority' }))!)).toContain('counting ballots promises nothing');
  });
});

describe('what is counted of a run in which agents decide', () => {
  it('what was never asked was not agreed on', () => {
    const before = { id: 'before', action: { kind: 'simulate' as const, failureRate: 1 } };
    const document = council(4);
    const [go] = document.tasks!;
    const [row] = rowsOf({ ...document, tasks: [before, { ...go!, dependsOn: ['before'] }] }, 'liars', 0, 1);
    expect([row![column.agreement], row![column.decisionMs]]).toEqual([0, -1]);
  });

  it.each(liarKinds)('as many rules are broken as the run itself finds, each once: two that fail by %s', (kind) => {
    const deciding = new Set(decisionRooms.map(({ name }) => name));
    for (let seed = 1; seed <= 4; seed += 1) {
      const changed = documentFor(council(4), [{ path: `liars:${kind}`, value: 2 }]);
      if (!changed.ok) throw new Error(changed.error);
      const found = ran({ ...changed.value, seed })
        .run.watch.views()
        .filter(({ room, holds }) => !holds && deciding.has(room));
      const [row] = rowsOf({ ...council(4), seed }, `liars:${kind}`, 2, seed).slice(-1);
      expect(row![column.broken], `seed ${String(seed)}`).toBe(found.length);
    }
  });
});
