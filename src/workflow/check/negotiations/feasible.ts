/**
 * Whether the goals of a negotiation can be met: what a party insists on is weighed over all outcomes, alone and together. What
 * cannot be met is said before the run, with those who are in each other's way; a run may show it all the same.
 */
import { problemAt, type Document, type NegotiateAction, type Problem } from '../../../document/index.ts';
import { parseWish, type Preferences } from '../../../plan/index.ts';
import { countOf, spaceOf, type Space } from '../../../protocols/index.ts';
import { issuesOf, partiesOf, preferencesOf } from '../../negotiating/negotiations.ts';

/** A negotiation of a document, and the place of its task. */
export interface Negotiating {
  readonly at: number;
  readonly id: string;
  readonly action: NegotiateAction;
}

/** Gains that are weighed before a run, at most: a person is waiting for it. */
const weighedMax = 200_000;

export function feasibilityProblems(document: Document, task: Negotiating): Problem[] {
  const { action, at, id } = task;
  const unreadable = wishProblems(document, task);
  if (unreadable.length > 0) return unreadable;
  const issues = issuesOf(action, document);
  const ids = partiesOf(action);
  if (countOf(issues) * ids.length > weighedMax) return [];
  const parties = ids.map((each) => preferencesOf(action, each, { issues, wanting: document }));
  const space = spaceOf(issues, parties);
  const all = ids.map((_, place) => place);
  if (isFeasible(space, all)) return [];
  const path = ['tasks', at, 'action', 'utilities'];
  const tell = (message: string, code: string, place: number): Problem =>
    problemAt(document, [...path, ids[place]!], {
      ...{ code, severity: 'warning', message: `The negotiation ${id} ends without a deal: ${message}.` },
      fix: {
        label: `Lower what no deal is worth to ${ids[place]!}`,
        edits: [
          {
            kind: 'set-field',
            path: [...path, ids[place]!, 'reservation'],
            value: highestFor(space, place, all, parties),
          },
        ],
      },
    });
  const alone = all.filter((place) => !isFeasible(space, [place]));
  if (alone.length > 0)
    return alone.map((place) =>
      tell(
        `no outcome is acceptable to ${ids[place]!}; lower its reservation value, or ask for less`,
        'negotiation-unsatisfiable',
        place,
      ),
    );
  const those = blocking(space, all);
  const names = those.map((place) => ids[place]!);
  return [
    tell(
      `no outcome is acceptable to ${names.slice(0, -1).join(', ')} and ${names.at(-1)!} together; one of them has to ask for less`,
      'negotiation-infeasible',
      those.at(-1)!,
    ),
  ];
}

function isFeasible({ count, gains }: Space, places: readonly number[]): boolean {
  for (let outcome = 0; outcome < count; outcome += 1)
    if (places.every((place) => gains[place]![outcome]! >= 0)) return true;
  return false;
}

/** As few as have no outcome together: whoever can go goes. */
function blocking(space: Space, all: readonly number[]): readonly number[] {
  let those = all;
  for (const place of all) {
    const others = those.filter((each) => each !== place);
    if (others.length > 0 && !isFeasible(space, others)) those = others;
  }
  return those;
}

/** The most that a party can have of what the others accept; or of all where they accept nothing. */
function highestFor(
  { count, gains }: Space,
  place: number,
  all: readonly number[],
  parties: readonly Preferences[],
): number {
  const others = all.filter((each) => each !== place);
  let among = -Infinity;
  let alone = -Infinity;
  for (let outcome = 0; outcome < count; outcome += 1) {
    const gain = gains[place]![outcome]!;
    alone = Math.max(alone, gain);
    if (others.every((each) => gains[each]![outcome]! >= 0)) among = Math.max(among, gain);
  }
  const most = among > -Infinity ? among : alone > -Infinity ? alone : 0;
  return parties[place]!.reservation + Math.min(0, most);
}

/** What parties insist on must be readable, and about issues that there are. */
function wishProblems(document: Document, { action, at, id }: Negotiating): Problem[] {
  const names = issuesOf(action, document).map(({ name }) => name);
  return partiesOf(action).flatMap((party) => {
    const must = action.utilities?.[party]?.must;
    if (must === undefined) return [];
    const path = ['tasks', at, 'action', 'utilities', party, 'must'];
    const wish = parseWish(must, names);
    const tell = (code: string, says: string): Problem[] => [
      problemAt(document, path, { code, severity: 'error', message: `What ${party} insists on in ${id}: ${says}.` }),
    ];
    if (!wish.ok) return tell('condition-unreadable', `${wish.error}; write CEL such as price <= 5`);
    const [unknown] = wish.value.unknown;
    if (unknown !== undefined)
      return tell('negotiation-unknown-issue', `"${unknown.name}" is no issue of it; known are ${names.join(', ')}`);
    return [];
  });
}
