/**
 * The account of one task, fact by fact: a handing-over begins when the task is ready or was lost again, every choice in it
 * is a decision, and whoever was asked, weighed or passed over stands beside it. Nothing behind the place that it was read
 * to is ever in it.
 */
import { exactTime } from '../../document/index.ts';
import type { AccountEntry } from '../../agents/index.ts';
import {
  agentOfActor,
  agentTitle,
  isAssigned,
  unlistedIn,
  type Assigned,
  type Comparison,
  type KnownFact,
  type Plan,
} from '../../plan/index.ts';
import type { Message } from '../../kernel/index.ts';
import { cardOf, type RuleWords } from '../../protocols/index.ts';
import { describe } from '../describe.ts';
import type { ConflictBook } from '../conflicts/conflict-book.ts';
import type { FactLog } from '../log/fact-log.ts';
import { declined, newDraft, type Draft, type Part } from './draft.ts';
import { readGroup, readMember } from './group-decision.ts';
import { lentWords } from './resource-words.ts';
import { notDrawn } from './standing.ts';
import { declinedBy, entryOf, isAsking, isToldElsewhere } from './room-facts.ts';
import type { WhyIndex } from './why-index.ts';

/** So many lines of one handing-over are told. */
const linesMax = 200;

/** What ends a handing-over, or the task. */
const ends: ReadonlySet<string> = new Set(['task.withdrawn', 'task.failed', 'task.unassignable', 'task.kept']);
const outcomes: ReadonlySet<string> = new Set([
  ...ends,
  ...['task.started', 'task.ended', 'task.succeeded', 'task.cancelled', 'task.skipped', 'task.retrying', 'task.opened'],
]);
/** What a task is over with, or waits by itself after. */
const settled: ReadonlySet<string> = new Set([
  ...['task.succeeded', 'task.failed', 'task.cancelled', 'task.skipped', 'task.unassignable', 'task.retrying'],
  ...['task.kept', 'task.compensated'],
]);
/** What stands at somebody who was asked and has not answered. */
const unheard = 'no answer';

type EntryOf<Word extends AccountEntry['word']> = Extract<AccountEntry, { readonly word: Word }>;

export class Account {
  readonly parts: Part[] = [];
  /** Who gave the task back, and why. */
  readonly givenBack = new Map<number, string>();
  /** Whether the task is ready and not over: whoever hands it out, or asks the group, has it in hand. */
  inHand = false;
  readonly #plan: Plan;
  readonly #log: FactLog;
  readonly #rules: Readonly<Record<string, RuleWords>>;
  readonly #index: Pick<WhyIndex, 'believedAt'>;
  readonly #conflicts: ConflictBook | null;
  /** Whether a group decides the task. */
  readonly #ofGroup: boolean;
  #sent = -1;

  constructor(
    plan: Plan,
    log: FactLog,
    {
      task,
      rules,
      index,
      conflicts,
    }: {
      readonly task: number;
      readonly rules: Readonly<Record<string, RuleWords>>;
      readonly index: Pick<WhyIndex, 'believedAt'>;
      /** Null where nothing is competed for. */
      readonly conflicts: ConflictBook | null;
    },
  ) {
    this.#plan = plan;
    this.#log = log;
    this.#rules = rules;
    this.#index = index;
    this.#conflicts = conflicts;
    this.#ofGroup = plan.decisions.has(task);
  }

  /** Takes the fact at a place in; it is about the task. */
  read(place: number): void {
    const fact = this.#log.at(place);
    const entry = entryOf(fact);
    if (this.#opens(fact, entry)) this.#open();
    const part = this.#part();
    if (fact.type === 'task.ready') part.attempt = fact.attempt;
    if (fact.type === 'task.ready' || settled.has(fact.type)) this.inHand = fact.type === 'task.ready';
    if (isAssigned(fact)) this.#assigned(part, fact, place);
    else if ('message' in fact) this.#heard(part, fact, place);
    else if (entry !== null) this.#entry(part, entry, { place, type: fact.type });
    else if (this.#ofGroup) readGroup(part, fact, { place }, this.#plan);
    this.#line(part, fact, place);
    if (outcomes.has(fact.type) && 'task' in fact) part.outcome = describe(fact, this.#plan).text;
    if (ends.has(fact.type)) part.closed = true;
    if (fact.type === 'task.ended' && fact.end !== 'succeeded') part.closed = true;
  }

  #opens(fact: KnownFact, entry: AccountEntry | null): boolean {
    const last = this.parts.at(-1);
    if (last === undefined) return true;
    if (fact.type === 'task.ready') return last.drafts.length > 0 || last.closed;
    if (!last.closed) return false;
    if ('message' in fact) return fact.type === 'message.sent' && isAsking(fact.message.type);
    return isAssigned(fact) || entry?.word === 'called' || entry?.word === 'given';
  }

  #open(): void {
    const attempt = this.parts.at(-1)?.attempt ?? 1;
    this.parts.push({ attempt, agent: -1, outcome: '', closed: false, drafts: [], lines: [], more: 0 });
  }

  #part(): Part {
    return this.parts.at(-1)!;
  }

