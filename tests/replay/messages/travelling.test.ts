/** What a drawing shows on its way in one step. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { travellingAt } from '../../../src/replay/index.ts';
import { parseStory } from '../../../src/studio/library/stories.ts';
import { crew, piece, task } from '../../scenarios/stage.ts';
import { ran } from '../../support/running.ts';

describe('messages on their way', () => {
  const told = (network = {}) =>
    ran(piece([task('survey')], { agents: crew(2), coordination: { pattern: 'contract-net' }, network, seed: 3 }));
  const at = ({ plan, run }: ReturnType<typeof told>, step: number) =>
    travellingAt(plan, run.log, run.log.countAt(step), step);

  it('a step in which nothing is said shows nothing', () => {
    expect(at(told(), 0)).toEqual([]);
  });

  it('the task speaks for a coordinator that stands on no drawing', () => {
    const run = told();
    const step = run.recorded.find(({ fact }) => fact.type === 'message.sent')!.step;
    expect(at(run, step)).toEqual([
      { from: null, to: 'agent-1', task: 'survey', what: 'sent', lie: false },
      { from: null, to: 'agent-2', task: 'survey', what: 'sent', lie: false },
    ]);
  });

  it('a lie is one on its way and where it arrives, and nothing else is', () => {
    const story = parseStory(readFileSync('public/templates/four-agents-one-liar.json', 'utf8'))!;
    const agents = story.agents!.map((agent) => (agent.id === 'cleo' ? { ...agent, behaviour: 'colluding' } : agent));
    const run = ran({ ...story, agents });
    const lied = new Set(
      run.recorded.flatMap(({ fact }, place) =>
        fact.type === 'message.sent' && run.recorded[place - 1]?.fact.type === 'agent.lied' ? [fact.id] : [],
      ),
    );
    expect(lied.size).toBeGreaterThan(0);
    const steps = new Set(run.recorded.map(({ step }) => step));
    const shown = [...steps].flatMap((step) => at(run, step));
    const told = run.recorded.filter(({ fact }) => 'message' in fact && lied.has(fact.id));
    expect(shown.filter(({ lie }) => lie)).toHaveLength(told.length);
    expect(shown.some(({ lie }) => !lie)).toBe(true);
  });

  it('what is lost as it is sent is shown once, as lost', () => {
    const run = told({ loss: 0.5 });
    const { step } = run.recorded.find(({ fact }) => fact.type === 'message.lost')!;
    const sent = run.recorded.filter((each) => each.step === step && each.fact.type === 'message.sent').length;
    const shown = at(run, step);
    expect(shown.filter(({ what }) => what !== 'delivered')).toHaveLength(sent);
    expect(shown.some(({ what }) => what === 'lost')).toBe(true);
  });
});
