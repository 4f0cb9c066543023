/**
 * Conflicts, folded from what rooms say of them: who waited for which resource and who held it, as spans between places in the log, and
 * all that a list of conflicts names. One book serves the list, the lanes of resources, and who waits for whom at the playhead.
 */
import type { Claim, ConflictNews } from '../../agents/index.ts';
import type { KnownFact, Plan } from '../../plan/index.ts';
import { factCardOf } from '../../protocols/index.ts';
import type { FactLog } from '../log/fact-log.ts';
import type { ConflictKind } from './conflict-views.ts';

/** Units that somebody waited for or held, from one place in the log to another. */
export interface Span extends Claim {
  readonly from: number;
  /** -1 while it goes on. */
  to: number;
  how: 'open' | 'granted' | 'used' | 'left' | 'refused' | 'returned' | 'expired' | 'preempted';
}

/** One line of the list of conflicts; indices are the plan's, -1 for none. */
export interface Entry {
  readonly kind: ConflictKind;
  readonly from: number;
  to: number;
  readonly service: number;
  /** Tasks, or the agents where `byAgents`. */
  readonly who: readonly number[];
  readonly byAgents: boolean;
  readonly against: readonly number[];
  /** Its task, where it is about one. */
  readonly task: number;
  /** The wait that it is about. */
  readonly span?: Span;
  /** A priority, or a token. */
  readonly figure?: number;
  /** In words, where the room says it. */
  how: string;
  deal?: boolean;
}

/** A cycle of waits that was broken, as long as its victim still holds something or waits. */
export interface Cycle {
  readonly from: number;
  to: number;
  /** Tasks in turn, from the victim on: each waits for what the next holds. */
  readonly around: readonly number[];
  readonly reason: string;
  /** What the victim waited for until then. */
  readonly refused: readonly Span[];
}

type Victim = Extract<ConflictNews, { readonly reason: string }>;

export class ConflictBook {
  readonly plan: Plan;
  readonly log: FactLog;
  /** In the order of their beginnings. Who had at once what was asked for did not wait. */
  readonly waits: Span[] = [];
  readonly holds: Span[] = [];
  /** Units of what renews, used up. */
  readonly uses: (Claim & { readonly at: number })[] = [];
  readonly entries: Entry[] = [];
  readonly cycles: Cycle[] = [];
  /** By service, then by agent and asking. */
  readonly #waiting = new Map<number, Map<string, Span>>();
  readonly #held = new Map<number, Map<string, Span>>();
  /** What began in this step. */
  #asked: Span[] = [];
  #begun: Entry[] = [];
  /** Open lines, by what ends them. */
  readonly #taken = new Map<string, Entry>();
  readonly #raised = new Map<string, Entry>();
  /** By the victim. */
  readonly #broken = new Map<string, Cycle>();
  readonly #tables = new Map<number, Entry>();
  #count = 0;

  constructor(plan: Plan, log: FactLog) {
    this.plan = plan;
    this.log = log;
  }

  /** Folds what has been recorded since, so many facts at most; true when nothing is left. */
  advance(factsMax = Infinity): boolean {
    const { log } = this;
    const until = Math.min(log.length, this.#count + factsMax);
    for (; this.#count < until; this.#count += 1) {
      const place = this.#count;
      const fact = log.unpackedAt(place);
      if (fact !== null) this.#fold(fact, place);
      if (place + 1 === log.length || log.stepOf(place + 1) !== log.stepOf(place)) this.#settle();
    }
    return this.#count === log.length;
  }

  #fold(fact: KnownFact, place: number): void {
    const news = factCardOf(fact.type)?.conflict?.(fact);
    if (news === undefined) return;
    switch (news.kind) {
      case 'asked':
        this.#asked.push(this.#open(this.#waiting, news, place));
        return;
      case 'granted':
      case 'used':
      case 'left':
        this.#answered(news, place);
        return;
      case 'returned':
      case 'expired':
      case 'preempted':
        this.#given(news, place);
        return;
      case 'deadlock':
      case 'died':
      case 'wounded':
        this.#fails(news, place);
        return;
      default:
        this.#other(news, place);
    }
  }

  #answered({ kind, ...news }: { readonly kind: 'granted' | 'used' | 'left' } & Claim, place: number): void {
    const wait = this.#close(this.#waiting, news, kind, place);
    const taken = this.#taken.get(claimKey(news));
    if (taken !== undefined) taken.to = place;
    this.#taken.delete(claimKey(news));
    if (kind === 'granted') this.holds.push(this.#open(this.#held, news, place));
    if (kind === 'used') this.uses.push({ ...news, at: place });
    if (wait !== undefined) this.#idle(news, place);
  }

