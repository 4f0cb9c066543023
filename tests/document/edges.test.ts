/** What is just right and what is just beyond it: each bound of a document from both sides, and what its faults are told of names. */
import { describe, expect, it } from 'vitest';
import { apply, validate, type Document } from '../../src/document/index.ts';

/** Codes of what is wrong with a document. */
const codes = (document: object): string[] =>
  validate({ agents: [{ id: 'ana' }, { id: 'ben' }], ...document }).map(({ code }) => code);

describe('just right and just beyond', () => {
  it('a lease outlasts the longest message there and back, with three signs of life in it', () => {
    const networks: readonly (readonly [NonNullable<Document['network']>, number])[] = [
      [{}, 0],
      [{ delayMs: 40 }, 40],
      [{ delayMs: { min: 1, max: 50 } }, 50],
      [{ delayMs: 5, links: [{ from: 'ana', to: 'ben', delayMs: 30 }] }, 30],
    ];
    for (const [network, longest] of networks)
      for (const leaseMs of [2 * longest + 2, 2 * longest + 3, 2 * longest + 4]) {
        const told = codes({ network, coordination: { pattern: 'centralized', leaseMs } }).includes('lease-short');
        expect(told, `${String(leaseMs)} ms, ${JSON.stringify(network)}`).toBe(leaseMs < 2 * longest + 3);
      }
  });
  it('what ends in the instant in which it begins is in order, and one millisecond before it is not', () => {
    for (const endMs of [4, 5, 6]) {
      const faults = [
        { kind: 'crash', agent: 'ana', atMs: 5, recoverMs: endMs },
        { kind: 'silent', agent: 'ana', atMs: 5, untilMs: endMs },
        { kind: 'loss', rate: 1, atMs: 5, untilMs: endMs },
      ];
      const network = { partitions: [{ groups: [['ana'], ['ben']], atMs: 5, healMs: endMs }] };
      const told = codes({ faults, network }).filter((code) => code === 'time-order');
      expect(told, String(endMs)).toHaveLength(endMs < 5 ? 4 : 0);
    }
  });
  it('composites are nested 32 deep and no deeper', () => {
    for (const deep of [31, 32, 33, 40]) {
      const tasks = Array.from({ length: deep + 1 }, (_, at) => ({ id: `t${String(at)}`, ...(at === 0 ? {} : { parent: `t${String(at - 1)}` }) })); // prettier-ignore
      expect(codes({ tasks }).includes('parts-too-deep'), String(deep)).toBe(deep > 32);
    }
  });
  it('a composite may want all of its parts, and not one more', () => {
    for (const atLeast of [1, 2, 3, 4]) {
      const parts = ['a', 'b', 'c'].map((id) => ({ id, parent: 'whole' }));
      const told = codes({ tasks: [{ id: 'whole', combine: { atLeast } }, ...parts] }).includes('combine-too-high');
      expect(told, String(atLeast)).toBe(atLeast > 3);
    }
  });
});

describe('what a fault says of whom', () => {
  it('of an agent or of a link: with either end of one beside the agent it is refused', () => {
    for (const kind of ['loss', 'delay', 'duplicate', 'reorder'])
      for (const [ends, refused] of [
        [{}, false],
        [{ from: 'ben' }, true],
        [{ to: 'ben' }, true],
        [{ from: 'ben', to: 'ben' }, true],
      ] as const) {
        // prettier-ignore
        const fault = { kind, agent: 'ana', rate: 0.5, delayMs: 5, ...ends };
        expect(codes({ faults: [fault] }).includes('fault-scope'), JSON.stringify(fault)).toBe(refused);
      }
  });
  it('a partition keeps somebody apart where two of its groups have somebody in them', () => {
    for (const [groups, idle] of [
      [[], true],
      [[[], []], true],
      [[['ana'], [], []], true],
      [[['ana'], [], ['ben']], false],
    ] as const)
      // prettier-ignore
      expect(codes({ faults: [{ kind: 'partition', groups }] }).includes('fault-idle')).toBe(idle);
  });
  it('whom liars deceive is renamed with the agent, and gone with it', () => {
    const faults = [
      { kind: 'equivocate', agent: 'ben', deceived: ['ana'] },
      { kind: 'collude', agents: ['ben'], deceived: ['ana', 'ben'] },
    ];
    const document = { agents: [{ id: 'ana' }, { id: 'ben' }], faults } as unknown as Document;
    const renamed = apply(document, { kind: 'rename-node', collection: 'agents', id: 'ana', to: 'zoe' });
    const deceived = (of: Document | null) => of?.faults?.map((fault) => (fault as { deceived?: string[] }).deceived);
    expect(deceived(renamed.ok ? renamed.value.document : null)).toEqual([['zoe'], ['zoe', 'ben']]);
    const removed = apply(document, { kind: 'remove-node', collection: 'agents', id: 'ana' });
    expect(deceived(removed.ok ? removed.value.document : null)).toEqual([[], ['ben']]);
  });
  it('a client is there where a decision is, and not where that is switched off', () => {
    const faults = [{ kind: 'crash', agent: 'client', atMs: 5 }];
    for (const [enabled, there] of [
      [true, true],
      [undefined, true],
      [false, false],
    ] as const) {
      const tasks = [{ id: 'choice', ...(enabled === undefined ? {} : { enabled }), action: { kind: 'consensus' } }];
      expect(codes({ tasks, faults }).includes('dangling-reference'), String(enabled)).toBe(!there);
    }
  });
});
