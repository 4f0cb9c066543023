/** What is said of the history of a key: the verdict in a sentence, and each read and write in one. */
import type { DeedView, HistoryView } from '../../../bridge/index.ts';
import { formatCount, formatTime, plural } from '../../design/index.ts';

/** What each consistency says of a history that no order explains. */
const promises: Readonly<Record<string, string>> = {
  strong: 'A strong memory must not allow that.',
  'primary-backup': 'A memory by a primary and backups must not allow that.',
  eventual: 'An eventual memory allows that; a strong one would not.',
  naive: 'A naive memory does nothing against that; a strong one would not allow it.',
};

/** What stands in a bar for what was done. */
export const signOf: Readonly<Record<DeedView['action'], string>> = {
  read: 'r',
  write: 'w',
  cas: 'c',
  add: '+',
  append: '+',
  insert: '+',
  move: '↕',
  remove: '−',
};

/** Whether an order explains the history, and if not, who is to blame and on whose word. */
export function verdictLine(
  { deeds, clients, total, type, verdict, steps, violation }: HistoryView,
  way: string,
): string {
  if (verdict === 'undecided')
    return `Whether it is linearizable could not be decided after ${formatCount(steps)} states.`;
  if (verdict === 'unchecked') return `What is done to a ${type} is shown, and not checked.`;
  if (verdict === 'consistent')
    return total === 1
      ? 'Linearizable: one read or write.'
      : `Linearizable: one order explains all ${formatCount(total)} reads and writes.`;
  const culprit = violation === null ? undefined : deeds[violation.culprit];
  if (violation === null || culprit === undefined) return 'Not linearizable.';
  const who = (deed: DeedView) => clients[deed.lane]?.name ?? '';
  const convicts = violation.convicts === null ? undefined : deeds[violation.convicts];
  const did = `${who(culprit)} ${didWords(culprit)}`;
  const why =
    convicts === undefined || convicts.end === null
      ? 'which no order of reads and writes explains'
      : `although ${who(convicts)}’s ${convicts.action} of ${convicts.text} had ended ${before(culprit.startMs - convicts.end.timeMs)}`;
  const could = violation.could.length === 0 ? '' : `; it could have read ${violation.could.join(' or ')}`;
  return `${did}, ${why}${could}. ${promises[way] ?? ''}`.trim();
}

/** What whoever is to blame did. */
function didWords({ action, text, expect, end }: DeedView): string {
  if (action === 'read') return `read ${text}`;
  if (expect === undefined) return `called ${action} ${text}`;
  return end?.refused === true
    ? `was refused to put ${text} in the place of ${expect}`
    : `put ${text} in the place of ${expect}`;
}

/** What stands in a bar beside its sign. */
export function deedText({ text, expect }: DeedView): string {
  return expect === undefined ? text : `${expect} → ${text}`;
}

/** Within one ms things come after another by their steps. */
const before = (ms: number): string =>
  ms > 0 ? `${formatTime(ms)} before` : 'before, in an earlier step of the same time';

/** How much of the history the part is that shows what is wrong. */
export function partLine({ deeds, total, violation }: HistoryView): string | null {
  if (violation === null) return null;
  const count = deeds.filter(({ inPart }) => inPart).length;
  return violation.shortest
    ? `The shortest part that shows it: ${formatCount(count)} of ${plural(total, 'operation')}.`
    : `A part that shows it: ${formatCount(count)} of ${plural(total, 'operation')}; no shorter one was found in the time it may take.`;
}

/** One read or write, for whoever does not see its bar. */
export function deedLine(deed: DeedView, blamed: boolean): string {
  const { action, task, text, expect, startMs, end, effectMs } = deed;
  const what =
    expect !== undefined ? `compare and set ${expect} to ${text}` : text === '' ? action : `${action} ${text}`;
  const until = end === null ? 'still open' : `${endWord(deed)} ${formatTime(end.timeMs)}`;
  const refused = end?.refused === true;
  const effect =
    effectMs !== null && !refused
      ? `, took effect at ${formatTime(effectMs)}`
      : refused && expect !== undefined
        ? `, found something else there and changed nothing`
        : '';
  return `${blamed ? 'Not explained: ' : ''}${what} for ${task}, from ${formatTime(startMs)} ${until}${effect}`;
}

function endWord({ end }: DeedView): string {
  if (end?.refused === true) return 'refused at';
  return end?.failed === true ? 'failed at' : 'to';
}
