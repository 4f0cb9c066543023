/**
 * Problems of what goals want: variables without values, wants that cannot be read or speak of no variable, and goals that cannot be
 * met, alone or together. Of those the smallest set is named that is in its own way, whether or not anything is negotiated.
 */
import type { Json } from '../../../base/index.ts';
import { nearestName, problemAt, type Document, type Fix, type Problem } from '../../../document/index.ts';
import { parseWish, type Issue } from '../../../plan/index.ts';
import { countOf, namedIssues, toldOver } from '../../../protocols/index.ts';
import {
  excludedBy,
  exclusionsOf,
  isInsisted,
  issueOf,
  kindOfWant,
  wantsIn,
  type Want,
} from '../../negotiating/wants.ts';
import { issueTroubles } from './issues.ts';
import { smallestConflict } from './conflict.ts';

/** Outcomes that are tried before a run, at most: a person is waiting for it. */
const triedMax = 50_000;

export function wantProblems(document: Document): Problem[] {
  const { variables = [] } = document;
  const wants = wantsIn(document);
  const troubles = issueTroubles(variables).map(({ code, field, says, fix }) =>
    problemAt(document, ['variables', ...field], {
      code: `variable-${code}`,
      severity: 'error',
      message: `The document has a variable ${says}.`,
      ...(fix && {
        fix: {
          label: fix.label,
          edits: [{ kind: 'set-field', path: ['variables', ...fix.field], value: fix.value }] as const,
        },
      }),
    }),
  );
  if (troubles.length > 0) return troubles;
  const known = knownIssues(document);
  const found = wants.flatMap((want) => [...ofWant(document, want, known), ...ofExclusions(document, want, wants)]);
  if (found.some(({ severity }) => severity === 'error')) return found;
  return [...found, ...conflicts(document, wants, known)];
}

/** What goals may be about: the variables, and issues that only a negotiation has. */
function knownIssues({ variables = [], tasks = [] }: Document): readonly Issue[] {
  const written = [
    ...variables,
    ...tasks.flatMap(({ action }) => (action?.kind === 'negotiate' ? (action.issues ?? []) : [])),
  ];
  const byName = new Map<string, Issue>();
  for (const each of written) {
    const issue = issueOf(each, variables);
    if (!byName.has(issue.name) && ('min' in issue || issue.values.length > 0)) byName.set(issue.name, issue);
  }
  return [...byName.values()];
}

function ofWant(document: Document, want: Want, known: readonly Issue[]): Problem[] {
  const { wants } = want;
  if (wants === null) return [];
  const path = pathOf(want, 'wants');
  const names = known.map(({ name }) => name);
  const tell = (code: string, says: string, fix?: Fix): Problem[] => [
    problemAt(document, path, {
      ...{ code, severity: 'error', message: `The goal ${titleOf(want)}: ${says}.` },
      ...(fix && { fix }),
    }),
  ];
  const wish = parseWish(wants, names);
  if (!wish.ok) return tell('condition-unreadable', `${wish.error}; write CEL such as price <= 5`);
  const [unknown] = wish.value.unknown;
  if (unknown !== undefined) {
    const meant = nearestName(unknown.name, names);
    const has = names.length === 0 ? 'there are none' : `known are ${names.join(', ')}`;
    const { variables = [] } = document;
    const value = [...variables, { name: unknown.name, values: ['yes', 'no'] }] as unknown as Json;
    const fix: Fix =
      meant === null
        ? {
            label: `Add the variable ${unknown.name}`,
            edits: [{ kind: 'set-field', path: ['variables'], value }],
          }
        : {
            label: `Write ${meant}`,
            edits: [
              { kind: 'set-field', path, value: wants.slice(0, unknown.start) + meant + wants.slice(unknown.end) },
            ],
          };
    return tell('want-unknown-variable', `"${unknown.name}" is no variable of the document; ${has}`, fix);
  }
  const kind = kindOfWant(wants, namedIssues(wants, known));
  if (kind === 'number' || kind === 'truth') return [];
  const gives = kind === null ? 'cannot be told of any value' : 'gives neither a number nor true or false';
  return tell(
    'want-kind',
    `what it wants ${gives}; write a condition such as price <= 5, or a worth such as price / 10.0`,
  );
}