  #assigned(part: Part, fact: Assigned, place: number): void {
    const { agent, rule, attempt } = fact;
    part.attempt = attempt;
    part.agent = agent;
    const last = part.drafts.at(-1);
    const awarded = last !== undefined && last.call !== 0 && last.agent === agent;
    const draft = awarded ? last : newDraft(part, { place, rule, agent, among: 'capable' });
    draft.place = place;
    draft.rule = rule;
    draft.text = `Assigned to ${agentTitle(this.#plan, agent)}`;
    part.outcome = draft.text;
    weigh(draft, fact);
  }

  #entry(part: Part, entry: AccountEntry, { place, type }: { readonly place: number; readonly type: string }): void {
    const name = (agent: number): string => agentTitle(this.#plan, agent);
    switch (entry.word) {
      case 'called':
        this.#called(part, entry, place);
        return;
      case 'bid':
        this.#bid(part, entry, place);
        return;
      case 'decided':
        this.#decided(part, entry, place);
        return;
      case 'answered': {
        const { fact } = entry;
        const of = callOf(part, fact.call);
        const bid = of?.weighed.get(fact.agent);
        if (fact.as === 'outbid' && of !== undefined && bid?.standing === 'weighed')
          of.weighed.set(fact.agent, { ...bid, note: `${bid.note}; outbid` });
        return;
      }
      case 'dropped': {
        const { agent, penalty } = entry.fact;
        part.outcome = `${name(agent)} dropped it${penalty > 0 ? ` and paid ${penalty}` : ''}`;
        part.closed = true;
        return;
      }
      case 'given':
        this.#given(part, entry, place);
        return;
      case 'escalated':
        this.givenBack.set(entry.fact.by, entry.fact.reason);
        return;
      case 'moved': {
        const { rule, fact } = entry;
        const moved = newDraft(part, { place, rule, agent: fact.to, among: 'asked' });
        moved.text = `${name(fact.to)} took over from ${name(fact.from)}`;
        part.agent = fact.to;
        choose(moved);
        moved.weighed.set(fact.from, { standing: 'weighed', value: null, note: 'had it queued', step: null });
        return;
      }
      case 'member':
      case 'undecided':
        if (this.#ofGroup) readMember(part, entry, { card: cardOf(type), step: this.#log.stepOf(place) });
    }
  }

  #called(part: Part, { rule, fact }: EntryOf<'called'>, place: number): void {
    const { by, call, invited, replyByMs } = fact;
    const called = newDraft(part, { place, rule, agent: -1, among: 'asked' });
    called.call = call;
    called.by = agentOfActor(by);
    if (called.by < 0) called.among = 'capable';
    called.text = `Announced to ${invited.length} ${invited.length === 1 ? 'agent' : 'agents'}`;
    for (const agent of invited)
      called.weighed.set(agent, declined(`${unheard} yet; asked until ${exactTime(replyByMs)}`));
  }

  #bid(part: Part, { fact: { agent, price, note, as, call } }: EntryOf<'bid'>, place: number): void {
    const of = callOf(part, call);
    if (of === undefined || of.weighed.get(agent)?.standing === 'chosen') return;
    const step = this.#log.stepOf(place);
    if (as === 'timely') of.weighed.set(agent, { standing: 'weighed', value: price, note, step });
    else of.weighed.set(agent, declined(as === 'late' ? 'bid too late' : 'its bid was invalid', step));
  }

  #decided(part: Part, { fact: { call, agent, paid, price, reason } }: EntryOf<'decided'>, place: number): void {
    const of = callOf(part, call);
    if (of === undefined) return;
    of.place = place;
    of.agent = agent;
    const payment = paid === price ? '' : `, paid ${paid}`;
    of.text = agent === -1 ? `No agent was found: ${reason}` : `Awarded to ${agentTitle(this.#plan, agent)}${payment}`;
    for (const [other, each] of of.weighed)
      if (each.note.startsWith(unheard)) of.weighed.set(other, declined(`${unheard} in time`));
    choose(of);
  }

  #given(part: Part, { fact: given }: EntryOf<'given'>, place: number): void {
    const { by, agent, as, rule } = given;
    // The assignment that goes with it has just been read.
    const assigned = part.drafts.at(-1);
    if (as === 'worker' && assigned !== undefined) {
      assigned.by = by;
      if (assigned.call === 0) assigned.among = 'reports';
      return;
    }
    const hop = newDraft(part, { place, rule, agent, among: 'reports' });
    hop.by = by;
    hop.text = `Delegated to ${agentTitle(this.#plan, agent)}`;
    part.outcome = hop.text;
    weigh(hop, given);
  }

  /** What somebody answered that no fact tells: a refusal, or how much it holds. */
  #heard(part: Part, fact: Extract<KnownFact, { readonly message: unknown }>, place: number): void {
    if (fact.type !== 'message.delivered') return;
    const message = fact.message as Message & { readonly call?: number };
    const agent = agentOfActor(fact.from);
    const step = this.#log.stepOf(place);
    const of = callOf(part, message.call ?? 0);
    if (of?.weighed.get(agent)?.step !== null) return;
    const note = declinedBy(message);
    if (note !== null) of.weighed.set(agent, declined(note, step));
  }

  #line(part: Part, fact: KnownFact, place: number): void {
    if (isToldElsewhere(fact.type)) return;
    const kind = fact.type === 'message.lost' ? 'lost' : 'message' in fact ? 'message' : 'fact';
    // What is lost as it is sent is told twice.
    if (fact.type === 'message.lost' && fact.id === this.#sent) part.lines.pop();
    this.#sent = fact.type === 'message.sent' ? fact.id : -1;
    if (part.lines.length >= linesMax) {
      part.more += 1;
      this.#sent = -1;
      return;
    }
    const text =
      describe(fact, this.#plan).text + (fact.type === 'task.saw' ? this.#since(fact, place) : this.#lent(fact, place));
    part.lines.push({ step: this.#log.stepOf(place), timeMs: this.#log.timeOf(place), text, kind });
  }

  /** Whose priority it has. */
  #lent(fact: KnownFact, place: number): string {
    return this.#conflicts === null ? '' : lentWords(this.#conflicts, fact, place);
  }

  /** Since when agents believed what a condition saw. */
  #since({ beliefs }: Extract<KnownFact, { readonly type: 'task.saw' }>, place: number): string {
    const told = beliefs.flatMap(({ agent, name, value }) => {
      if (value === undefined) return [];
      const at = this.#index.believedAt(agent, name, place);
      const hand = at !== null && this.#log.at(at).type === 'agent.minded' ? ', by hand' : '';
      const since = at === null ? 'from the start' : `since step ${this.#log.stepOf(at)}${hand}`;
      return [`${agentTitle(this.#plan, agent)} believed ${name} ${since}`];
    });
    return told.length === 0 ? '' : `; ${told.join(', ')}`;
  }

  /** A rule in words, by the name that a fact gives it. */
  wordsOf(rule: string): RuleWords {
    return this.#rules[rule] ?? { says: `By the rule “${rule}”.`, measure: null, passed: 'not considered' };
  }
}

