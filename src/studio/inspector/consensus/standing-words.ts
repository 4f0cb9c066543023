/** How a decision stands, in sentences: for the inspector and for cards. Pure. */
import type { ConsensusView, PhaseMark } from '../../../bridge/index.ts';
import { plural } from '../../design/index.ts';
import { isAgreement, leadershipWord, wayWords } from './ways.ts';

/** Who decides, and what that survives. */
export function groupLine({ protocol, members, faulty, quorum, view, leader, phases }: ConsensusView): string {
  const [name] = wayWords(protocol).name.split(':');
  const ordered = !isAgreement(protocol) && phases.length > 2;
  const parts = [`${name ?? protocol}${ordered ? ', ballots through PBFT' : ''}`, plural(members.length, 'agent')];
  if (isAgreement(protocol)) parts.push(`${String(quorum)} must agree`, `${String(faulty)} may be faulty`);
  if (view !== null) parts.push(`${leadershipWord(protocol)} ${String(view)}`);
  if (leader !== null) parts.push(`${leader.name} leads`);
  return parts.join(' · ');
}

/** What has come of it, in one sentence. */
export function outcomeLine(view: ConsensusView): string {
  const { begun, decided, failed, members, phases } = view;
  if (failed !== null) return `No decision: ${failed}.`;
  if (decided !== null) return `Decided: ${decided.value}.`;
  if (begun === null) return 'Not asked yet.';
  const furthest = phases.findLastIndex((_, at) => members.some((member) => member.phases[at] !== null));
  if (furthest === -1) return `${plural(members.length, 'agent')} asked; no replies yet.`;
  const count = members.filter((member) => member.phases[furthest] !== null).length;
  return `Under way: ${String(count)} of ${String(members.length)} ${count === 1 ? 'has' : 'have'} ${phases[furthest] ?? ''}.`;
}

/** That honest members hold different things for decided; null where they do not. */
export function splitLine({ outcomes }: ConsensusView): string | null {
  if (outcomes.length < 2) return null;
  const sides = outcomes.map(({ value, members }) => `${members.map(({ name }) => name).join(', ')}: ${value}`);
  return `Agreement is broken. Honest agents decided differently: ${sides.join('; ')}.`;
}

/** A phase that a member has reached. */
export function markLine(name: string, word: string, { value, view, slot }: PhaseMark): string {
  const where = [slot === null ? '' : `slot ${String(slot)}`, view === null ? '' : `view ${String(view)}`];
  const place = where.filter((each) => each !== '').join(', ');
  return `${name}: ${word}${value === '' ? '' : ` ${value}`}${place === '' ? '' : ` (${place})`}`;
}
