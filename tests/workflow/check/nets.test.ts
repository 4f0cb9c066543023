/** What is said of patterns before they run: calls that end too soon for their answers, and asking that is more than a run can take. */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { checkDocument } from '../../../src/workflow/index.ts';
import { crew, piece, task } from '../../scenarios/stage.ts';

const net = (settings: object, more: Partial<Document> = {}): Document =>
  piece([task('a')], { ...more, coordination: { pattern: 'contract-net', ...settings } });
const codes = (document: Document): string[] =>
  checkDocument(document)
    .filter(({ severity }) => severity !== 'info')
    .map(({ code, severity }) => `${severity} ${code}`);

it('a reply time under the round trip is warned of, by the slowest way', () => {
  const slow = { network: { delayMs: { min: 1, max: 9 } } };
  expect(codes(net({ replyMs: 17 }, slow))).toEqual(['warning reply-too-soon']);
  expect(codes(net({ replyMs: 18 }, slow))).toEqual([]);
  expect(codes(net({ replyMs: 'auto' }, slow))).toEqual([]);
  expect(codes(net({ replyMs: 1 }))).toEqual([]);
  const link = { network: { links: [{ from: 'agent-1', to: 'coordinator', delayMs: 40 }] } };
  const [problem] = checkDocument(net({ replyMs: 79 }, link));
  expect(problem!.message).toContain('waits 79 ms for answers, and there and back may take 80 ms');
  expect(codes(net({ replyMs: 80 }, link))).toEqual([]);
});

it('calls that cannot fit are refused with their arithmetic, and say what to lower', () => {
  const tasks = Array.from({ length: 30_000 }, (_, at) => task(`t${String(at)}`));
  const big = (settings: object): Document =>
    piece(tasks, { agents: crew(100), coordination: { pattern: 'contract-net', ...settings } });
  expect(codes(big({ invite: 'capable', inviteMax: 100 }))).toEqual(['error too-much']);
  const [problem] = checkDocument(big({ penalty: 1, inviteMax: 90 }));
  expect(problem!.message).toContain('30000 tasks that are called out to 90 agents each take 2 x 2700000 = 5400000');
  expect(codes(big({ invite: 'capable' }))).toEqual([]);
  expect(codes(big({ inviteMax: 100 }))).toEqual([]);
});

describe('where everybody is asked for each task', () => {
  const tasks = Array.from({ length: 300 }, (_, at) => task(`t${String(at)}`));
  const balanced = (balancing: 'jsq' | 'work-stealing' | 'power-of-two', stepsMax: number): Document =>
    piece(tasks, {
      agents: crew(10),
      coordination: { pattern: 'load-balancing' },
      scheduling: { balancing },
      limits: { stepsMax },
    });

  it('the shortest queue is refused when the asking alone takes more steps than a run has', () => {
    expect(codes(balanced('jsq', 6000))).toEqual([]);
    const [problem] = checkDocument(balanced('jsq', 5999));
    expect(problem).toMatchObject({ code: 'too-much', severity: 'error', path: 'scheduling.balancing' });
    expect(problem!.message).toContain('300 tasks some 10 agents are asked for their load: 2 x 3000 = 6000 messages');
    expect(problem!.fix?.edits).toEqual([
      { kind: 'set-field', path: ['scheduling', 'balancing'], value: 'power-of-two' },
    ]);
    expect(codes(balanced('power-of-two', 5999))).toEqual([]);
  });

  it('stealing, of which nobody knows before how often it is in vain, is warned of', () => {
    expect(codes(balanced('work-stealing', 6000))).toEqual([]);
    expect(codes(balanced('work-stealing', 5999))).toEqual(['warning too-much']);
  });
});
