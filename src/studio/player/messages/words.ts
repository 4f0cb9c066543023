/** What the sequence diagram says: labels of arrows, and sentences for those who hear it read. */
import type { ConversationRow, ConversationState, MessageRow } from '../../../bridge/index.ts';
import { formatTime, plural, formatCount } from '../../design/index.ts';

const losses: Readonly<Partial<Record<MessageRow['end'], string>>> = {
  loss: 'lost',
  partition: 'cut off',
  crashed: 'nobody there',
};

/** What stands on an arrow after its words: its task, whether it is a lie or a copy, and why it never arrived. */
export function labelTail(row: MessageRow, withTask: boolean): string {
  return [withTask ? row.title : '', row.lie === null ? '' : 'a lie', row.copy ? 'copy' : '', losses[row.end] ?? '']
    .filter((each) => each !== '')
    .map((each) => ` · ${each}`)
    .join('');
}

/** A row as a sentence. */
export function sentenceOf(row: MessageRow, step: number): string {
  const sent = `step ${formatCount(row.step)}, ${formatTime(row.timeMs)}`;
  if (row.folded > 0) return `${row.text}, folded, from ${sent} to step ${formatCount(row.endStep)}`;
  const copy = row.copy ? ', a copy made by the network' : '';
  const lie = row.lie === null ? '' : `, a lie: ${row.lie}`;
  const ahead = row.step > step ? ', ahead of the playhead' : '';
  const enters = row.enters === null ? '' : `, the first of ${row.enters}`;
  return `${row.text}${enters}${lie}${copy}, ${sent}, ${fate(row)}${ahead}`;
}

function fate({ end, endStep }: MessageRow): string {
  const at = `step ${formatCount(endStep)}`;
  switch (end) {
    case 'open':
      return 'still on its way';
    case 'delivered':
      return `arrives at ${at}`;
    case 'loss':
      return 'lost on the way';
    case 'partition':
      return 'lost: the two are cut off from each other';
    case 'crashed':
      return `lost at ${at}: the receiver crashed`;
  }
}

export const stateWords: Readonly<Record<ConversationState, string>> = {
  open: 'open',
  awarded: 'awarded',
  unallocated: 'nobody was found',
  ended: 'ended',
};

/** How a conversation stands at a step; null before it begins. */
export function stateAt({ step: began, turns }: ConversationRow, step: number): ConversationState | null {
  if (step < began) return null;
  return turns.findLast((turn) => turn.step <= step)?.state ?? 'open';
}

/** A conversation as a sentence, in the order in which it is seen; `named` where its room is. */
export function conversationSentence(
  row: ConversationRow,
  step: number,
  { folded, named }: { readonly folded: boolean; readonly named: boolean },
): string {
  const { title, words, messages, lost } = row;
  const state = stateAt(row, step);
  return [
    title,
    ...(named ? [words] : []),
    ...(lost > 0 ? [`${formatCount(lost)} lost`] : []),
    plural(messages, 'message'),
    ...(named ? [] : [words]),
    state === null ? `begins at step ${formatCount(row.step)}` : stateWords[state],
    ...(folded ? ['folded'] : []),
  ].join(', ');
}
