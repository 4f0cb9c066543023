/** A run as a fold over its journal: seeking, injecting, replaying (SPEC G1 to G3). */
import { describe, expect, it } from 'vitest';
import { actorOfAgent } from '../../src/plan/index.ts';
import { digestOf, type Message } from '../../src/kernel/index.ts';
import { outcomeOfRun, Run, type RunInput } from '../../src/replay/index.ts';
import { cancelInput, compile, type Compiled } from '../../src/workflow/index.ts';
import { Dice, randomDocument } from '../support/documents.ts';
import { crew, piece, task, compiled } from '../scenarios/stage.ts';

function random(seed: number): Compiled {
  return compiled(randomDocument(seed, { tasksMax: 20 }));
}
const facts = ({ log }: Run): unknown[] =>
  Array.from({ length: log.length }, (_, at) => [log.stepOf(at), log.timeOf(at), log.at(at)]);
const crash = (step: number, agent: number): RunInput => ({
  step,
  to: -1,
  message: { type: 'kernel.crash', actor: actorOfAgent(agent) } as Message,
});

/** A run of some thousand steps, longer than the distance between snapshots. */
const long = compiled(
  piece(
    Array.from({ length: 400 }, (_, at) =>
      task(`t${String(at)}`, at < 8 ? [] : [`t${String(at - 8)}`], {
        model: { failureRate: 0.2, durationMs: { min: 1, max: 9 } },
        retry: { attempts: 9, backoffMs: 2, jitter: 1 },
      }),
    ),
    { agents: crew(5), network: { delayMs: { min: 0, max: 4 } } },
  ),
);

describe('[G3] going to a step gives what a straight run gives there', () => {
  it('at every step of small runs', () => {
    for (const seed of [1, 2, 3, 5, 9, 12]) {
      const run = new Run(random(seed), { seekable: true }).finish();
      const straight = new Run(random(seed));
      for (let step = 0; step <= run.steps; step += 1) {
        expect(digestOf(run.worldAt(step).snapshot())).toBe(straight.digest());
        straight.advance(1);
      }
    }
  });
  it('at random steps of a long run, with snapshots and without', () => {
    const [kept, bare] = [new Run(long, { seekable: true }).finish(), new Run(long).finish()];
    expect(kept.snapshots().length).toBeGreaterThan(4);
    expect(kept.digest()).toBe(bare.digest());
    const dice = new Dice(5);
    for (let i = 0; i < 12; i += 1) {
      const step = dice.integer(0, kept.steps);
      expect(digestOf(kept.worldAt(step).snapshot())).toBe(digestOf(bare.worldAt(step).snapshot()));
    }
    expect(digestOf(kept.worldAt(kept.steps).snapshot())).toBe(kept.digest());
  });
  it('at the last step of a run that a bound ended', () => {
    const run = new Run(compiled(piece([task('a'), task('b', ['a'])], { limits: { stepsMax: 7 } })), {
      seekable: true,
    }).finish();
    expect(run.halted).toBe('stepsMax');
    expect(digestOf(run.worldAt(run.steps).snapshot())).toBe(run.digest());
  });
  it('snapshots of whole worlds are plain: JSON and the structured clone give them back, under both patterns', () => {
    for (let seed = 0; seed < 60; seed += 1) {
      const run = new Run(random(seed), { seekable: true });
      run.advance(40 + seed);
      const snapshot = run.worldAt(run.steps).snapshot();
      expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
      expect(digestOf(JSON.parse(JSON.stringify(snapshot)) as typeof snapshot)).toBe(digestOf(snapshot));
      expect(structuredClone(snapshot)).toEqual(snapshot);
    }
  });
  it('a step beyond the end is refused', () => {
    const run = new Run(random(1)).finish();
    expect(() => run.worldAt(run.steps + 1)).toThrow('beyond its end');
  });
  it('the slices in which a run is computed change nothing', () => {
    const whole = new Run(long).finish();
    const sliced = new Run(long, { seekable: true });
    while (sliced.advance(37));
    expect(sliced.digest()).toBe(whole.digest());
    expect(sliced.digests().at(-1)).toEqual(whole.digests().at(-1));
    expect(facts(sliced)).toEqual(facts(whole));
  });
});

describe('[G1] inputs are part of the journal', () => {
  it('a run with inputs replays from its inputs alone, after any number of injections', () => {
    const dice = new Dice(11);
    for (let seed = 0; seed < 40; seed += 1) {
      const run = new Run(random(seed), { seekable: true }).finish();
      for (let i = 0; i < 3; i += 1) {
        const step = dice.integer(0, run.steps);
        run.cutAt(step);
        run.append(dice.chance(0.5) ? crash(step, 0) : { step, ...cancelInput('by hand') });
        run.advance(dice.integer(0, 5));
      }
      run.finish();
      const again = new Run(random(seed), { inputs: run.inputs }).finish();
      expect(again.digest()).toBe(run.digest());
      expect(facts(again)).toEqual(facts(run));
      expect(run.watch.views()).toEqual(again.watch.views());
    }
  });
  it('two inputs after one step are both applied, in order, whether the run had gone on or not', () => {
    const document = random(4);
    const inputs = [crash(3, 0), { step: 3, ...cancelInput('both') }];
    const replayed = new Run(document, { inputs }).finish();
    const here = new Run(document, { seekable: true });
    here.advance(3);
    for (const input of inputs) here.append(input);
    const back = new Run(document, { seekable: true }).finish();
    back.cutAt(3);
    for (const input of inputs) back.append(input);
    for (const run of [here.finish(), back.finish()]) {
      expect(run.inputs).toEqual(inputs);
      expect(run.digest()).toBe(replayed.digest());
    }
    expect(outcomeOfRun(replayed)).toEqual({ outcome: 'cancelled', reason: 'both' });
  });
  it('an input cuts off what lay ahead, facts and snapshots and later inputs too', () => {
    const run = new Run(long, { seekable: true, inputs: [{ step: 2000, ...cancelInput('late') }] }).finish();
    const before = facts(run);
    run.cutAt(700);
    run.append({ step: 700, ...cancelInput('early') });
    expect(run.log.length).toBe(before.filter((each) => (each as [number])[0] <= 700).length);
    expect(run.snapshots().every(({ at }) => at <= 700)).toBe(true);
    run.finish();
    expect(run.inputs).toHaveLength(1);
    expect(outcomeOfRun(run)).toEqual({ outcome: 'cancelled', reason: 'early' });
    expect(facts(run).slice(0, 100)).toEqual(before.slice(0, 100));
  });
  it('another seed is another run, and the document is left as it was', () => {
    const document = randomDocument(3, { tasksMax: 20 });
    const copy = structuredClone(document);
    const digests = [1, 2, 1].map((seed) => {
      const made = compile(document, { seed });
      return made.ok ? new Run(made.value).finish().digest() : '';
    });
    expect(digests[0]).toBe(digests[2]);
    expect(digests[0]).not.toBe(digests[1]);
    expect(document).toEqual(copy);
  });
  it('a run up to a time takes no step beyond it, and says that it was cut short', () => {
    const run = new Run(long, { untilMs: 50 }).finish();
    expect(run.now).toBeLessThanOrEqual(50);
    expect(run.log.timeOf(run.log.length - 1)).toBeLessThanOrEqual(50);
    expect(outcomeOfRun(run)).toMatchObject({
      outcome: 'stalled',
      reason: expect.stringContaining('with work left') as string,
    });
  });
});