  #given(news: Extract<ConflictNews, { readonly kind: 'returned' | 'expired' | 'preempted' }>, place: number): void {
    this.#close(this.#held, news, news.kind, place);
    this.#idle(news, place);
    const { service, task } = news;
    if (news.kind === 'expired') this.#begin({ kind: 'expired', service, who: [task], to: place }, place);
    if (news.kind !== 'preempted') return;
    const { after } = news;
    const other = after === null ? undefined : this.#waiting.get(service)?.get(askingKey(after));
    const against = other === undefined ? [] : [other.task];
    this.#taken.set(claimKey(news), this.#begin({ kind: 'preempted', service, who: [task], against }, place));
  }

  /** Whoever is refused waits no more; whoever has to fail for an older one was not waiting for that. */
  #fails(news: Victim, place: number): void {
    const { kind, service, task, around, reason } = news;
    const refused: Span[] = [];
    const asked = [...(this.#waiting.get(service)?.values() ?? [])].filter((wait) => workOf(wait) === workOf(news));
    if (kind !== 'wounded')
      for (const { agent, ask } of asked)
        for (const all of this.#waiting.values()) {
          const wait = all.get(askingKey({ agent, ask }));
          if (wait !== undefined) refused.push(this.#close(this.#waiting, wait, 'refused', place)!);
        }
    if (kind === 'deadlock') {
      // The other tasks of it in turn, from the one that the victim waited for.
      const at = around.indexOf(task);
      const others = [...around.slice(at + 1), ...around.slice(0, at)];
      const cycle = { from: place, to: -1, around: [task, ...others], reason, refused };
      this.cycles.push(cycle);
      this.#broken.set(workOf(news), cycle);
      this.#begin({ kind, service, who: [task], against: others, to: place, how: reason }, place);
    } else {
      const against = around.filter((each) => each !== task);
      this.#begin({ kind, service, who: [task], against, to: place, how: reason }, place);
    }
    this.#idle(news, place);
  }

  #other(news: ConflictNews, place: number): void {
    switch (news.kind) {
      case 'raised':
      case 'lowered': {
        this.#lower(workOf(news), place);
        const { task, priority } = news;
        if (priority === this.plan.tasks[task]?.priority) return;
        const raised = this.#begin({ kind: 'raised', task, who: [task], figure: priority }, place);
        this.#raised.set(workOf(news), raised);
        return;
      }
      case 'stale': {
        const { service, agent, token } = news;
        this.#begin({ kind: 'stale', service, who: [agent], byAgents: true, to: place, figure: token }, place);
        return;
      }
      case 'called':
        this.#tables.set(
          news.task,
          this.#begin({ kind: 'negotiation', task: news.task, who: news.members, byAgents: true }, place),
        );
        return;
      case 'closed': {
        const table = this.#tables.get(news.task);
        this.#tables.delete(news.task);
        if (table === undefined) return;
        table.to = place;
        table.deal = news.deal;
        table.how = news.how;
        return;
      }
      default:
    }
  }

  /** Whoever has not by the end of a step what was asked for in it waits. What was taken away is a line of its own. */
  #settle(): void {
    if (this.#asked.length > 0) {
      for (const span of this.#asked.filter(
        ({ from, to }) => to === -1 || this.log.stepOf(from) !== this.log.stepOf(to),
      )) {
        this.waits.push(span);
        if (this.#taken.has(claimKey(span))) continue;
        const others = this.#heldBeside(span);
        this.#begin({ kind: 'wait', service: span.service, who: [span.task], against: others, span }, span.from);
      }
      this.#asked = [];
    }
    if (this.#begun.length === 0) return;
    this.entries.push(...this.#begun.sort((a, b) => a.from - b.from));
    this.#begun = [];
  }

  #heldBeside(span: Span): number[] {
    const others = [...(this.#held.get(span.service)?.values() ?? [])].filter((each) => workOf(each) !== workOf(span));
    return [...new Set(others.map(({ task }) => task))];
  }

  #begin(
    entry: Partial<Pick<Entry, 'service' | 'against' | 'byAgents' | 'how' | 'span' | 'task' | 'figure' | 'to'>> &
      Pick<Entry, 'kind' | 'who'>,
    from: number,
  ): Entry {
    const begun: Entry = { service: -1, against: [], byAgents: false, how: '', task: -1, to: -1, from, ...entry };
    this.#begun.push(begun);
    return begun;
  }

  #lower(work: string, place: number): void {
    const raised = this.#raised.get(work);
    if (raised === undefined) return;
    raised.to = place;
    this.#raised.delete(work);
  }

  /** Who holds nothing any more and waits for nothing keeps nobody waiting, and is in no cycle. */
  #idle(claim: Pick<Claim, 'task' | 'lease'>, place: number): void {
    const cycle = this.#broken.get(workOf(claim));
    if ((cycle === undefined && !this.#raised.has(workOf(claim))) || this.#hasAny(workOf(claim))) return;
    this.#lower(workOf(claim), place);
    if (cycle !== undefined) cycle.to = place;
    this.#broken.delete(workOf(claim));
  }

  #hasAny(work: string): boolean {
    return [...this.#waiting.values(), ...this.#held.values()].some((all) =>
      [...all.values()].some((each) => workOf(each) === work),
    );
  }

  #open(all: Map<number, Map<string, Span>>, claim: Claim, from: number): Span {
    const { service, agent, task, lease, units, ask } = claim;
    const span: Span = { service, agent, task, lease, units, ask, from, to: -1, how: 'open' };
    let list = all.get(service);
    if (list === undefined) all.set(service, (list = new Map<string, Span>()));
    list.set(askingKey(claim), span);
    return span;
  }

  #close(all: Map<number, Map<string, Span>>, claim: Claim, how: Span['how'], place: number): Span | undefined {
    const list = all.get(claim.service);
    const span = list?.get(askingKey(claim));
    if (span === undefined) return undefined;
    list!.delete(askingKey(claim));
    span.to = place;
    span.how = how;
    return span;
  }
}

/** Whether it stands once the first so many facts are told. */
export function standsAt({ from, to }: { readonly from: number; readonly to: number }, passed: number): boolean {
  return from < passed && (to === -1 || to >= passed);
}

function askingKey({ agent, ask }: Pick<Claim, 'agent' | 'ask'>): string {
  return `${String(agent)}/${String(ask)}`;
}
function claimKey(claim: Claim): string {
  return `${String(claim.service)} ${askingKey(claim)}`;
}
function workOf({ task, lease }: Pick<Claim, 'task' | 'lease'>): string {
  return `${String(task)}/${String(lease)}`;
}