function ofExclusions(document: Document, want: Want, all: readonly Want[]): Problem[] {
  return want.excludes.flatMap((id, at) => {
    if (excludedBy(want, id, all).length > 0) return [];
    const path = [...pathOf(want, 'excludes'), at];
    const meant = nearestName(
      id,
      all.filter((other) => other !== want).map((other) => other.id),
    );
    const what = meant === null ? 'take it out, or give a goal this id' : `perhaps "${meant}" is meant`;
    return [
      problemAt(document, path, {
        ...{ code: 'goal-unknown', severity: 'warning' },
        message: `The goal ${titleOf(want)} excludes "${id}", and there is no other goal of that name; ${what}.`,
        fix:
          meant === null
            ? { label: 'Take it out', edits: [{ kind: 'remove-item', path: pathOf(want, 'excludes'), index: at }] }
            : { label: `Write "${meant}"`, edits: [{ kind: 'set-field', path, value: meant }] },
      }),
    ];
  });
}

/** Goals that nothing meets, and the smallest set of those that nothing meets together; each with the edit that lets one go. */
function conflicts(document: Document, wants: readonly Want[], known: readonly Issue[]): Problem[] {
  const insisted = wants.filter((want) => isInsisted(want, known));
  const pairs = exclusionsOf(insisted).map(([want, other]) =>
    problemAt(document, pathOf(want, 'excludes'), {
      ...{ code: 'goals-exclude', severity: 'warning' },
      message: `The goals ${titleOf(want)} and ${titleOf(other)} exclude each other, and both have to be met; give one of them a weight, or take the exclusion out.`,
      fix: letGo(other.wants === null ? want : other),
    }),
  );
  const told = insisted.filter(({ wants: text }) => text !== null);
  const issues = known.filter((issue) => told.some(({ wants: text }) => namedIssues(text!, known).includes(issue)));
  const count = countOf(issues);
  if (told.length === 0 || count > triedMax) return pairs;
  const tables = told.map(({ wants: text }) => toldOver(text!, issues));
  const holds = (goal: number, outcome: number): boolean => {
    const one = tables[goal]!(outcome);
    return one.ok && one.value === true;
  };
  const alone = told.filter((_, goal) => !Array.from({ length: count }, (__, at) => at).some((at) => holds(goal, at)));
  if (alone.length > 0)
    return [
      ...pairs,
      ...alone.map((want) =>
        problemAt(document, pathOf(want, 'wants'), {
          ...{ code: 'goal-unsatisfiable', severity: 'warning' },
          message: `The goal ${titleOf(want)} cannot be met: no values of the variables make it true; ask for less, or give it a weight.`,
          fix: letGo(want),
        }),
      ),
    ];
  const smallest = smallestConflict(told.length, count, holds);
  if (smallest === null) return pairs;
  const those = smallest.map((goal) => told[goal]!);
  const names = those.map(titleOf);
  return [
    ...pairs,
    problemAt(document, pathOf(those.at(-1)!, 'wants'), {
      ...{ code: 'goals-infeasible', severity: 'warning' },
      message: `The goals ${names.slice(0, -1).join(', ')} and ${names.at(-1)!} cannot be met together; ask for less in one of them, or give one a weight, so that it need not be met.`,
      fix: letGo(those.at(-1)!),
    }),
  ];
}

/** The edit after which a goal need not be met: it has a weight, or where it wants nothing, excludes nothing. */
function letGo(want: Want): Fix {
  if (want.wants === null)
    return {
      label: `Take the exclusion of ${want.id} out`,
      edits: [{ kind: 'set-field', path: pathOf(want, 'excludes') }],
    };
  return {
    label: `Let ${want.id} of ${want.agent} count rather than be met`,
    edits: [{ kind: 'set-field', path: pathOf(want, 'weight'), value: 1 }],
  };
}

function titleOf({ id, agent }: Want): string {
  return `"${id}" of ${agent}`;
}
function pathOf({ at, place }: Want, field: string): (string | number)[] {
  return ['agents', at, 'goals', place, field];
}
