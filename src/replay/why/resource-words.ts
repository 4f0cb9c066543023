/**
 * Why a task waits for a resource, and whose priority it has, in sentences: who holds the units, since when and by the plan until when at
 * the latest, and who is before it. Read off the book of conflicts up to a place in the log, never an actor's state.
 */
import { exactTime } from '../../document/index.ts';
import {
  agentAt,
  longestOn,
  serviceAt,
  taskAt,
  taskTitle,
  usesAt,
  type KnownFact,
  type Plan,
  type Use,
} from '../../plan/index.ts';
import { factCardOf } from '../../protocols/index.ts';
import { standsAt, type ConflictBook, type Span } from '../conflicts/conflict-book.ts';

/** So many are named in a sentence. */
const namedMax = 4;

/** What a task waits for, and which priority it was lent, at a place; sentences with a blank before each. */
export function resourceWords(book: ConflictBook, task: number, passed: number): string {
  const at = new Standing(book, passed);
  const lent = at.raisedTo(task);
  return [
    ...at.waits.filter((wait) => wait.task === task).map((wait) => at.wait(wait)),
    ...(lent === null ? [] : [` It has priority ${String(lent)}${at.lender(task, lent)}.`]),
  ].join('');
}

/** From whom a priority comes that a fact at a place gives a task, or by which it obtains something there; empty where it was its own. */
export function lentWords(book: ConflictBook, fact: KnownFact, place: number): string {
  const news = book.plan.conflicts.inversion === 'none' ? undefined : factCardOf(fact.type)?.conflict?.(fact);
  if (news?.kind !== 'raised' && news?.kind !== 'granted') return '';
  const at = new Standing(book, place);
  const priority = news.kind === 'raised' ? news.priority : at.raisedTo(news.task);
  return priority === null ? '' : at.lender(news.task, priority);
}

/** Who waits for what and who holds it once the first so many facts are told. */
class Standing {
  readonly waits: readonly Span[];
  readonly #holds: readonly Span[];
  readonly #book: ConflictBook;
  readonly #passed: number;

  constructor(book: ConflictBook, passed: number) {
    this.#book = book;
    this.#passed = passed;
    this.waits = book.waits.filter((each) => standsAt(each, passed));
    this.#holds = book.holds.filter((each) => standsAt(each, passed));
  }

  /** The priority that a task has been given; null while it has its own. */
  raisedTo(task: number): number | null {
    const raised = this.#book.entries.findLast(
      (entry) => entry.kind === 'raised' && entry.task === task && standsAt(entry, this.#passed),
    );
    return raised?.figure ?? null;
  }

  wait(wait: Span): string {
    const { plan, log } = this.#book;
    const { name, resource } = serviceAt(plan, wait.service);
    const { everyMs, burst } = resource!;
    const holders = this.#holds.filter((each) => each.service === wait.service && each.task !== wait.task);
    const held = holders.slice(0, namedMax).map((each) => this.#holder(each));
    const reason =
      everyMs > 0
        ? [
            `${String(serviceAt(plan, wait.service).units)} come back every ${exactTime(everyMs)}, ${String(burst)} at most`,
          ]
        : [...held, ...more(holders.length)];
    const what = wait.units === 1 ? name : `${String(wait.units)} units of ${name}`;
    const since = exactTime(log.timeOf(wait.from));
    const own = `priority ${String(this.#rank(wait))}`;
    return ` It has waited for ${what} since ${since} (${own}): ${[...reason, this.#before(wait), ...this.#past(wait)].join('; ')}.`;
  }

  #holder(span: Span): string {
    const { plan, log } = this.#book;
    const title = this.#named(span);
    const units = span.units === 1 ? '' : ` ${String(span.units)} units`;
    return `${title} has held${units === '' ? ' it' : units} since ${exactTime(log.timeOf(span.from))}${this.#until(plan, span)}`;
  }

  /** When it is given back by the plan, or for what its holder waits itself. */
  #until(plan: Plan, span: Span): string {
    const blocking = this.waits.find((each) => isSame(each, span));
    if (blocking !== undefined) return ` and waits for ${serviceAt(plan, blocking.service).name} itself`;
    const endMs = latestMs(
      plan,
      this.#holds.filter((each) => isSame(each, span)),
      { span, timeOf: (place) => this.#book.log.timeOf(place) },
    );
    return endMs === null ? '' : `, by the plan until ${exactTime(endMs)} at the latest, unless it has to wait`;
  }

  /** Who gets it before, by the rule of the queue: by priority, then by asking. */
  #before(wait: Span): string {
    const { plan } = this.#book;
    const others = this.waits.filter(
      (each) => each.service === wait.service && !isSame(each, wait) && this.#isBefore(each, wait),
    );
    if (others.length === 0) return 'nobody is before it';
    const inTurn = [...others].sort((a, b) => this.#rank(b) - this.#rank(a) || a.from - b.from);
    const names = inTurn
      .slice(0, namedMax)
      .map((each) => `${taskTitle(plan, each.task)} (priority ${String(this.#rank(each))})`);
    return `before it: ${[...names, ...more(others.length)].join(', ')}`;
  }

