/** What may cross the thread: everything else is refused with a sentence, and nothing throws. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakKinds, bridgeVersion, parseEnvelope, parseRequest } from '../../src/bridge/index.ts';

const good: Record<string, unknown>[] = [
  { kind: 'run.start', runId: 'r', documentId: 'd', document: {}, play: true },
  { kind: 'run.start', runId: 'r', documentId: 'd', document: null, play: false, agents: 3 },
  { kind: 'run.open', runId: 'r' },
  { kind: 'run.open', runId: 'r', takeOver: true },
  { kind: 'run.import', runId: 'r', documentId: 'd', text: '' },
  { kind: 'run.close' },
  { kind: 'run.stop' },
  { kind: 'run.inject', fault: { kind: 'crash', agent: 'ana', more: [1] } },
  { kind: 'run.export' },
  { kind: 'run.quarantine', runId: 'r' },
  { kind: 'run.recorded', runId: 'r' },
  { kind: 'run.remove', runId: 'r' },
  { kind: 'run.why', task: 't', step: 3 },
  { kind: 'run.whyAgent', agent: 'a', step: 0 },
  { kind: 'player.play' },
  { kind: 'player.pause' },
  { kind: 'player.step', by: -1 },
  { kind: 'player.seek', step: 0 },
  { kind: 'player.seekTime', timeMs: -1.5 },
  { kind: 'player.toChange', node: 'n', direction: 1 },
  { kind: 'player.toMessage', direction: -1 },
  { kind: 'player.toLast', node: 'n' },
  { kind: 'player.breakpoints', nodes: [], kinds: [] },
  { kind: 'player.breakpoints', nodes: ['n'], kinds: ['retry', 'failure', 'fault', 'invariant'] },
  { kind: 'player.speed', speed: null },
  { kind: 'window.timeline', fromMs: 0, toMs: 1, pixels: 100 },
  { kind: 'window.log', from: 0, count: 10, filter: { text: 'x', types: ['task'], node: 'n' } },
  {
    kind: 'window.messages',
    from: 0,
    count: 2000,
    filter: { conversation: 'c', folded: { all: true, except: ['d'] } },
  },
  { kind: 'window.conversations', from: 0, count: 2000, filter: { text: 'x', types: ['gossip.push'], node: 'n' } },
];
const request = (command: unknown) => ({ bridge: bridgeVersion, id: 1, command });

describe('a request', () => {
  it('of any other shape is refused by name', () => {
    const bad: Record<string, unknown>[] = [
      { kind: 'run.explode' },
      { kind: 'run.inject' },
      { kind: 'run.inject', fault: 'crash' },
      { kind: 'run.inject', fault: { agent: 'ana' } },
      { kind: 'run.recorded' },
      { kind: 'run.why', task: 't' },
      { kind: 'run.whyAgent', agent: 'a', step: -1 },
      { kind: 'window.conversations', from: 0, count: 2001, filter: {} },
      { kind: 'window.conversations', from: 0, count: 10 },
      { kind: 'run.start', runId: '', documentId: 'd', document: {}, play: true },
      { kind: 'run.start', runId: 'r'.repeat(301), documentId: 'd', document: {}, play: true },
      { kind: 'run.start', runId: 'r', documentId: 'd', play: true },
      { kind: 'run.start', runId: 'r', documentId: 'd', document: {}, play: true, agents: 10_001 },
      { kind: 'run.start', runId: 'r', documentId: 'd', document: {}, play: true, agents: 0 },
      { kind: 'run.start', runId: 'r', documentId: 'd', document: {}, play: 'yes' },
      { kind: 'player.step', by: 2 },
      { kind: 'player.seek', step: -1 },
      { kind: 'player.seek', step: 1.5 },
      { kind: 'player.seek', step: Infinity },
      { kind: 'player.seekTime', timeMs: NaN },
      { kind: 'player.speed', speed: 0 },
      { kind: 'player.speed', speed: Infinity },
      { kind: 'player.toChange', node: 'n', direction: 0 },
      { kind: 'player.toMessage', direction: 'next' },
      { kind: 'player.toLast', node: '' },
      { kind: 'player.breakpoints', nodes: 'n', kinds: [] },
      { kind: 'player.breakpoints', nodes: [''], kinds: [] },
      { kind: 'player.breakpoints', nodes: [], kinds: ['end'] },
      { kind: 'player.breakpoints', nodes: [], kinds: Array.from({ length: breakKinds.length + 1 }, () => 'retry') },
      { kind: 'window.timeline', fromMs: 0, toMs: 1, pixels: 1e9 },
      { kind: 'window.log', from: 0, count: 5001, filter: {} },
      { kind: 'window.log', from: 0, count: 1, filter: null },
      { kind: 'window.log', from: 0, count: 1, filter: { types: 'task' } },
    ];
    for (const command of bad) {
      const parsed = parseRequest(request(command));
      expect(parsed, JSON.stringify(command)).toMatchObject({
        ok: false,
        error: { id: 1, error: { code: 'bridge/refused' } },
      });
    }
  });

  it('of another version, or that is none, is refused', () => {
    const command = { kind: 'run.close' };
    const bad = [
      null,
      3,
      'x',
      [],
      {},
      { id: 7 },
      { ...request(command), bridge: 2 },
      { ...request(command), id: -1 },
      { ...request(command), id: 'x' },
    ];
    for (const data of bad) expect(parseRequest(data).ok).toBe(false);
    expect(parseRequest({ id: 7 })).toMatchObject({ error: { id: 7 } });
    expect(parseRequest({ id: 'x' })).toMatchObject({ error: { id: -1 } });
  });

  it('of each shape is taken, without what does not belong to it', () => {
    for (const command of good)
      expect(parseRequest(request({ ...command, junk: 1 }))).toEqual({ ok: true, value: request(command) });
  });

  it('made at random never throws, and passes only when it is of a listed shape', () => {
    const kinds = [...new Set(good.map((command) => command['kind'] as string))];
    const names = [...new Set(good.flatMap((command) => Object.keys(command)))];
    const command = fc
      .tuple(fc.constantFrom(...kinds), fc.dictionary(fc.constantFrom(...names), fc.jsonValue()))
      .map(([kind, fields]): Record<string, unknown> => ({ ...fields, kind }));
    fc.assert(
      fc.property(fc.oneof(fc.anything(), command.map(request), fc.jsonValue().map(request)), (data) => {
        const parsed = parseRequest(data);
        if (!parsed.ok) return;
        const kept = parsed.value.command as Record<string, unknown>;
        const shape = good.find((each) => each['kind'] === kept['kind']);
        expect(shape).toBeDefined();
        for (const key of Object.keys(shape!))
          if (!['agents', 'takeOver'].includes(key)) expect(kept).toHaveProperty(key);
      }),
      { seed: 11, numRuns: 3000 },
    );
  });
});

describe('what comes from the worker', () => {
  it('is nothing when it is of another version or shape', () => {
    const bad = [
      null,
      undefined,
      1,
      'x',
      {},
      { bridge: 2, event: { kind: 'ready' } },
      { bridge: bridgeVersion },
      { bridge: bridgeVersion, event: null },
      { bridge: bridgeVersion, reply: 'x', ok: true },
      { bridge: bridgeVersion, reply: 1, ok: 'yes' },
      { bridge: bridgeVersion, reply: 1, ok: false },
    ];
    for (const data of bad) expect(parseEnvelope(data)).toBeNull();
    fc.assert(
      fc.property(fc.anything(), (data) => {
        parseEnvelope(data);
      }),
      { seed: 3 },
    );
  });
});
