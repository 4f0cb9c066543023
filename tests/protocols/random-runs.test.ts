/**
 * Random documents under every policy, with all invariants on: whatever is lost, late, repeated or down, no rule of
 * any room breaks and every run says how it ended.
 */
import { describe, expect, it } from 'vitest';
import { ASSIGNMENTS, BALANCINGS } from '../../src/document/index.ts';
import { rooms } from '../../src/protocols/index.ts';
import { randomDocument, type RandomDocumentOptions } from '../support/documents.ts';
import { ran } from '../support/running.ts';

/** Seeds of the documents that break a rule, each with what it broke. */
function broken(from: number, count: number, options: RandomDocumentOptions): string[] {
  return Array.from({ length: count }, (_, at) => from + at).flatMap((seed) => {
    const result = ran(randomDocument(seed, options));
    const unsaid = result.outcome.startsWith('halted') ? [result.outcome] : [];
    return [...unsaid, ...result.broken].map((line) => `seed ${String(seed)}: ${line}`);
  });
}

describe('random documents keep every rule', () => {
  it.each(BALANCINGS)('[LB1] balanced by %s, nothing failing', (balancing) => {
    const calm = { patterns: ['load-balancing'], balancings: [balancing], faults: false, delays: false };
    expect(broken(1000, 20, calm)).toEqual([]);
  });
  it.each(BALANCINGS)('[LB1] balanced by %s, network and agents failing', (balancing) => {
    expect(broken(2000, 25, { patterns: ['load-balancing'], balancings: [balancing] })).toEqual([]);
  });
  it.each(ASSIGNMENTS)('[CC4] assigned by %s, nothing failing', (assignment) => {
    const calm = { patterns: ['centralized'], assignments: [assignment], faults: false, delays: false };
    expect(broken(3000, 20, calm)).toEqual([]);
  });
  it.each(ASSIGNMENTS)('[CC4] assigned by %s, network and agents failing', (assignment) => {
    expect(broken(4000, 25, { patterns: ['centralized'], assignments: [assignment] })).toEqual([]);
  });
});

describe('rules', () => {
  it.each([...rooms.keys()])('each have a name of their own under %s', (pattern) => {
    const { run } = ran(randomDocument(1, { patterns: [pattern], balancings: ['central-queue'] }));
    const names = run.watch.views().map(({ rule }) => rule);
    expect(names.length).toBeGreaterThan(8);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });
});

describe('the generator', () => {
  it('gives the same document for the same seed, and others for others', () => {
    expect(randomDocument(7)).toEqual(randomDocument(7));
    expect(randomDocument(8)).not.toEqual(randomDocument(7));
  });
  it('reaches every outcome that a run can have but a stall', () => {
    const outcomes = new Set(Array.from({ length: 120 }, (_, seed) => ran(randomDocument(seed)).outcome));
    expect([...outcomes].sort()).toEqual(expect.arrayContaining(['compensated', 'failed', 'succeeded']));
  });
});
