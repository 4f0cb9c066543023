/**
 * Whom a giver gives to while managers below it are silent: it adopts their reports, as many as its span lets it, and those
 * adopted stand in for the others. It is worked out anew from who is silent, so that all is as it was once they are heard
 * of; nobody ever has more reports than the span, or than were drawn.
 */
import { holderOf, type Ledger } from '../../../agents/index.ts';
import type { Context } from '../../../kernel/index.ts';
import type { AdoptedFact } from '../messages.ts';

/** Somebody whom a giver gives to. */
export interface Report {
  readonly agent: number;
  /** In the place of a manager that is silent. */
  readonly adopted: boolean;
  /** Reports of silent managers that it stands in for. */
  readonly under: readonly number[];
}

/** Direct reports as they are given to while nobody is silent. */
export function asDrawn(agents: readonly number[]): Report[] {
  return agents.map((agent) => ({ agent, adopted: false, under: nobody }));
}

const nobody: readonly number[] = [];

/** Those who are heard of, and in the place of the silent their reports; each in order of index. */
export function circle(
  drawn: readonly Report[],
  {
    silent,
    span,
    reports,
  }: { silent: (agent: number) => boolean; span: number; reports: readonly (readonly number[])[] },
): readonly Report[] {
  if (!drawn.some(({ agent }) => silent(agent))) return drawn;
  const live = drawn.filter(({ agent }) => !silent(agent));
  const orphans: number[] = [];
  let widest = span;
  const stack = drawn.filter(({ agent }) => silent(agent)).map(({ agent }) => agent);
  for (let agent = stack.pop(); agent !== undefined; agent = stack.pop()) {
    widest = Math.max(widest, reports[agent]!.length);
    for (const below of reports[agent]!) (silent(below) ? stack : orphans).push(below);
  }
  orphans.sort((a, b) => a - b);
  const room = Math.max(span, drawn.length) - live.length;
  const adopted = orphans
    .slice(0, room)
    .map((agent) => ({ agent, left: widest - reports[agent]!.length, under: [] as number[] }));
  for (const orphan of orphans.slice(room)) {
    const most = adopted.reduce((best, each) => (each.left > best.left ? each : best));
    if (most.left <= 0) break;
    most.left -= 1;
    most.under.push(orphan);
  }
  return [...live, ...adopted.map(({ agent, under }) => ({ agent, adopted: true, under }))].sort(
    (a, b) => a.agent - b.agent,
  );
}

/** What a giver remembers of whom it adopted; absent until it has to. */
export interface Fostering {
  /** Whom it adopted when it told so last, as text. */
  told: string;
  /** Tasks that others see to in the place of silent managers, by task: who. */
  through: Record<number, number>;
}

/** How many of what an agent holds it has from this giver for those whom it stands in for; what it holds no more is forgotten. */
export function throughOf({ through }: Fostering, ledger: Ledger, agent: number): number {
  let count = 0;
  for (const [task, by] of Object.entries(through)) {
    if (holderOf(ledger, Number(task)) !== by) delete through[Number(task)];
    else if (by === agent) count += 1;
  }
  return count;
}

/** Tells whom a giver has adopted, when that is not as it was. */
export function tellAdopted(
  keeper: { fostering?: Fostering },
  by: number,
  members: readonly Report[],
  context: Context,
): void {
  const adopted = members.filter((each) => each.adopted);
  if (adopted.length === 0 && (keeper.fostering?.told ?? '') === '') return;
  const fact: AdoptedFact = {
    type: 'delegation.adopted',
    by,
    reach: members.length,
    adopted: adopted.map(({ agent }) => agent),
    standIns: adopted.filter(({ under }) => under.length > 0).map(({ agent, under }) => ({ agent, under })),
  };
  const told = adopted.length === 0 ? '' : JSON.stringify(fact);
  if (told === keeper.fostering?.told) return;
  keeper.fostering = { told, through: keeper.fostering?.through ?? {} };
  context.record(fact);
}
