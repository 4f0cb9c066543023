/** Messages for the tests of the sequence diagram: a row a message, and windows of them as the engine answers. */
import type { ConversationWindow, MessageFilter, MessageRow, MessageWindow } from '../../../../src/bridge/index.ts';

/** A call for proposals about `fetch` from the coordinator to Ana, level and delivered, unless said otherwise. */
export function messageRow(change: Partial<MessageRow> = {}): MessageRow {
  const { index = 0 } = change;
  return {
    index,
    step: index + 1,
    timeMs: index * 100,
    folded: 0,
    lost: 0,
    conversation: 'contract-net/fetch',
    from: 1,
    to: 2,
    type: 'contract-net.cfp',
    words: 'announcement',
    title: 'Fetch law',
    text: 'The coordinator → Ana: call for proposals (Fetch law)',
    nodes: ['ana', 'fetch'],
    end: 'delivered',
    endStep: index + 2,
    endRow: index,
    copy: false,
    lie: null,
    enters: null,
    value: '',
    broadcast: '',
    targets: [],
    phase: null,
    section: null,
    ...change,
  };
}

/** Rows by turns: a call, a proposal that is lost, a sign of life of another conversation. */
export function messagesOf(count: number): readonly MessageRow[] {
  return Array.from({ length: count }, (_each, index) =>
    index % 3 === 0
      ? messageRow({ index })
      : index % 3 === 1
        ? messageRow({
            index,
            type: 'contract-net.propose',
            words: 'bid',
            from: 2,
            to: 1,
            end: 'loss',
            endStep: index + 1,
            text: 'Ana → the coordinator: bid (Fetch law)',
          })
        : messageRow({
            index,
            type: 'contract-net.heartbeat',
            words: 'heartbeat',
            from: 3,
            to: 1,
            conversation: 'contract-net',
            title: '',
            nodes: ['bo'],
            text: 'Bo → the coordinator: still on it',
          }),
  );
}

function passingOf(all: readonly MessageRow[], filter: MessageFilter): readonly MessageRow[] {
  return all.filter(
    ({ text, type, nodes }) =>
      (filter.text === undefined || text.includes(filter.text)) &&
      (filter.types?.includes(type) ?? true) &&
      (filter.node === undefined || nodes.includes(filter.node)),
  );
}

/** A row a conversation; each is awarded ten steps after it begins, and ends twenty steps after. */
export function conversationsOf(
  all: readonly MessageRow[],
  { from, count, filter, step }: { from: number; count: number; filter: MessageFilter; step: number },
): ConversationWindow {
  const passing = passingOf(all, filter);
  const ids = [...new Set(passing.map(({ conversation }) => conversation))];
  const rows = ids.map((id, index) => {
    const said = passing.filter(({ conversation }) => conversation === id);
    const first = said[0]!;
    return {
      index,
      id,
      title: first.title === '' ? 'No task' : first.title,
      words: 'Contract net',
      step: first.step,
      timeMs: first.timeMs,
      messages: said.length,
      lost: said.filter(({ end }) => end === 'loss').length,
      turns: [
        { step: first.step + 10, state: 'awarded' as const },
        { step: first.step + 20, state: 'ended' as const },
      ],
      nodes: [],
    };
  });
  const playhead = rows.filter((row) => row.step <= step).length - 1;
  return { from, total: rows.length, playhead, rows: rows.slice(from, from + count) };
}

/** What the engine answers; folding of all is one row a conversation. */
export function windowOf(
  all: readonly MessageRow[],
  { from, count, filter, step }: { from: number; count: number; filter: MessageFilter; step: number },
): MessageWindow {
  const passing = passingOf(all, filter).filter(
    ({ conversation }) => filter.conversation === undefined || conversation === filter.conversation,
  );
  const isFolded = (conversation: string) =>
    filter.folded !== undefined && filter.folded.all !== filter.folded.except.includes(conversation);
  const rows = passing
    .filter(
      (row, at) =>
        !isFolded(row.conversation) || passing.findIndex((each) => each.conversation === row.conversation) === at,
    )
    .map((row, index) => {
      if (!isFolded(row.conversation)) return { ...row, index, endRow: index };
      const folded = passing.filter(({ conversation }) => conversation === row.conversation).length;
      return { ...row, index, folded, text: `${row.title}: ${String(folded)} messages` };
    });
  return {
    from,
    total: rows.length,
    playhead: rows.filter((row) => row.step <= step).length - 1,
    rows: rows.slice(from, from + count),
    crossing: [],
    lanes: [
      { actor: 1, agent: null, title: 'Coordinator' },
      { actor: 2, agent: 'ana', title: 'Ana' },
      { actor: 3, agent: 'bo', title: 'Bo' },
    ],
    others: 0,
    said: {
      messages: passing.length,
      conversations: new Set(passing.map(({ conversation }) => conversation)).size,
      hidden: rows.reduce((sum, { folded }) => sum + folded, 0),
      lies: passing.filter(({ lie }) => lie !== null).length,
      lost: passing.filter(({ end }) => end === 'loss').length,
    },
    types: [
      { type: 'contract-net.cfp', words: 'announcement', count: 1 },
      { type: 'contract-net.propose', words: 'bid', count: 1 },
    ],
  };
}
