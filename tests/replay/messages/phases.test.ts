/** Phases of a run as rows that fold, and what is said to several at once as one row: nothing is lost on the way, and a fold says what it holds. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/document/index.ts';
import { MessageRows, type MessageFilter, type MessageRow, type PhaseHead } from '../../../src/replay/index.ts';
import { randomDocument } from '../../support/documents.ts';
import { ran, type Ran } from '../../support/running.ts';

const members = ['ana', 'ben', 'cleo', 'dan'].map((id) => ({ id }));
const deciding = (protocol: string, more: Partial<Document> = {}): Document => ({
  agents: members,
  tasks: [{ id: 'go', action: { kind: 'consensus', protocol, value: 'go' } }],
  network: { delayMs: 20 },
  ...more,
});
const open = { all: false, except: [] };
const all = { all: true, except: [] };
const asking = ({ plan, run }: Ran) => {
  const rows = new MessageRows(plan, run.log);
  return (filter: MessageFilter, from = 0, count = 100_000) => rows.window(from, count, filter, run.log.length);
};
const heads = (rows: readonly MessageRow[]): PhaseHead[] => rows.flatMap(({ phase }) => phase ?? []);

/** How many messages a row stands for by itself. */
function weight({ folded, phase, targets }: MessageRow): number {
  if (phase !== null) return phase.folded ? phase.held : 0;
  return folded > 0 ? folded : Math.max(1, targets.length);
}

describe('phases as rows', () => {
  it('have none where nobody asks for them', () => {
    const { rows } = asking(ran(deciding('pbft')))({});
    expect(heads(rows)).toEqual([]);
    expect(rows.every(({ section }) => section === null)).toBe(true);
  });

  it('a phase stands before its first message, and its messages say which it is', () => {
    const { rows } = asking(ran(deciding('pbft')))({ phases: open });
    expect(heads(rows).map(({ says }) => says)).toEqual([
      'go: request',
      'go: pre-prepare',
      'go: prepare',
      'go: commit',
      'go: reply',
    ]);
    for (const { phase, section, index } of rows) {
      if (phase === null) continue;
      expect(section?.id).toBe(phase.id);
      expect(rows[index + 1]?.section?.id).toBe(phase.id);
    }
  });

  it('says how much it holds, who came to what by it and when the last of them did', () => {
    const { rows } = asking(ran(deciding('pbft')))({ phases: all });
    const [request, proposal, prepare, commit, reply] = heads(rows);
    expect(rows).toHaveLength(5);
    expect([request, proposal, prepare, commit, reply].map((each) => each?.held)).toEqual([1, 3, 9, 12, 4]);
    expect(prepare).toMatchObject({ folded: true, all: 9, lies: 0, lost: 0, kinds: [{ words: 'prepare', count: 9 }] });
    expect(prepare?.reached).toMatchObject({ word: 'prepared', more: 0 });
    expect([...(prepare?.reached?.who ?? [])].sort()).toEqual(['ana', 'ben', 'cleo', 'dan']);
    expect(commit?.reached?.timeMs).toBeGreaterThan(prepare?.reached?.timeMs ?? Infinity);
    expect(reply?.reached).toBeNull();
  });

  it('an award says who got it', () => {
    const agents = ['ida', 'jun'].map((id) => ({ id, capabilities: { ride: 1 } }));
    const tasks = [{ id: 'north', requires: ['ride'], action: { kind: 'simulate' as const, durationMs: 50 } }];
    const document: Document = { agents, tasks, network: { delayMs: 5 }, coordination: { pattern: 'contract-net' } };
    const award = heads(asking(ran(document))({ phases: all }).rows).find(({ says }) => says === 'north: award');
    expect(award?.reached).toMatchObject({ word: 'got it', timeMs: 10 });
    expect(['ida', 'jun']).toContain(award?.reached?.who[0]);
  });

  it('a filter that lets part of a phase pass is told from the whole of it', () => {
    const { rows } = asking(ran(deciding('pbft')))({ phases: all, node: 'ana' });
    const prepare = heads(rows).find(({ says }) => says === 'go: prepare');
    expect(prepare?.all).toBe(9);
    expect(prepare?.held).toBeLessThan(9);
  });

  it('counts its lies and what was lost', () => {
    const faults = [{ kind: 'equivocate' as const, agent: 'ana', value: 'stop' }];
    const ask = asking(ran(deciding('pbft', { faults, network: { delayMs: 20, loss: 0.2 }, seed: 4 })));
    const { rows, said } = ask({ phases: all });
    const plain = ask({}).rows;
    const sum = (of: 'lies' | 'lost') => heads(rows).reduce((total, head) => total + head[of], 0);
    expect(sum('lies')).toBe(plain.filter(({ lie }) => lie !== null).length);
    expect(sum('lost')).toBe(plain.filter(({ end }) => end === 'loss').length);
    expect(said).toMatchObject({ lies: sum('lies'), lost: sum('lost'), messages: plain.length, hidden: plain.length });
    expect(Math.min(said.lies, said.lost)).toBeGreaterThan(0);
  });

  it('one of them is opened alone', () => {
    const ask = asking(ran(deciding('pbft')));
    const { id } = heads(ask({ phases: all }).rows)[2]!;
    const { rows, said } = ask({ phases: { all: true, except: [id] } });
    expect(rows).toHaveLength(5 + 9);
    expect(said).toMatchObject({ messages: 29, hidden: 20 });
    expect(ask({ phases: { all: false, except: [id] } }).rows).toHaveLength(5 + 20);
  });
});

