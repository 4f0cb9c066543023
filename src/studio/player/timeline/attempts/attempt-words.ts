/** What a row of attempts says of its waiting and its end. Pure. */
import type { AttemptRow } from '../../../../bridge/index.ts';
import { formatTime } from '../../../design/index.ts';
import type { NameOf } from '../../names.ts';

/** `1.20 s for Gil, busy with Grill 1 and 2 more; for Oven, held by Cake`; an en dash where it waited for nothing. */
export function waitedWords({ waitedMs, waited, startMs, end }: AttemptRow, nameOf: NameOf): string {
  const still = startMs === null && end === 'open' ? ' so far' : '';
  const whom = waited.map(({ of, id, held, more }) => {
    if (of === 'data') return 'for data on its way';
    const names = [...held.map(nameOf), ...(more > 0 ? [`${String(more)} more`] : [])];
    const by = names.length === 0 ? '' : `, ${of === 'agent' ? 'busy with' : 'held by'} ${listed(names)}`;
    return `for ${nameOf(id)}${by}`;
  });
  if (whom.length === 0) return waitedMs === 0 ? '–' : `${formatTime(waitedMs)}${still}`;
  return `${waitedMs === 0 ? '' : `${formatTime(waitedMs)}${still} `}${whom.join('; ')}`;
}

/** `8.20 s, failed`; what succeeded says so by its time alone. */
export function endWords({ endMs, end }: AttemptRow): string {
  if (endMs === null) return end === 'open' ? '–' : endedWords[end];
  return end === 'succeeded' ? formatTime(endMs) : `${formatTime(endMs)}, ${endedWords[end]}`;
}

const endedWords: Readonly<Record<AttemptRow['end'], string>> = {
  open: '',
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'cancelled',
  lost: 'taken back',
};

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
