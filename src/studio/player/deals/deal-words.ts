/** What is said of a negotiation: where it stands at the playhead, how each concedes, and what the marks of its plot mean. */
import type { DealView, NamedPointView, WordView } from '../../../bridge/index.ts';
import { formatCount, plural } from '../../format/index.ts';

export const pointNames: Readonly<Record<NamedPointView['kinds'][number], string>> = {
  nash: 'Nash',
  'kalai-smorodinsky': 'Kalai-Smorodinsky',
  egalitarian: 'Egalitarian',
  utilitarian: 'Utilitarian',
};

/** What each point is, in a few words. */
export const pointMeanings: Readonly<Record<NamedPointView['kinds'][number], string>> = {
  nash: 'the highest product of gains over no deal',
  'kalai-smorodinsky': 'the most even shares of what each could gain at most',
  egalitarian: 'the most for whoever gains least',
  utilitarian: 'the highest sum of gains',
};

/** A worth to three digits behind the point at most. */
export function worthText(worth: number): string {
  const text = String(Math.round(worth * 1000) / 1000);
  return (text === '-0' ? '0' : text).replace('-', '−');
}

export function namesOfPoint({ kinds }: NamedPointView): string {
  return kinds.map((kind) => pointNames[kind]).join(', ');
}

/** "0.5 to Research, 0.62 to Sales". */
export function worthsText({ parties }: DealView, worths: readonly number[]): string {
  return worths.map((worth, place) => `${worthText(worth)} to ${parties[place]?.name ?? ''}`).join(', ');
}

export function outcomesLine({ outcomes, rational }: DealView): string {
  const all = `${formatCount(outcomes)} ${outcomes === 1 ? 'outcome' : 'outcomes'}`;
  return `${all}, ${rational === 0 ? 'none' : formatCount(rational)} acceptable to all`;
}

/** How a party concedes where it does so by the rounds that are left; empty for one that does not. */
export function tacticText(pace: number | null): string {
  if (pace === null) return '';
  if (pace === 1) return 'concedes evenly (pace 1)';
  return pace < 1
    ? `concedes late (Boulware, pace ${worthText(pace)})`
    : `concedes early (Conceder, pace ${worthText(pace)})`;
}

/** What one said, without its name. */
export function wordText({ word, outcome }: WordView): string {
  return `${word} ${outcome}`;
}

/** The words that were said by a step. */
export function heardBy({ words }: DealView, step: number): readonly WordView[] {
  return words.filter((word) => word.step <= step);
}

/** Where the negotiation stands at a step, in a sentence or two. */
export function standingLine(view: DealView, step: number): string {
  const { ended, parties } = view;
  const last = heardBy(view, step).at(-1);
  if (ended !== null && ended.step <= step) {
    if (!ended.agreed) return `No deal: ${ended.reason}.`;
    const point = view.points.find(({ spot }) => spot[0] === ended.spot[0] && spot[1] === ended.spot[1]);
    const at = point === undefined ? '' : ` (the ${namesOfPoint(point)} point)`;
    const rounds = ended.rounds === 0 ? '' : ` after ${plural(ended.rounds, 'round')}`;
    return `Deal${rounds}: ${ended.outcome}${at}, worth ${worthsText(view, ended.worths)}.`;
  }
  if (last === undefined) return view.attempt === 0 ? 'Not begun.' : 'Nothing is offered yet.';
  if (last.word === 'proposed') return `The mediator proposed ${last.outcome}, worth ${worthsText(view, last.worths)}.`;
  const name = parties[last.party]?.name ?? '';
  return `Round ${String(last.round)}: ${name} ${wordText(last)}, worth ${worthsText(view, last.worths)}.`;
}

/** What lies came to, a sentence for each liar, once it is over. */
export function lieLines({ ended, parties }: DealView, step: number): readonly string[] {
  if (ended === null || ended.step > step) return [];
  return ended.lies.map(({ party, honest, gained }) => {
    const name = parties[party]?.name ?? '';
    const came =
      Math.abs(gained) < 5e-4 ? 'gained nothing' : `${gained > 0 ? 'gained' : 'lost'} ${worthText(Math.abs(gained))}`;
    return `${name} lied about what it wants and ${came} by it: it has ${worthText(honest + gained)}, and by the truth it would have had ${worthText(honest)}.`;
  });
}

/** The whole plot in a sentence, for whoever does not see it. */
export function plotSaid(view: DealView, step: number): string {
  const [x, y] = view.axes.map((place) => view.parties[place]?.name ?? '');
  return `Outcomes by what they are worth to ${x ?? ''} (to the right) and ${y ?? ''} (up). ${standingLine(view, step)}`;
}