function callOf(part: Part, call: number): Draft | undefined {
  return part.drafts.findLast((draft) => draft.call !== 0 && draft.call === call);
}

/** Who was compared, with what it was worth; whoever has bid keeps its own words. */
function weigh(draft: Draft, comparison: Comparison): void {
  // Whoever has bid is known by name, listed or not.
  if (draft.call === 0) draft.unlisted = unlistedIn(comparison);
  for (const { agent, value } of comparison.compared) {
    const before = draft.weighed.get(agent);
    draft.weighed.set(agent, { standing: 'weighed', note: before?.note ?? '', step: before?.step ?? null, value });
  }
  draft.tied = comparison.tied ?? 0;
  draw(draft, comparison);
  choose(draft);
}

/** Says of those who were as good that the lot did not fall on them; where offers are equal it may be for another reason. */
function draw({ agent, tied, weighed }: Draft, { compared }: Comparison): void {
  const own = compared.find((each) => each.agent === agent);
  const equals = compared.filter(({ value }) => value === own?.value).slice(0, tied);
  for (const each of equals) {
    const before = weighed.get(each.agent)!;
    if (each.agent !== agent)
      weighed.set(each.agent, { ...before, note: [before.note, notDrawn].filter((part) => part !== '').join('; ') });
  }
}

function choose(draft: Draft): void {
  if (draft.agent === -1) return;
  const before = draft.weighed.get(draft.agent);
  draft.weighed.set(draft.agent, { value: null, note: '', step: null, ...before, standing: 'chosen' });
}
