/** The list of a run's conflicts, a window at a time: what, who, by which rule, with what outcome, as seen from the playhead. */
import { exactTime } from '../../document/index.ts';
import { agentAt, agentTitle, serviceAt, taskAt, taskTitle, type Plan } from '../../plan/index.ts';
import { conflictKinds, type ConflictKind, type ConflictRow, type ConflictsView } from './conflict-views.ts';
import { standsAt, type ConflictBook, type Entry, type Span } from './conflict-book.ts';

/** So many of those who stood in the way are named. */
const namedMax = 4;

export interface ConflictsQuestion {
  readonly of: ConflictKind | 'all' | 'now';
  /** Its id; '' for all. */
  readonly about: string;
  readonly from: number;
  readonly count: number;
}

export function conflictsAt(book: ConflictBook, question: ConflictsQuestion, passed: number): ConflictsView {
  const { plan, log } = book;
  // Whoever has it within the same instant was not kept waiting.
  const entries = book.entries.filter(
    (entry) => entry.kind !== 'wait' || ends(entry) === -1 || log.timeOf(entry.from) < log.timeOf(ends(entry)),
  );
  const counts = new Map<ConflictKind, number>();
  for (const { kind } of entries) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const { of, about } = question;
  const asked = entries.filter(
    (entry) =>
      (of === 'all' || (of === 'now' ? isNow(entry, passed) : entry.kind === of)) &&
      (about === '' || whatOf(plan, entry).id === about),
  );
  return {
    kinds: conflictKinds.flatMap((kind) => (counts.has(kind) ? [{ kind, count: counts.get(kind)! }] : [])),
    now: entries.reduce((sum, entry) => sum + Number(isNow(entry, passed)), 0),
    total: asked.length,
    from: question.from,
    rows: asked.slice(question.from, question.from + question.count).map((entry) => rowOf(book, entry, passed)),
  };
}

function ends({ to, span }: Entry): number {
  return span === undefined ? to : span.to;
}

function isNow(entry: Entry, passed: number): boolean {
  return standsAt({ from: entry.from, to: ends(entry) }, passed) && ends(entry) !== entry.from;
}

function rowOf(book: ConflictBook, entry: Entry, passed: number): ConflictRow {
  const { plan, log } = book;
  const { kind, from, who, byAgents, against } = entry;
  const to = ends(entry);
  const now = isNow(entry, passed);
  const task = (each: number): ConflictRow['what'] => ({ id: taskAt(plan, each).id, name: taskTitle(plan, each) });
  const agent = (each: number): ConflictRow['what'] => ({ id: agentAt(plan, each).id, name: agentTitle(plan, each) });
  return {
    kind,
    step: log.stepOf(from),
    timeMs: log.timeOf(from),
    endStep: to === -1 ? null : log.stepOf(to),
    endMs: to === -1 ? null : log.timeOf(to),
    what: whatOf(plan, entry),
    who: who.map(byAgents ? agent : task),
    against: against.slice(0, namedMax).map(task),
    others: against.length,
    rule: ruleOf(plan, entry),
    outcome: now || to === -1 ? standing(entry) : outcomeOf(entry, log.timeOf(to) - log.timeOf(from)),
    moment: now ? 'now' : from < passed ? 'over' : 'ahead',
  };
}

function whatOf(plan: Plan, { service, task }: Entry): ConflictRow['what'] {
  if (service === -1) return { id: taskAt(plan, task).id, name: taskTitle(plan, task) };
  const { id, name } = serviceAt(plan, service);
  return { id, name };
}

function ruleOf(plan: Plan, entry: Entry): string {
  const { deadlock, inversion } = plan.conflicts;
  switch (entry.kind) {
    case 'wait':
      return `${unitsRule(plan, entry.service)}; ${orderRule(plan)}`;
    case 'deadlock':
      return 'of a cycle the lowest priority fails, then the youngest';
    case 'died':
      return 'wait-die: no younger task waits for an older one';
    case 'wounded':
      return 'wound-wait: an older task does not wait for a younger one';
    case 'preempted':
      return deadlock === 'ordered' ? 'taken in one order' : 'the higher priority goes first';
    case 'raised':
      return inversion === 'ceiling'
        ? 'ceiling: the highest priority of all that hold it'
        : 'inheritance: the priority of who waits';
    case 'expired':
      return `a lease of ${exactTime(serviceAt(plan, entry.service).resource?.leaseMs ?? 0)} that was not renewed`;
    case 'stale':
      return 'only the present fencing token counts';
    case 'negotiation':
      return 'a deal needs the word of all';
  }
}

function unitsRule(plan: Plan, service: number): string {
  const { units, way, resource } = serviceAt(plan, service);
  if (resource !== undefined && resource.everyMs > 0) {
    const saved = resource.burst === units ? '' : `, ${String(resource.burst)} saved up at most`;
    return `${String(units)} every ${exactTime(resource.everyMs)}${saved}`;
  }
  return way === 'exclusive' || units === 1 ? 'one at a time' : `${String(units)} units in all`;
}

function orderRule({ tasks, ageingMs }: Plan): string {
  const first = tasks[0]?.priority;
  if (tasks.every(({ priority }) => priority === first)) return 'who asked first';
  return ageingMs > 0 ? 'the higher priority, which grows with waiting' : 'the higher priority, then who asked first';
}

/** What is so as long as it goes on. */
function standing({ kind, figure }: Entry): string {
  if (kind === 'raised') return `has priority ${String(figure)}`;
  if (kind === 'negotiation') return 'they negotiate';
  return kind === 'preempted' ? 'stands until it has it again' : 'waits';
}

function outcomeOf({ kind, span, figure, how, deal }: Entry, ms: number): string {
  const length = exactTime(ms);
  switch (kind) {
    case 'wait':
      return waited(span?.how ?? 'left', length);
    case 'deadlock':
    case 'died':
    case 'wounded':
      return 'had to fail, so that others go on';
    case 'preempted':
      return `had it again after ${length}`;
    case 'raised':
      return `priority ${String(figure)} for ${length}`;
    case 'expired':
      return 'it stopped, and the units were free again';
    case 'stale':
      return `token ${String(figure)} was refused`;
    case 'negotiation':
      return `${deal === true ? 'deal' : 'no deal'}: ${how}`;
  }
}

function waited(how: Span['how'], length: string): string {
  if (how === 'granted' || how === 'used') return `had it after ${length}`;
  return how === 'refused' ? `was refused after ${length}` : `stopped waiting after ${length}`;
}
