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
  add: '+',
  append: '+',
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
  const did =
    culprit.action === 'read'
      ? `${who(culprit)} read ${culprit.text}`
      : `${who(culprit)} called ${culprit.action} ${culprit.text}`;
  const why =
    convicts === undefined || convicts.end === null
      ? 'which no order of reads and writes explains'
      : `although ${who(convicts)}’s ${convicts.action} of ${convicts.text} had ended ${before(culprit.startMs - convicts.end.timeMs)}`;
  const could = violation.could.length === 0 ? '' : `; it could have read ${violation.could.join(' or ')}`;
  return `${did}, ${why}${could}. ${promises[way] ?? ''}`.trim();
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
  const { action, task, text, startMs, end, effectMs } = deed;
  const what = text === '' ? action : `${action} ${text}`;
  const until =
    end === null ? 'still open' : end.failed ? `failed at ${formatTime(end.timeMs)}` : `to ${formatTime(end.timeMs)}`;
  const effect = effectMs === null ? '' : `, took effect at ${formatTime(effectMs)}`;
  return `${blamed ? 'Not explained: ' : ''}${what} for ${task}, from ${formatTime(startMs)} ${until}${effect}`;
}
