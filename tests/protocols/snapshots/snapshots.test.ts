/** Snapshots of Chandy and Lamport: cuts that fit together, what is on its way in them, what they cost, and what each rule finds. */
import { describe, expect, it } from 'vitest';
import { checkDocument, compile } from '../../../src/workflow/index.ts';
import type { Document } from '../../../src/document/index.ts';
import type { KnownFact } from '../../../src/plan/index.ts';
import { resultOf, Run } from '../../../src/replay/index.ts';
import type { SnapshotFact } from '../../../src/protocols/snapshots/messages.ts';
import { compiled, crew, piece, play, task } from '../../scenarios/stage.ts';
import { randomDocument } from '../../support/documents.ts';
import { figure, rounds } from '../../support/prove.ts';
import { factsOf, ran, sentByType, verdict, type Ran, type Recorded } from '../../support/running.ts';

type Of<Type extends SnapshotFact['type']> = Extract<SnapshotFact, { readonly type: Type }>;
const told = <Type extends SnapshotFact['type']>({ recorded }: Pick<Ran, 'recorded'>, type: Type): Of<Type>[] =>
  recorded.map(({ fact }) => fact as unknown as SnapshotFact).filter((fact): fact is Of<Type> => fact.type === type);

const patterns = ['centralized', 'load-balancing', 'contract-net', 'delegation'] as const;
/** Four agents with two tasks each, at a distance. */
const busy = (more: Partial<Document> = {}): Document =>
  piece(
    Array.from({ length: 8 }, (_, at) => task(`t${String(at)}`, [], { ms: 40 + 7 * at })),
    { network: { delayMs: 10 }, snapshots: [{ atMs: 95 }], ...more },
  );

describe('one snapshot', () => {
  it('[CL3] takes n(n - 1) markers and n - 1 reports, and changes nothing else of the run', () => {
    const [with_, without] = [play(busy()), play(busy({ snapshots: [] }))];
    const { 'snapshots.marker': markers, 'snapshots.report': reports, ...others } = sentByType(with_);
    expect([markers, reports]).toEqual([5 * 4, 4]);
    expect(others).toEqual(sentByType(without));
    expect(with_.result.tasks).toEqual(without.result.tasks);
    expect(without.plan.snapshots).toBeUndefined();
  });

  it('[CL2] [CL4] tells what is in hand and what is on its way, each task in one place', () => {
    const played = play(busy());
    const [complete] = told(played, 'snapshots.complete');
    const held = told(played, 'snapshots.recorded').flatMap((fact) => fact.held.map((each) => each.task));
    const carried = told(played, 'snapshots.closed').flatMap(({ channels }) =>
      channels.flatMap(({ carries }) => carries.flatMap((each) => (each.piece === null ? [] : [each.piece.task]))),
    );
    const given = told(played, 'snapshots.recorded').flatMap((fact) => fact.given.map((each) => each.task));
    expect(complete).toMatchObject({ by: 1, number: 1, given: given.length, held: held.length });
    expect(carried.length).toBeGreaterThan(0);
    const sorted = (tasks: readonly number[]): number[] => tasks.toSorted((a, b) => a - b);
    expect(sorted([...held, ...carried])).toEqual(sorted(given));
  });

  it('[CL6] an agent may begin one, several may be under way, and whoever is down begins none', () => {
    const snapshots = [{ atMs: 55 }, { atMs: 58, by: 'agent-2' }, { atMs: 70, by: 'agent-3' }];
    const down = { kind: 'crash', agent: 'agent-3', atMs: 66, recoverMs: 80 } as const;
    expect(told(play(busy({ snapshots })), 'snapshots.complete').map(({ by }) => by)).toEqual([1, 3, 4]);
    const crashed = play(busy({ snapshots, faults: [down], coordination: { pattern: 'centralized', leaseMs: 500 } }));
    expect(told(crashed, 'snapshots.complete')).toEqual([]);
    expect(
      new Set(told(crashed, 'snapshots.recorded').map(({ number, by }) => `${String(by)}/${String(number)}`)).size,
    ).toBe(2);
    expect(told(crashed, 'snapshots.broken').map(({ actor, by }) => [actor, by])).toEqual([[4, 1]]);
  });

  it('[CL6] what went with a crash is never closed, though all markers still come', () => {
    const brief = { kind: 'crash', agent: 'agent-3', atMs: 66, recoverMs: 67 } as const;
    const played = play(busy({ snapshots: [{ atMs: 55 }], faults: [brief] }));
    expect(told(played, 'snapshots.broken').map(({ actor }) => actor)).toEqual([4]);
    const markers = factsOf(played, 'message.delivered').filter(
      ({ to, message }) => to === 4 && message.type === 'snapshots.marker',
    );
    expect(markers).toHaveLength(4);
    expect(told(played, 'snapshots.closed').filter(({ actor }) => actor === 4)).toEqual([]);
    expect(told(played, 'snapshots.complete')).toEqual([]);
  });

  it('[CL5] where the network reorders, messages keep their order all the same', () => {
    const network = { delayMs: { min: 1, max: 30 }, reorder: 0.8 };
    const overtaken = (document: Document): number => {
      const last = new Map<string, number>();
      let count = 0;
      for (const { id, from, to } of factsOf(ran(document), 'message.delivered')) {
        const way = `${String(from)}>${String(to)}`;
        if (id < (last.get(way) ?? 0)) count += 1;
        last.set(way, Math.max(id, last.get(way) ?? 0));
      }
      return count;
    };
    const seeds = Array.from({ length: 20 }, (_, seed) =>
      busy({ seed, network, coordination: { pattern: 'load-balancing' } }),
    );
    expect(seeds.map(overtaken).every((count) => count === 0)).toBe(true);
    expect(seeds.some((each) => overtaken({ ...each, snapshots: [] }) > 0)).toBe(true);
  });
});

