/** What the sequence diagram says: labels of arrows, and sentences for those who hear it read. */
import type {
  ConversationRow,
  ConversationState,
  MessageRow,
  MessageTarget,
  PhaseHead,
} from '../../../bridge/index.ts';
import { exactTime } from '../../../document/index.ts';
import { formatTime, plural, formatCount } from '../../design/index.ts';

const losses: Readonly<Partial<Record<MessageRow['end'], string>>> = {
  loss: 'lost',
  partition: 'cut off',
  crashed: 'nobody there',
};

/** What stands on an arrow after its words: its task, whether it is a lie or a copy, and why it never arrived. */
export function labelTail(row: MessageRow, withTask: boolean): string {
  // Of what several hear it stands at each of them.
  const one = row.targets.length === 0;
  const lie = one && row.lie !== null ? 'a lie' : '';
  return [withTask ? row.title : '', lie, row.copy ? 'copy' : '', losses[row.end] ?? '']
    .filter((each) => each !== '')
    .map((each) => ` · ${each}`)
    .join('');
}

/** The words on an arrow, with the value that it says. */
export function labelOf({ words, value }: MessageRow): string {
  return value === '' ? words : `${words} ${value}`;
}

/** A row as a sentence. */
export function sentenceOf(row: MessageRow, step: number): string {
  const sent = `step ${formatCount(row.step)}, ${formatTime(row.timeMs)}`;
  // In the order in which it is seen, the step first.
  if (row.phase !== null)
    return `Step ${formatCount(row.step)} ${phaseSentence(row.phase)}, ${formatTime(row.timeMs)} to step ${formatCount(row.endStep)}${row.step > step ? ', ahead of the playhead' : ''}`;
  if (row.targets.length > 0) return castSentence(row, step);
  if (row.folded > 0) return `${row.text}, folded, from ${sent} to step ${formatCount(row.endStep)}`;
  const copy = row.copy ? ', a copy made by the network' : '';
  const lie = row.lie === null ? '' : `, a lie: ${row.lie}`;
  const ahead = row.step > step ? ', ahead of the playhead' : '';
  const enters = row.enters === null ? '' : `, the first of ${row.enters}`;
  return `${row.text}${enters}${lie}${copy}, ${sent}, ${fate(row)}${ahead}`;
}

/** What one says to several at once, and what became of it at each of them. */
function castSentence(row: MessageRow, step: number): string {
  const { targets } = row;
  const lies = [...new Set(targets.flatMap(({ lie }) => lie ?? []))];
  const missed = targets.filter(({ end }) => end !== 'open' && end !== 'delivered');
  const open = targets.filter(({ end }) => end === 'open').length;
  return [
    row.text,
    `and the same to ${formatCount(targets.length - 1)} more`,
    ...lies.map((lie) => `a lie: ${lie}`),
    `step ${formatCount(row.step)}, ${formatTime(row.timeMs)}`,
    open === 0 ? `all over by step ${formatCount(row.endStep)}` : `${formatCount(open)} still on their way`,
    ...(missed.length === 0 ? [] : [`${formatCount(missed.length)} of ${formatCount(targets.length)} lost`]),
    ...(row.step > step ? ['ahead of the playhead'] : []),
  ].join(', ');
}

/** Beside an end of what several hear: what it says where others hear otherwise, that it is a lie, and when it arrived or why not. */
export function fateNote(row: MessageRow, { end, endMs, lie, value }: MessageTarget, lost: boolean): string {
  const loss = lost ? losses[end] : undefined;
  const when = loss ?? (endMs === row.timeMs ? '' : exactTime(endMs));
  const said = value === row.value ? '' : value;
  return [said, lie === null ? '' : 'a lie', when].filter((each) => each !== '').join(' · ');
}

/** How much of a phase there is: all of it, or what of it passes the filter. */
export function heldWords({ held, all }: PhaseHead): string {
  return held === all ? plural(held, 'message') : `${formatCount(held)} of ${plural(all, 'message')}`;
}

/** What is said in a phase where that is more than one thing, such as `3 bid, 1 refuse`. */
export function kindWords({ kinds }: PhaseHead): string {
  return kinds.length < 2 ? '' : kinds.map(({ words, count }) => `${formatCount(count)} ${words}`).join(', ');
}

/** What was reached by a phase, and when; empty where nothing is told of it. */
export function reachedWords({ reached }: PhaseHead): string {
  if (reached === null) return '';
  const { word, who, more, timeMs } = reached;
  const names = more > 0 ? [...who, `${formatCount(more)} more`] : who;
  const last = names.at(-1) ?? '';
  const told = names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
  return `${told} ${word}${names.length < 2 ? ' at' : ', the last at'} ${formatTime(timeMs)}`;
}

/** A phase as a sentence: what it is, whether it is folded, how much of it there is, and what came of it. */
export function phaseSentence(head: PhaseHead): string {
  const { says, folded, lies, lost } = head;
  return [
    `${says}: ${heldWords(head)}${folded ? ', folded' : ''}`,
    lies > 0 ? plural(lies, 'lie') : '',
    lost > 0 ? `${formatCount(lost)} lost` : '',
    reachedWords(head) || kindWords(head),
  ]
    .filter((each) => each !== '')
    .join(', ');
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
