/** Ballots that are beliefs: those of the moment in which the group is asked, and planted faults. */
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import type { KnownFact } from '../../../src/plan/index.ts';
import { decisionRooms } from '../../../src/protocols/index.ts';
import { piece, play, task, type Played } from '../../scenarios/stage.ts';
import { verdict } from '../../support/running.ts';

const agents: Document['agents'] = ['ana', 'ben', 'cid', 'dan'].map((id) => ({ id, beliefs: { way: 'left' } }));
/** Ana and Ben learn better before all decide. */
const council = (action: object = {}, more: object = {}): Document =>
  piece(
    [
      task('look', [], { agent: 'ana', believes: { way: "'right'" } }),
      task('ask', ['look'], { agent: 'ben', believes: { way: "results.look.ok ? 'right' : 'left'" } }),
      task('tell', ['look'], { agent: 'cid', believes: { way: "'right'" } }),
      task('vote', ['ask', 'tell'], {
        action: { kind: 'consensus', protocol: 'majority', source: 'belief', belief: 'way', ...action } as never,
        ...more,
      }),
    ],
    { agents },
  );
const cast = ({ recorded }: Played): unknown[] =>
  recorded.flatMap(({ fact }) => {
    const each = fact as unknown as Readonly<Record<string, unknown>>;
    return each['type'] === 'voting.cast' ? [each['value']] : [];
  });

describe('[VO18] a ballot that is a belief', () => {
  it.each(['majority', 'plurality', 'pbft', 'raft'])('is that of the moment, under %s', (protocol) => {
    const played = play(council({ protocol }));
    expect(cast(played)).toEqual(['right', 'right', 'right', 'left']);
    expect(played.result.decisions['vote']).toMatchObject({ value: 'right' });
  });

  it('stays what is written for whoever has a ballot', () => {
    expect(cast(play(council({ ballots: { ana: 'left' } })))).toEqual(['left', 'right', 'right', 'left']);
  });

  it('is asked for anew when the vote is tried again', () => {
    const document = council(
      { protocol: 'unanimity' },
      { retry: { attempts: 2, backoffMs: 50 }, onFailure: 'continue' },
    );
    const late = task('late', ['ask'], { agent: 'dan', ms: 15, believes: { way: "'right'" } });
    const played = play({ ...document, tasks: [...document.tasks!, late] });
    expect(cast(played)).toEqual(['right', 'right', 'right', 'left', 'right', 'right', 'right', 'right']);
    expect(played.states['vote']).toBe('succeeded');
  });

  it('abstains where a belief was lost to null, though all had one at the start', () => {
    const document = council({ protocol: 'plurality' });
    const gone = document.tasks!.map((each) => (each.id === 'tell' ? { ...each, believes: { way: null } } : each));
    expect(play({ ...document, tasks: gone }).result.decisions['vote']).toMatchObject({ value: 'right', turnout: 3 });
  });

  it('is no part of a message where nothing has changed', () => {
    const still = piece(
      [task('vote', [], { action: council().tasks![3]!.action! }), task('n', [], { believes: { a: 1 } })],
      {
        agents,
      },
    );
    expect(JSON.stringify(play(still).recorded)).not.toContain('"ballot');
  });

  it('planted: a vote that is not what was believed is found', () => {
    const { plan, recorded } = play(council());
    const rule = decisionRooms
      .find(({ name }) => name === 'voting')!
      .invariants(plan)
      .find((each) => each.rule === 'VO18')!;
    const told = (value?: unknown) =>
      verdict(
        rule,
        plan,
        recorded.map((each) => {
          const fact = each.fact as { readonly type: string };
          return value !== undefined && fact.type === 'voting.cast'
            ? { ...each, fact: { ...fact, value } as unknown as KnownFact }
            : each;
        }),
      );
    expect(told()).toBeNull();
    expect(told('left')).toMatch(/voted for "left" on vote and believed "right"/u);
  });
});