describe('what is planted is found', () => {
  const { plan, recorded } = play(busy());
  const judge = (rule: string, facts: readonly Recorded[]): string | null =>
    verdict(
      compiled(busy()).invariants.find((each) => each.rule === rule)!,
      plan,
      facts,
    );
  const first = (type: string): number => recorded.findIndex(({ fact }) => fact.type === type);
  const changed = (at: number, by: object): Recorded[] =>
    recorded.map((each, place) => (place === at ? { ...each, fact: { ...each.fact, ...by } } : each));

  it('[CL1] [CL2] [CL3] [CL4] nothing in a sound run', () => {
    expect(['CL1', 'CL2', 'CL3', 'CL4'].map((rule) => judge(rule, recorded))).toEqual([null, null, null, null]);
  });
  it('[CL1] somebody who records too late, after a message from behind the cut', () => {
    const at = recorded.findLastIndex(({ fact }) => (fact.type as string) === 'snapshots.recorded');
    const late = recorded[at]!;
    const { actor } = late.fact as unknown as Of<'snapshots.recorded'>;
    const crossing: KnownFact[] = [
      { type: 'message.sent', id: 1e6, from: 1, to: actor, message: { type: 'centralized.ask' }, dueMs: 0 },
      { type: 'message.delivered', id: 1e6, from: 1, to: actor, message: { type: 'centralized.ask' } },
    ];
    const put = crossing.map((fact) => ({ ...late, fact }));
    expect(judge('CL1', recorded.toSpliced(at, 0, ...put))).toContain(
      'received before it recorded its state what the coordinator sent',
    );
    expect(judge('CL1', recorded.toSpliced(at + 1, 0, ...put))).toBeNull();
  });
  it('[CL2] a message on the way that nobody recorded', () => {
    const at = recorded.findIndex(({ fact }) => {
      const closed = fact as unknown as SnapshotFact;
      return closed.type === 'snapshots.closed' && closed.channels.length > 0;
    });
    expect(judge('CL2', changed(at, { channels: [] }))).toContain('recorded 0 messages on the way');
  });
  it('[CL3] a snapshot without one of its markers', () => {
    const at = recorded.findIndex(
      ({ fact }) => fact.type === 'message.sent' && fact.message.type === 'snapshots.marker',
    );
    expect(judge('CL3', recorded.toSpliced(at, 1))).toContain('took 19 markers between 5');
    expect(judge('CL3', recorded.toSpliced(first('snapshots.closed'), 1))).toContain('before all had recorded');
  });
  it('[CL4] a task that stands nowhere, or twice', () => {
    const at = recorded.findIndex(({ fact }) => {
      const own = fact as unknown as SnapshotFact;
      return own.type === 'snapshots.recorded' && own.held.length > 0;
    });
    const { held } = recorded[at]!.fact as unknown as Of<'snapshots.recorded'>;
    expect(judge('CL4', changed(at, { held: held.slice(1) }))).toContain('stands in 0 places');
    expect(judge('CL4', changed(at, { held: [...held, held[0]!] }))).toContain('stands in 2 places');
  });
});

describe('bad input', () => {
  const problems = (more: Partial<Document>): string[] =>
    checkDocument(busy(more)).map(({ severity, code, path }) => `${severity} ${code} ${path}`);
  it('by somebody who is not there, or of too many', () => {
    expect(problems({})).toEqual([]);
    expect(problems({ snapshots: [{ atMs: 5, by: 'agent-9' }] })).toEqual(['error snapshot-by snapshots[0].by']);
    expect(problems({ agents: crew(65) })).toEqual(['error snapshot-many snapshots']);
    expect(problems({ snapshots: [{ atMs: 5, by: 'coordinator' }] })).toEqual([]);
  });
});

describe('[CL1] [CL2] [CL3] [CL4] random documents', () => {
  const count = rounds(160, 10_000);
  it.each(patterns)('[G6] under %s every cut fits', (pattern) => {
    const wrong: string[] = [];
    let complete = 0;
    for (let seed = 0; seed < count / patterns.length; seed += 1) {
      const drawn = randomDocument(seed, {
        patterns: [pattern],
        tasksMax: 14,
        faults: seed % 3 === 0,
        composites: seed % 5 === 0,
      });
      const by = drawn.agents![seed % drawn.agents!.length]!.id;
      const snapshots = [{ atMs: 5 + (seed % 40) }, { atMs: 20, by }, { atMs: 70 + (seed % 90) }];
      const made = compile({ ...drawn, snapshots, limits: { ...drawn.limits, stepsMax: 200_000 } });
      if (!made.ok) throw new Error(made.error.map(({ message }) => message).join(' '));
      const run = new Run(made.value).finish();
      for (const { holds, rule, message } of resultOf(run).invariants as readonly {
        holds: boolean;
        rule: string;
        message?: string | null;
      }[])
        if (!holds) wrong.push(`${String(seed)} ${rule}: ${String(message)}`);
      for (let at = 0; at < run.log.length; at += 1)
        if ((run.log.at(at).type as string) === 'snapshots.complete') complete += 1;
    }
    expect(wrong).toEqual([]);
    expect(complete).toBeGreaterThan(count / patterns.length / 4);
    figure(`complete snapshots under ${pattern}`, complete);
  });
});
