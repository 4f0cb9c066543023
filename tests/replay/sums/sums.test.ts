/** What is added up as facts come is, to the byte, what the log gives. */
import { describe, expect, it } from 'vitest';
import { outcomeOfRun, resultOf, Run } from '../../../src/replay/index.ts';
import { writeRun } from '../../../src/interchange/index.ts';
import { checkDocument, compile, type Compiled } from '../../../src/workflow/index.ts';
import { randomDocument } from '../../support/documents.ts';

const patterns = ['centralized', 'load-balancing', 'contract-net', 'delegation'] as const;

function compiledOf(seed: number, pattern: string): Compiled {
  const random = randomDocument(seed, { tasksMax: 16, composites: seed % 3 === 0 });
  const document = {
    ...random,
    coordination: { pattern },
    expect: [{ that: 'makespanMs <= 40' }, { that: 'outcome == "succeeded"' }],
  };
  const compiled = compile(document, { problems: checkDocument(document) });
  if (!compiled.ok) throw new Error(compiled.error[0]!.message);
  return compiled.value;
}

describe('a run that keeps no log', () => {
  it.each(patterns)('under %s has the result, the verdicts and the run file of one that does', (pattern) => {
    const outcomes = new Set<string>();
    for (let seed = 1; seed <= 60; seed += 1) {
      const compiled = compiledOf(seed, pattern);
      const untilMs = seed % 5 === 0 ? 20 : Infinity;
      const [logged, lean] = [false, true].map((each) => new Run(compiled, { lean: each, untilMs }).finish());
      expect(JSON.stringify(resultOf(lean!)), `seed ${String(seed)}`).toBe(JSON.stringify(resultOf(logged!)));
      expect(writeRun(lean!)).toBe(writeRun(logged!));
      expect(logged!.log.length).toBeGreaterThan(0);
      expect(lean!.log.length).toBe(0);
      outcomes.add(outcomeOfRun(lean!).outcome);
    }
    expect([...outcomes].sort()).toEqual(['compensated', 'failed', 'stalled', 'succeeded']);
  });

  it('goes one way: nobody goes back to a step', () => {
    const run = new Run(compiledOf(1, 'centralized'), { lean: true }).finish();
    expect(() => {
      run.cutAt(1);
    }).toThrow('keeps no log');
  });
});
