/** `conclave replay --agent`: the checkpoints of an agent and of the coordinator in a run file, what is in one, what changed between two. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { callWith, type Files } from '../../support/command-line.ts';

const story = readFileSync(
  path.resolve(import.meta.dirname, '../../../public/templates/back-from-a-checkpoint.json'),
  'utf8',
);
const files: Files = { 'story.json': story };
const call = (line: string) => callWith(files, line.split(' '));
const refused = (line: string): string => {
  const { status, out, errors } = call(line);
  expect([status, out]).toEqual([2, '']);
  return errors.trim();
};

beforeAll(() => {
  expect(call('simulate story.json --out run.json').status).toBe(0);
});

interface Own {
  readonly own: {
    readonly everyMs: number | null;
    readonly written: number;
    readonly rows: readonly { step: number }[];
  };
}
const own = (agent: string) => (JSON.parse(call(`replay run.json --agent ${agent} --json`).out) as Own).own;

describe('the checkpoints of an agent', () => {
  it('are refused of nobody, at no step, and without saying whose', () => {
    expect(refused('replay run.json --agent bo')).toMatch(/no agent "bo" in this run\.$/u);
    expect(refused('replay run.json --at 3')).toMatch(/--at wants --agent ID/u);
    for (const at of ['x', '1,2,3', '-1', '1,'])
      expect(refused(`replay run.json --agent nadia --at=${at}`)).toMatch(/--at wants STEP, or STEP,STEP/u);
    expect(refused('replay run.json --agent nadia --at 99999')).toMatch(/there is none at step 99999/u);
  });

  it('are listed, looked into and compared', () => {
    const { everyMs, written, rows } = own('nadia');
    expect([everyMs, rows.length]).toEqual([1000, 5]);
    const lines = call('replay run.json --agent nadia').out.trim().split('\n').slice(1);
    expect(lines[0]).toBe(`nadia writes one 1.00 s after there is work to lose: ${String(written)} so far.`);
    expect(lines.filter((line) => line.includes('came back to it at step'))).toHaveLength(1);
    const [, last, before] = rows.map(({ step }) => String(step));
    expect(call(`replay run.json --agent nadia --at ${last!}`).out).toMatch(/work north: running, .* of 6.00 s done/u);
    expect(call(`replay run.json --agent nadia --at ${before!},${last!}`).out).toMatch(
      /work north: running, .* done -> running, .* done/u,
    );
    expect(call(`replay run.json --agent nadia --at ${last!},${last!}`).out).toContain('Nothing stands otherwise.');
  });

  it('are none of whoever writes none; the coordinator goes by its name', () => {
    expect(own('omar')).toMatchObject({ everyMs: null, written: 0, rows: [] });
    expect(call('replay run.json --agent omar').out).toContain('omar writes no checkpoints.');
    expect(own('coordinator')).toMatchObject({ everyMs: null, written: 0 });
  });
});
