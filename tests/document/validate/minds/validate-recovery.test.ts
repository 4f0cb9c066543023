/** What validation says of coming back from crashes: intervals that leave no time to work, and settings that do nothing. */
import { describe, expect, test } from 'vitest';
import { apply, readDocument, validate, type Document } from '../../../../src/document/index.ts';

const crash = { kind: 'crash', agent: 'ana', atMs: 5, recoverMs: 9 } as const;
const of = (agent: object, faults: readonly object[] = [crash]) =>
  ({ format: 'conclave', agents: [{ id: 'ana', ...agent }], faults }) as Document;
const lines = (document: Document) =>
  validate(document).map(({ severity, code, path }) => `${severity} ${code} ${path}`);

describe('checkpoints of an agent', () => {
  test('that take longer than what lies between them are refused in a sentence', () => {
    const slow = of({ recovers: 'checkpoint', checkpointEveryMs: 200, checkpointMs: 200 });
    expect(lines(slow)).toEqual(['error checkpoint-slow agents[0].checkpointMs']);
    expect(validate(slow)[0]!.message).toBe(
      'The agent "ana" takes 200 ms to write a checkpoint and works 200 ms before the next, so its work would stand still for longer than it goes on; write one less often, or faster.',
    );
    expect(lines(of({ recovers: 'checkpoint', checkpointMs: 2000 }))).toEqual([
      'error checkpoint-slow agents[0].checkpointMs',
    ]);
    expect(lines(of({ recovers: 'checkpoint', checkpointEveryMs: 200, checkpointMs: 199 }))).toEqual([]);
  });
  test.each([0, -1, 1e300, 'often'])('every %s is no interval', (checkpointEveryMs) => {
    const read = readDocument(of({ recovers: 'checkpoint', checkpointEveryMs }) as never);
    expect(read.problems.map(({ path }) => path)).toContain('agents[0].checkpointEveryMs');
  });
  test('without any crash are a remark', () => {
    expect(lines(of({ recovers: 'checkpoint' }, []))).toEqual(['info checkpoint-idle agents[0].recovers']);
    expect(lines(of({ recovers: 'checkpoint' }, [{ ...crash, agent: 'ben' }])).slice(-1)).toEqual([
      'info checkpoint-idle agents[0].recovers',
    ]);
    expect(lines(of({ recovers: 'empty' }, []))).toEqual([]);
  });
  test('that are never written are a remark, with a fix', () => {
    const idle = of({ checkpointEveryMs: 300 });
    expect(lines(idle)).toEqual(['info checkpoint-idle agents[0].checkpointEveryMs']);
    const mended = validate(idle)[0]!.fix!.edits.reduce((made, edit) => {
      const applied = apply(made, edit);
      if (!applied.ok) throw new Error(applied.error.message);
      return applied.value.document;
    }, idle);
    expect(mended.agents![0]).toMatchObject({ recovers: 'checkpoint', checkpointEveryMs: 300 });
    expect(lines(mended)).toEqual([]);
  });
});

describe('the coordinator', () => {
  const by = (coordination: object, faults: readonly object[] = []): string[] =>
    lines({ format: 'conclave', coordination, faults } as Document);
  test('writes for nothing where it never crashes, or has an interval and writes none', () => {
    expect(by({ recovers: 'checkpoint' })).toEqual(['info checkpoint-idle coordination.recovers']);
    expect(by({ recovers: 'checkpoint', checkpointEveryMs: 50 }, [{ ...crash, agent: 'coordinator' }])).toEqual([]);
    expect(by({ checkpointEveryMs: 50 })).toEqual(['info checkpoint-idle coordination.checkpointEveryMs']);
    expect(by({ recovers: 'all' })).toEqual([]);
  });
});
