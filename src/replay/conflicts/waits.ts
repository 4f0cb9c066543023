/** Who waits for whom at a place in the log: the links of the wait-for graph, a cycle named in one sentence, raised priorities. */
import { exactTime } from '../../document/index.ts';
import { serviceAt, taskAt, taskTitle } from '../../plan/index.ts';
import type { WaitsView } from './conflict-views.ts';
import { standsAt, type ConflictBook, type Span } from './conflict-book.ts';

/** More links at once are no picture. */
const linksMax = 400;

export function waitsAt(book: ConflictBook, passed: number): WaitsView {
  const { plan, log } = book;
  const cycle = book.cycles.findLast((each) => standsAt(each, passed));
  const refused = book.cycles.flatMap((each) => (standsAt(each, passed) ? each.refused : []));
  const linkOf = ({ task, service, units, from }: Span): WaitsView['holds'][number] => ({
    task: taskAt(plan, task).id,
    resource: serviceAt(plan, service).id,
    units,
    sinceMs: log.timeOf(from),
  });
  const standing = (all: readonly Span[]): Span[] => all.filter((each) => standsAt(each, passed));
  return {
    holds: standing(book.holds).slice(0, linksMax).map(linkOf),
    waits: [...standing(book.waits), ...refused].slice(0, linksMax).map(linkOf),
    cycle: cycle?.around.map((task) => ({ id: taskAt(plan, task).id, name: taskTitle(plan, task) })) ?? null,
    sinceMs: cycle === undefined ? 0 : log.timeOf(cycle.from),
    step: cycle === undefined ? 0 : log.stepOf(cycle.from),
    sentence:
      cycle === undefined
        ? ''
        : `Since ${exactTime(log.timeOf(cycle.from))} ${inTurn(cycle.around.map((task) => taskTitle(plan, task)))}: ${taskTitle(plan, cycle.around[0]!)} has to fail.`,
    raised: book.entries.flatMap((entry) =>
      entry.kind === 'raised' && standsAt(entry, passed)
        ? [{ task: taskAt(plan, entry.task).id, priority: entry.figure! }]
        : [],
    ),
  };
}

/** So many of a cycle are named in a sentence. */
const namedMax = 6;

/** `A waits for B, B for C, and C for A`. */
function inTurn(names: readonly string[]): string {
  const shown = names.slice(0, namedMax);
  const links = shown.map((name, at) => `${name}${at === 0 ? ' waits' : ''} for ${names[(at + 1) % names.length]!}`);
  if (names.length > namedMax)
    return `${links.join(', ')} and so on round to ${names[0]!} (${String(names.length)} tasks)`;
  return `${links.slice(0, -1).join(', ')} and ${links.at(-1)!}`;
}