describe('what is said to several at once', () => {
  it('is one row, with what became of it at each', () => {
    const { rows } = asking(ran(deciding('pbft')))({ joined: all });
    const [, proposal, ...rest] = rows;
    expect(proposal).toMatchObject({ words: 'pre-prepare', end: 'delivered', value: '"go"' });
    expect(proposal?.targets).toHaveLength(3);
    expect(proposal?.targets.every(({ end, endMs }) => end === 'delivered' && endMs === proposal.timeMs + 20)).toBe(
      true,
    );
    expect(rest.filter(({ words }) => words === 'commit')).toHaveLength(4);
  });

  it('tells a lie and a loss at whom they concern', () => {
    const faults = [{ kind: 'equivocate' as const, agent: 'ana', value: 'stop' }];
    const { rows } = asking(ran(deciding('pbft', { faults })))({ joined: all });
    const proposal = rows.find(({ words }) => words === 'pre-prepare');
    const lies = proposal?.targets.filter(({ lie }) => lie !== null) ?? [];
    expect(proposal?.value).toBe('');
    expect(lies.length).toBeGreaterThan(0);
    expect(lies.every(({ value }) => value === '"stop"')).toBe(true);
  });

  it('is a row a message where that is asked, by the name that all of them have', () => {
    const ask = asking(ran(deciding('pbft')));
    const { broadcast } = ask({ joined: all }).rows[1]!;
    const { rows } = ask({ joined: { all: true, except: [broadcast] } });
    expect(rows.filter((each) => each.broadcast === broadcast)).toHaveLength(3);
    expect(rows.filter(({ targets }) => targets.length > 0).length).toBeGreaterThan(0);
    expect(ask({}).rows.filter((each) => each.broadcast === broadcast)).toHaveLength(3);
  });

  it('a copy that the network made joins nothing', () => {
    const { rows } = asking(ran(deciding('pbft', { network: { delayMs: 20, duplicate: 0.5 } })))({ joined: all });
    const copies = rows.filter(({ copy }) => copy);
    expect(copies.length).toBeGreaterThan(0);
    expect(copies.every(({ targets }) => targets.length === 0)).toBe(true);
  });
});

describe('of any run', () => {
  const folding = fc.constantFrom(undefined, open, all);
  it('every message stands in one row or is in a folded one, and any window is a part of the whole', () => {
    fc.assert(
      fc.property(
        fc.nat(10_000),
        fc.record({ phases: folding, joined: folding, folded: folding }),
        fc.nat(60),
        (seed, wanted, from) => {
          const filter = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
          const ask = asking(ran(randomDocument(seed)));
          const { rows, said, total } = ask(filter);
          expect(rows).toHaveLength(total);
          expect(rows.reduce((sum, row) => sum + weight(row), 0)).toBe(said.messages);
          const hidden = rows.filter(({ folded, phase }) => folded > 0 || phase?.folded === true);
          expect(hidden.reduce((sum, row) => sum + weight(row), 0)).toBe(said.hidden);
          expect(said.messages).toBe(ask({}).total);
          expect(ask(filter, from, 10).rows).toEqual(rows.slice(from, from + 10));
        },
      ),
      { numRuns: 25, seed: 7 },
    );
  });
});
