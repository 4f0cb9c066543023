/** What a setting does, over ten seeds: which values are compared, what is said of it, and that nothing is said of what is not shown. */
import { describe, expect, it } from 'vitest';
import { settingFields, type Document } from '../../../../src/document/index.ts';
import { Measurements, metrics, type MeasureRequest } from '../../../../src/experiments/index.ts';
import { patternCardOf, patternCards } from '../../../../src/protocols/index.ts';
import {
  contrastWords,
  failureWords,
  valuesOf,
  valueWords,
} from '../../../../src/studio/inspector/effect/effect-words.ts';
import {
  SettingEffect,
  withSetting,
  type Question,
} from '../../../../src/studio/inspector/effect/setting-effect.svelte.ts';

const survey: Document = {
  seed: 7,
  coordination: { pattern: 'contract-net' },
  network: { delayMs: { min: 5, max: 20 } },
  agents: ['ida', 'jun'].map((id) => ({ id })),
  tasks: ['north', 'south', 'east'].map((id) => ({ id, action: { kind: 'simulate', durationMs: 100 } })),
};
const fieldOf = (pattern: string, key: string) => {
  const found = settingFields(patternCardOf(pattern)!.settings).find((each) => each.key === key);
  if (found === undefined) throw new Error(`no setting ${key}`);
  return found;
};

/** A worker that computes here, and how it is handled. */
function bench(answer?: (request: MeasureRequest) => Promise<never>) {
  const seen = { asked: [] as MeasureRequest[], ended: 0, started: 0 };
  const start = () => {
    seen.started += 1;
    const own = new Measurements();
    return Promise.resolve({
      measure: async (request: MeasureRequest) => {
        seen.asked.push(request);
        return answer === undefined ? await Promise.resolve(own.answer(request)) : await answer(request);
      },
      pair: () => Promise.reject(new Error('not asked for')),
      end: () => {
        seen.ended += 1;
      },
    });
  };
  return { seen, effects: new SettingEffect(start) };
}
const question = (change: Partial<Question> = {}): Question => ({
  ...{ document: survey, key: 'leaseMs', base: undefined, other: 2000 },
  ...change,
});

describe('which values are compared', () => {
  it('what is written with what is usual; where that is what is written, a neighbour of it', () => {
    const field = fieldOf('contract-net', 'leaseMs');
    expect(valuesOf(field, 300)).toEqual({ base: undefined, other: 300 });
    expect(valueWords(field, undefined)).toBe('Auto');
    for (const card of patternCards)
      for (const each of settingFields(card.settings)) {
        const values = valuesOf(each, undefined);
        if (values !== null)
          expect([card.name, each.key, values.other]).not.toEqual([card.name, each.key, each.default]);
      }
  });

  it('every setting of every pattern has values that the document takes, or none', () => {
    for (const card of patternCards) {
      for (const each of settingFields(card.settings)) {
        const values = valuesOf(each, undefined);
        if (values === null) continue;
        const document = { ...survey, coordination: { pattern: card.name } };
        const reply = new Measurements().answer({
          cell: 0,
          document: withSetting(document, each.key, values.other),
          seeds: [],
        });
        expect([card.name, each.key, reply.ok ? '' : reply.problem]).toEqual([card.name, each.key, '']);
      }
    }
  });
});

describe('what is asked of the worker', () => {
  it('ten seeds under both values, from that of the document on; the worker is let go of', async () => {
    const { seen, effects } = bench();
    await effects.ask(question());
    expect(seen.asked.map(({ seeds }) => seeds[0])).toEqual(
      Array.from({ length: 20 }, (_, at) => 7 + Math.floor(at / 2)),
    );
    expect(seen.asked[1]?.document?.coordination).toEqual({ pattern: 'contract-net', leaseMs: 2000 });
    expect(effects).toMatchObject({ problem: null, done: 10 });
    expect(effects.effect?.figures.map(({ metric }) => metric.id)).toEqual(['makespanMs', 'messages', 'cost']);
    expect(seen.ended).toBe(1);
  });

  it('the same question is answered from what is known; a change of the document is another question', async () => {
    const { seen, effects } = bench();
    await effects.ask(question());
    await effects.ask(question());
    expect(seen.started).toBe(1);
    await effects.ask(question({ document: { ...survey, seed: 8 } }));
    expect(seen.started).toBe(2);
  });

  it('ends at once when nobody wants it any more, and then says nothing', async () => {
    const { seen, effects } = bench();
    const asking = effects.ask(question());
    await Promise.resolve();
    effects.cancel();
    await asking;
    expect(effects).toMatchObject({ asked: null, effect: null, problem: null });
    expect(seen.asked.length).toBeLessThan(20);
    expect(seen.ended).toBe(seen.started);
  });

  it('says why where the document cannot run, and where the worker stops', async () => {
    const { effects } = bench();
    await effects.ask(question({ document: { ...survey, tasks: [{ id: 'a', dependsOn: ['a'] }] } }));
    expect(effects.effect).toBeNull();
    expect(effects.problem).toMatch(/\w{3}/);
    const broken = bench(() => Promise.reject(new Error('gone')));
    await broken.effects.ask(question());
    expect(broken.effects.problem).toContain('worker stopped');
  });
});

describe('what is said', () => {
  const contrast = {
    ...{ count: 10, mean: -1200, median: -1200, deviation: 100, baseMean: 5000, low: -1600, high: -800, less: 10 },
    ...{ same: 0, more: 0, correlation: 0, effect: -1, verdict: 'better' as const },
  };
  const time = metrics[0];

  it('a difference has its interval, one that is not shown is none', () => {
    expect(contrastWords(time, contrast)).toBe('1.20 s less (from 1.60 s less to 800 ms less)');
    expect(contrastWords(time, { ...contrast, low: -1200, high: -1200 })).toBe('1.20 s less');
    expect(contrastWords(time, { ...contrast, verdict: 'unclear', low: -300, high: 90 })).toBe(
      'no difference seen: from 300 ms less to 90 ms more',
    );
    expect(contrastWords(time, { ...contrast, verdict: 'same' })).toBe('no difference');
    expect(contrastWords(time, { ...contrast, verdict: 'fails' })).toContain('succeeds less often');
    expect(contrastWords(time, { ...contrast, verdict: 'few', count: 2 })).toBe('too few runs to tell: 2');
    expect(contrastWords(time, null)).toBe('no run to compare');
  });

  it('runs that fail are counted, and said to be left out', async () => {
    const { effects } = bench();
    const tasks = [{ id: 'a', action: { kind: 'simulate' as const, durationMs: 50, failureRate: 1 } }];
    await effects.ask(question({ document: { ...survey, tasks } }));
    const { effect } = effects;
    expect(effect === null ? '' : failureWords(effect)).toBe(
      'Runs that succeed: 0 of 10 and 0 of 10. Figures count of seeds under which both do.',
    );
  });

  it('a setting that does something shows, one that does nothing here does not', async () => {
    const { effects } = bench();
    const document = { ...survey, coordination: { pattern: 'load-balancing' } };
    const saidOf = async (key: string, other: number | boolean) => {
      await effects.ask({ document, key, base: undefined, other });
      return effects.effect?.figures.map(({ metric, contrast }) => contrastWords(metric, contrast));
    };
    expect(await saidOf('leaseMs', 60_000)).toEqual(['no difference', 'no difference', 'no difference']);
    // Three messages a task instead of two.
    expect((await saidOf('acknowledge', true))?.[1]).toMatch(/^3 more/);
  });
});
