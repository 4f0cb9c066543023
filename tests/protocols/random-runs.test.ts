/**
 * Random documents under every policy, with all invariants on: whatever is lost, late, repeated or down, no rule of
 * any room breaks and every run says how it ended.
 */
import { describe, expect, it } from 'vitest';
import { ASSIGNMENTS, BALANCINGS } from '../../src/document/index.ts';
import { decisionRooms, rooms } from '../../src/protocols/index.ts';
import { randomDecisions } from './random-decisions.ts';
import { randomDocument, type RandomDocumentOptions } from '../support/documents.ts';
import { figure, rounds } from '../support/prove.ts';
import { ran } from '../support/running.ts';

/** Every protocol by which agents decide, with the room that serves it. */
const protocols = decisionRooms.flatMap((room) =>
  Object.keys(room.ways).map((protocol) => [protocol, room.name] as const),
);

/** What is wrong with random decisions, each line the seed and what it broke; and how many tasks were decided. */
function decided(protocol: string, from: number, count: number, faults: boolean): { wrong: string[]; decided: number } {
  let good = 0;
  const wrong = Array.from({ length: count }, (_, at) => from + at).flatMap((seed) => {
    const document = randomDecisions(seed, protocol, { faults });
    const { run, outcome, broken: rules, recorded } = ran(document);
    good += recorded.filter(({ fact }) => fact.type === 'task.succeeded').length;
    const lines = [...rules, ...(run.halted === null && outcome !== 'stalled' ? [] : [`it ended as ${outcome}`])];
    if (seed % 10 === 0 && ran(document).run.digest() !== run.digest()) lines.push('two runs, two digests');
    return lines.map((line) => `${protocol}, seed ${String(seed)}: ${line}`);
  });
  return { wrong, decided: good };
}

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

describe('random documents under every pattern of the registry', () => {
  it.each([...rooms.keys()])('[G4] [G5] under %s, nothing failing', (pattern) => {
    expect(broken(5000, rounds(20, 1000), { patterns: [pattern], faults: false, delays: false })).toEqual([]);
  });
  it.each([...rooms.keys()])('[G4] [G5] [G6] under %s, network and agents failing', (pattern) => {
    expect(broken(6000, rounds(40, 4000), { patterns: [pattern] })).toEqual([]);
  });
});

describe('random decisions by every protocol of the registry', () => {
  it.each(protocols)('[G4] [G5] by %s (%s), nothing failing', (protocol) => {
    const { wrong, decided: good } = decided(protocol, 1000, rounds(20, 1000), false);
    expect(wrong).toEqual([]);
    expect(good).toBeGreaterThan(0);
  });
  it.each(protocols)('[G4] [G5] [G6] by %s (%s), members and network failing', (protocol) => {
    const count = rounds(30, 3000);
    const { wrong, decided: good } = decided(protocol, 2000, count, true);
    figure(`${protocol}: documents`, count);
    figure(`${protocol}: tasks decided`, good);
    expect(wrong).toEqual([]);
    expect(good).toBeGreaterThan(0);
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
