/**
 * What agents want of the variables of a document, as their goals say it: what each insists on, what is worth something to it, and
 * which goals cannot be met together. Negotiations go by it, and it is held against itself before a run.
 */
import type { Json, JsonObject } from '../../base/index.ts';
import type { WrittenIssue } from '../../document/index.ts';
import { parseWish, valueOf, valuesOf, type Issue, type Term, type WantedGoal } from '../../plan/index.ts';

/** What of a document speaks of wants: as it is written, or with its defaults. */
export interface Wanting {
  readonly variables?: readonly WrittenIssue[];
  readonly agents?: readonly { readonly id: string; readonly goals?: readonly Json[] }[];
}

/** A goal that wants something, or excludes another. */
export interface Want {
  readonly agent: string;
  /** Places of the agent and of the goal. */
  readonly at: number;
  readonly place: number;
  readonly id: string;
  /** CEL over variables; null for a goal that is only excluded. */
  readonly wants: string | null;
  /** How much it matters beside others; null where it is not said. */
  readonly weight: number | null;
  readonly excludes: readonly string[];
}

export function wantsIn({ agents = [] }: Wanting): readonly Want[] {
  return agents.flatMap(({ id: agent, goals = [] }, at) =>
    goals.flatMap((goal, place): Want[] => {
      if (typeof goal === 'string') return [{ agent, at, place, id: goal, wants: null, weight: null, excludes: [] }];
      if (typeof goal !== 'object' || goal === null || Array.isArray(goal)) return [];
      const { id, wants, weight, excludes } = goal as JsonObject;
      if (typeof id !== 'string') return [];
      return [
        {
          ...{ agent, at, place, id },
          wants: typeof wants === 'string' ? wants : null,
          weight: typeof weight === 'number' ? weight : null,
          excludes: Array.isArray(excludes) ? (excludes as readonly string[]) : [],
        },
      ];
    }),
  );
}

/** An issue as it is written, or the variable of its name where it says no values. */
export function issueOf(written: WrittenIssue, variables: readonly WrittenIssue[] = []): Issue {
  const { name, values, min, max } = isBare(written)
    ? (variables.find((variable) => variable.name === written.name) ?? written)
    : written;
  return values === undefined && min !== undefined && max !== undefined
    ? { name, min, max }
    : { name, values: values ?? [] };
}

/** Whether an issue is but a name. */
export function isBare({ values, min, max }: WrittenIssue): boolean {
  return values === undefined && min === undefined && max === undefined;
}

/** The pairs of goals that cannot both be met: a goal names one of its own agent, or else whatever goals have that id. */
export function exclusionsOf(wants: readonly Want[]): readonly (readonly [Want, Want])[] {
  return wants.flatMap((want) =>
    want.excludes.flatMap((id) => excludedBy(want, id, wants).map((other): [Want, Want] => [want, other])),
  );
}

export function excludedBy(want: Want, id: string, wants: readonly Want[]): readonly Want[] {
  const others = wants.filter((other) => other !== want && other.id === id);
  const own = others.filter(({ agent }) => agent === want.agent);
  return own.length > 0 ? own : others;
}

/** So many outcomes are tried to see what an expression gives. */
const triedMax = 1000;

/** What an expression gives over issues: whether it is a number, or true or false; null where it cannot be told. */
export function kindOfWant(text: string, issues: readonly Issue[]): 'number' | 'truth' | 'other' | null {
  const wish = parseWish(
    text,
    issues.map(({ name }) => name),
  );
  if (!wish.ok) return null;
  const counts = issues.map(valuesOf);
  const count = Math.min(
    triedMax,
    counts.reduce((product, each) => product * each, 1),
  );
  for (let tried = 0; tried < count; tried += 1) {
    let rest = tried;
    const outcome = Object.fromEntries(
      issues.map((issue, at): [string, Json] => {
        const value = valueOf(issue, rest % counts[at]!);
        rest = Math.floor(rest / counts[at]!);
        return [issue.name, value];
      }),
    );
    const told = wish.value.value(outcome);
    if (told.ok) return typeof told.value === 'number' ? 'number' : typeof told.value === 'boolean' ? 'truth' : 'other';
  }
  return null;
}

/** Whether a goal has to be met: it says true or false of outcomes, and not how much that matters. */
export function isInsisted({ wants, weight }: Want, issues: readonly Issue[]): boolean {
  return weight === null && (wants === null || kindOfWant(wants, issues) === 'truth');
}

/** What a party goes by in a negotiation: what it insists on, what is worth something to it, and the goals that say so. */
export interface OwnWants {
  readonly must: string | null;
  readonly terms: readonly Term[];
  readonly goals: readonly WantedGoal[];
}

/** The goals of an agent that are about nothing but these issues. */
export function ownWants(agent: string, issues: readonly Issue[], wanting: Wanting): OwnWants {
  const all = wantsIn(wanting).filter((want) => isAbout(want.wants, issues));
  const own = all.filter((want) => want.agent === agent);
  const insisted = own.filter((want) => isInsisted(want, issues));
  const apart = exclusionsOf(all).filter((pair) => pair.some((want) => want.agent === agent));
  const musts = [
    ...insisted.map(({ wants }) => wants!),
    ...apart.filter((pair) => pair.every((want) => kindOfWant(want.wants!, issues) === 'truth')).map(notBoth),
  ];
  return {
    must: musts.length === 0 ? null : musts.map((text) => `(${text})`).join(' && '),
    terms: own
      .filter((want) => !insisted.includes(want))
      .map(({ wants, weight }) => ({ wants: wants!, weight: weight ?? 1 })),
    goals: own.map(({ id, wants }) => ({ id, wants: wants! })),
  };
}

function notBoth([one, other]: readonly [Want, Want]): string {
  return `!((${one.wants!}) && (${other.wants!}))`;
}

/** Whether an expression can be read and names nothing but these issues. */
function isAbout(text: string | null, issues: readonly Issue[]): boolean {
  if (text === null) return false;
  const wish = parseWish(
    text,
    issues.map(({ name }) => name),
  );
  return wish.ok && wish.value.unknown.length === 0;
}
