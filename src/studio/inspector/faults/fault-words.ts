/** A planned fault, and faults of a network, as sentences. Pure. */
import type { RuleView } from '../../../bridge/index.ts';
import { formatTime } from '../../design/index.ts';
import { valueText } from '../../format/index.ts';
import type { Json } from '../../../base/index.ts';

type Written = Readonly<Record<string, unknown>>;
type NameOf = (id: string) => string;

const doing: Readonly<Record<string, string>> = {
  silent: 'stays silent',
  equivocate: 'equivocates',
  lie: 'lies',
  'flip-votes': 'flips its votes',
  replay: 'replays old messages',
  'bad-new-view': 'corrupts leader changes',
  'other-order': 'proposes two orders when it leads',
  gaps: 'leaves gaps when it leads',
  'rogue-proposals': 'proposes out of turn',
  censor: 'censors some tasks',
};

/** A fault of a document in one sentence. */
export function faultSentence(fault: Written, nameOf: NameOf): string {
  return `${whatHappens(fault, nameOf)}${saying(fault)}${when(fault)}`.replace(/^the /u, 'The ');
}

function whatHappens(fault: Written, nameOf: NameOf): string {
  const { kind, agent, from, to, rate, delayMs, factor, everyMs } = fault;
  const who = typeof agent === 'string' ? nameOf(agent) : '';
  switch (kind) {
    case 'crash':
      return `${who} crashes`;
    case 'slow':
      return `${who} takes ${number(factor)} times as long`;
    case 'selective-send':
      return `${who} sends only to ${listed(to, nameOf) || 'nobody'}`;
    case 'false-view-change':
      return `${who} demands a new leader every ${formatTime(Number(everyMs))}`;
    case 'collude':
      return `${listed(fault['agents'], nameOf)} lie together`;
    case 'partition':
      return `Network partitioned: ${sides(fault['groups'], nameOf)}`;
    case 'loss':
      return `${share(rate)} of the messages ${ways(who, from, to, nameOf)} are lost`;
    case 'delay':
      return `Messages ${ways(who, from, to, nameOf)} take ${formatTime(Number(delayMs))} longer`;
    case 'duplicate':
      return `${share(rate)} of the messages ${ways(who, from, to, nameOf)} are duplicated`;
    case 'reorder':
      return `${share(rate)} of the messages ${ways(who, from, to, nameOf)} arrive out of order`;
    default:
      return typeof kind === 'string' && Object.hasOwn(doing, kind) ? `${who} ${doing[kind] ?? ''}` : String(kind);
  }
}

/** The faults of the network at the playhead, in one sentence. */
export function ruleSentence(rule: RuleView, nameOf: NameOf): string {
  if (rule.kind === 'partition') return `Network partitioned: ${sides(rule.groups, nameOf)}`;
  const harms = [
    rule.loss > 0 ? `${share(rule.loss)} are lost` : '',
    rule.delayMs > 0 ? `they take ${formatTime(rule.delayMs)} longer` : '',
    rule.duplicate > 0 ? `${share(rule.duplicate)} are duplicated` : '',
    rule.reorder > 0 ? `${share(rule.reorder)} arrive out of order` : '',
  ].filter((harm) => harm !== '');
  const from = rule.from.map(nameOf).join(', ');
  const to = rule.to.map(nameOf).join(', ');
  const way =
    from === '' && to === ''
      ? 'everywhere'
      : to === ''
        ? `${rule.both ? 'from and to' : 'from'} ${from}`
        : from === ''
          ? `to ${to}`
          : `${rule.both ? 'between' : 'from'} ${from} ${rule.both ? 'and' : 'to'} ${to}`;
  return `Messages ${way}: ${harms.join(', ')}`;
}

function ways(who: string, from: unknown, to: unknown, nameOf: NameOf): string {
  if (who !== '') return `from and to ${who}`;
  const [sender, receiver] = [from, to].map((each) => (typeof each === 'string' ? nameOf(each) : ''));
  if (sender === '' && receiver === '') return 'everywhere';
  return [sender === '' ? '' : `from ${sender ?? ''}`, receiver === '' ? '' : `to ${receiver ?? ''}`].join(' ').trim();
}

function saying({ value }: Written): string {
  return value === undefined ? '' : ` (says ${valueText(value as Json)})`;
}

function when({ kind, atMs, untilMs, recoverMs }: Written): string {
  const at = typeof atMs === 'number' && atMs > 0 ? formatTime(atMs) : '';
  if (kind === 'crash')
    return `${at === '' ? ' at the start' : ` at ${at}`}${typeof recoverMs === 'number' ? `, back at ${formatTime(recoverMs)}` : ''}`;
  const from = at === '' ? ' from the start' : ` from ${at}`;
  return typeof untilMs === 'number' ? `${from} to ${formatTime(untilMs)}` : from;
}

function sides(groups: unknown, nameOf: NameOf): string {
  return Array.isArray(groups) ? groups.map((group) => listed(group, nameOf)).join(' | ') : '';
}

function listed(ids: unknown, nameOf: NameOf): string {
  return Array.isArray(ids) ? ids.map((id) => nameOf(String(id))).join(', ') : '';
}

function share(rate: unknown): string {
  return `${String(Math.round(Number(rate) * 100))}%`;
}

function number(value: unknown): string {
  return typeof value === 'number' ? String(value) : '?';
}