  /** Who goes past the order where the first does not find as many units free, because it holds what others may wait for (AR4). */
  #past(wait: Span): string[] {
    const { plan } = this.#book;
    const others = this.waits.filter((each) => each.service === wait.service && !isSame(each, wait));
    if (others.length === 0) return [];
    if (plan.conflicts.deadlock === 'all-or-nothing')
      return ['whoever finds all that it wants free goes before whoever does not'];
    const first = others.filter((each) => each.units > wait.units && this.#isBefore(each, wait));
    if (first.length > 0 && this.#keeps(wait))
      return ['where too few units are free for who is before it, it goes past, as it holds what others may wait for'];
    const passing = others.filter((each) => each.units < wait.units && this.#isBefore(wait, each) && this.#keeps(each));
    if (passing.length === 0) return [];
    const names = [...passing.slice(0, namedMax).map((each) => taskTitle(plan, each.task)), ...more(passing.length)];
    return [
      `where too few units are free for it, whoever holds what others may wait for goes past: ${names.join(', ')}`,
    ];
  }

  #isBefore(one: Span, other: Span): boolean {
    const [a, b] = [this.#rank(one), this.#rank(other)];
    return a > b || (a === b && one.from < other.from);
  }

  /** Whether it holds what is not taken from it while it stands still. */
  #keeps(wait: Span): boolean {
    const isTaken = (held: Span): boolean =>
      usesAt(this.#book.plan, held.task).all.some(
        ({ service, takeable }) => service === held.service && takeable === 'resume',
      );
    return this.#holds.some((held) => isSame(held, wait) && !isTaken(held));
  }

  #named({ task }: Span): string {
    const { plan } = this.#book;
    return `${taskTitle(plan, task)} (priority ${String(this.raisedTo(task) ?? taskAt(plan, task).priority)})`;
  }

  /** Its own priority or what it was lent, grown by waiting. */
  #rank({ task, from }: Span): number {
    const { plan, log } = this.#book;
    const nowMs = log.timeOf(Math.max(0, this.#passed - 1));
    const aged = plan.ageingMs > 0 ? Math.floor((nowMs - log.timeOf(from)) / plan.ageingMs) : 0;
    return (this.raisedTo(task) ?? taskAt(plan, task).priority) + aged;
  }

  /** From whom a priority comes: of those that it keeps waiting, and whom these keep waiting; or from a ceiling. */
  lender(task: number, priority: number): string {
    const { plan } = this.#book;
    if (plan.conflicts.inversion === 'ceiling') {
      const of = this.#holds.find(
        (each) => each.task === task && serviceAt(plan, each.service).resource?.ceiling === priority,
      );
      return of === undefined ? '' : `, by the ceiling of ${serviceAt(plan, of.service).name}`;
    }
    const seen = new Set([task]);
    for (const each of seen)
      for (const { service } of this.#holds.filter((held) => held.task === each))
        for (const wait of this.waits) {
          if (wait.service !== service) continue;
          if (!seen.has(wait.task) && taskAt(plan, wait.task).priority === priority)
            return `, lent by ${taskTitle(plan, wait.task)}, which waits for ${serviceAt(plan, service).name}`;
          seen.add(wait.task);
        }
    return '';
  }
}

/**
 * When units are given back at the latest by the plan; null where that says nothing of it. The last grant tells how far the work is by its
 * own clock, or less far than it is; from there it takes what is left of its longest duration, and a word there and back for the units in
 * hand and for each that is still to be asked for.
 */
export function latestMs(
  plan: Plan,
  held: readonly Span[],
  { span, timeOf }: { readonly span: Span; readonly timeOf: (place: number) => number },
): number | null {
  // Where a word can be lost it is said again, nobody knows how often.
  if (plan.live || plan.lossy || agentAt(plan, span.agent).slice !== undefined) return null;
  const uses = usesAt(plan, span.task).all.filter(({ kind }) => kind === 'resource' || kind === 'limit');
  const useOf = (each: Span): Use | undefined => uses.find(({ service }) => service === each.service);
  const own = useOf(span);
  if (own === undefined) return null;
  const last = held.reduce((a, b) => (a.from > b.from ? a : b), span);
  const longestMs = longestOn(plan, span.task, span.agent);
  const tillMs = Math.min(own.toMs ?? longestMs, longestMs);
  const fromMs = Math.min(useOf(last)?.fromMs ?? 0, tillMs);
  const asked = uses.filter(
    (use) => use.fromMs < tillMs && !held.some(({ service }) => service === use.service),
  ).length;
  return timeOf(last.from) + tillMs - fromMs + 2 * plan.reachMs * (1 + asked);
}

function isSame(one: Span, other: Span): boolean {
  return one.task === other.task && one.lease === other.lease;
}

function more(count: number): readonly string[] {
  return count > namedMax ? [`and ${String(count - namedMax)} more`] : [];
}
