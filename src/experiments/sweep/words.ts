/**
 * What a sweep over the number of liars says: how far all runs agreed, and what came of more liars than that. Command line
 * and page say the same. It claims no more than the runs show.
 */
import { decisionCardOf, wayOf } from '../../protocols/index.ts';
import { column, type Row } from '../metrics.ts';
import { isCertain } from '../evidence/certain.ts';
import { wilson } from '../evidence/student.ts';
import type { Council } from './liars.ts';

/** The runs of one number of liars. */
export interface Swept {
  readonly liars: number;
  readonly rows: readonly Row[];
}

/** Whether agreement among so many honest agents means anything: two are needed to disagree. */
export function canDisagree({ members }: Council, liars: number): boolean {
  return members.length - liars >= 2;
}

/** How many runs of some agreed, broke a rule, or broke none and left something undecided. */
export interface Outcomes {
  readonly runs: number;
  readonly agreed: number;
  readonly broken: number;
  readonly undecided: number;
}

export function outcomesOf(rows: readonly Row[]): Outcomes {
  const agreed = rows.filter((row) => row[column.agreement] === 1).length;
  const broken = rows.filter((row) => (row[column.broken] ?? 0) > 0).length;
  return { runs: rows.length, agreed, broken, undecided: rows.length - agreed - broken };
}

/** What a person calls those that fail by a path such as `liars:silent`. */
export function failingWord(path: string): string {
  if (path.endsWith(':silent')) return 'silent';
  return path.endsWith(':crash') ? 'down' : 'lying';
}

/** One to three sentences: as far as all runs agreed, then each span of more liars with what came of it. */
export function sweepSentence(swept: readonly Swept[], { members, names }: Council, path: string): string {
  const measured = swept
    .filter(({ rows }) => rows.length > 0)
    .map(({ liars, rows }) => ({ liars, ...outcomesOf(rows) }));
  if (measured.length === 0) return 'Nothing could be measured.';
  const n = members.length;
  // Where nothing is drawn, a run that held holds always.
  const certain = swept.every(({ rows }) => rows.length === 0 || isCertain(rows));
  const first = measured.findIndex(({ agreed, runs }) => agreed < runs);
  const held = measured[first === -1 ? measured.length - 1 : first - 1];
  const sentences: string[] = [];
  if (held !== undefined) {
    const who = held.liars === 0 ? 'nobody' : `up to ${held.liars} of ${n}`;
    sentences.push(`With ${who} ${failingWord(path)}, the agents agreed in ${allOf(held.runs)}.`);
  }
  let span: { from: number; to: number; clause: string } | null = null;
  const close = (): void => {
    if (span !== null) sentences.push(`With ${spanWords(span)}, ${span.clause}.`);
  };
  for (const { liars, ...outcomes } of first === -1 ? [] : measured.slice(first)) {
    const clause = clauseOf(outcomes, n - liars);
    if (span !== null && span.clause === clause) {
      span.to = liars;
      continue;
    }
    close();
    span = { from: liars, to: liars, clause };
  }
  close();
  return [...sentences, ...orderWords(measured, names), ...(certain ? [] : stillWords(held?.runs ?? 0))].join(' ');
}

/** Who was turned: always the same ones, and the first leader before all others. */
function orderWords(measured: readonly { readonly liars: number }[], names: readonly string[]): string[] {
  const most = Math.max(...measured.map(({ liars }) => liars));
  return most === 0 ? [] : [`Turned, in this order: ${names.slice(0, most).join(', ')}.`];
}

/** What so many runs without a failure still allow. */
function stillWords(runs: number): string[] {
  const most = Math.floor(wilson(0, runs).high * 100 + 0.5);
  return runs < 2 ? [] : [`No failure in ${runs} runs still allows up to ${most}% (95% confidence).`];
}

function spanWords({ from, to }: { readonly from: number; readonly to: number }): string {
  if (from === to) return String(from);
  return to === from + 1 ? `${from} or ${to}` : `${from} to ${to}`;
}

function clauseOf({ runs, agreed, broken, undecided }: Outcomes, honest: number): string {
  if (agreed === runs)
    return honest < 2 ? 'agreement is undefined, with nobody else honest' : `they agreed in ${allOf(runs)}`;
  const share = (count: number): string =>
    count === runs ? allOf(runs) : `${Math.round((count / runs) * 100)}% of the runs`;
  const parts = [
    ...(broken > 0 ? [`agreement broke in ${share(broken)}`] : []),
    ...(undecided > 0 ? [`nothing was decided in ${share(undecided)}`] : []),
  ];
  return parts.join(' and ');
}

function allOf(runs: number): string {
  return runs === 1 ? 'the one run' : `all ${runs} runs`;
}

/** What the line between f and f + 1 means. */
export function boundWords({ members, faulty, protocol }: Council): string {
  const n = members.length;
  const title = decisionCardOf(protocol)?.title ?? protocol;
  const survives = wayOf(protocol)?.survives;
  if (survives === 'liars') return `${title} holds up to ${faulty} of ${n}: n ≥ 3f + 1`;
  if (survives === 'crashes') return `${title} survives ${faulty} of ${n} that crash, and no liar`;
  return `PBFT would hold up to ${faulty} of ${n}; counting ballots promises nothing`;
}
