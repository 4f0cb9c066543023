/**
 * What goes wrong on purpose, as sentences: how agents misbehave, what rules affect the network. Each begins with whom it
 * is about, so that a log can be read aloud; nothing is said of why.
 */
import { actorTitle, agentTitle } from '../../plan/index.ts';
import { exactTime } from '../../document/index.ts';
import type { NetworkRule } from '../../kernel/index.ts';
import type { ConductFact, ConductKind, KnownFact, Plan, RecoveryFact } from '../../plan/index.ts';
import { messageWords } from '../../protocols/index.ts';

type NetworkFact = Extract<KnownFact, { type: 'network.changed' | 'network.healed' }>;

const begins: Readonly<Record<ConductKind, string>> = {
  silent: 'fell silent',
  equivocate: 'started sending conflicting messages',
  lie: 'started to lie',
  'flip-votes': 'started flipping its votes',
  'selective-send': 'started sending selectively',
  replay: 'started replaying old messages',
  'false-view-change': 'started demanding new leaders',
  'bad-new-view': 'started corrupting leader changes',
  'other-order': 'started proposing two orders when it leads',
  gaps: 'started leaving gaps when it leads',
  'rogue-proposals': 'started proposing out of turn',
  censor: 'started censoring some tasks',
  collude: 'started colluding',
};
const ends: Readonly<Record<ConductKind, string>> = {
  silent: 'spoke again',
  equivocate: 'stopped sending conflicting messages',
  lie: 'stopped lying',
  'flip-votes': 'stopped flipping its votes',
  'selective-send': 'stopped sending selectively',
  replay: 'stopped replaying old messages',
  'false-view-change': 'stopped demanding new leaders',
  'bad-new-view': 'stopped corrupting leader changes',
  'other-order': 'stopped proposing two orders',
  gaps: 'stopped leaving gaps',
  'rogue-proposals': 'stopped proposing out of turn',
  censor: 'stopped censoring tasks',
  collude: 'stopped colluding',
};

export function conductSentence(fact: ConductFact, plan: Plan): string {
  const who = agentTitle(plan, fact.agent);
  switch (fact.type) {
    case 'agent.turned':
      return `${who} ${(fact.on ? begins : ends)[fact.conduct]}`;
    case 'agent.slowed':
      return fact.factor === 1 ? `${who} returned to full speed` : `${who} slowed down: ${fact.factor} times as long`;
    case 'agent.lied': {
      const what = `${actorTitle(plan, fact.to)}: ${messageWords(fact.says)}`;
      if (fact.withheld) return `${who} withheld from ${what}`;
      return fact.conduct === 'replay' ? `${who} repeated to ${what}` : `${who} lied to ${what}`;
    }
  }
}

/** What a checkpoint holds, and what is forgotten with whoever comes back to one. */
export function recoverySentence(fact: RecoveryFact, plan: Plan): string {
  if (fact.type === 'coordinator.checkpointed')
    return `The coordinator wrote a checkpoint: ${listed([[fact.given, 'assignment']], 'nothing given away')}`;
  if (fact.type === 'coordinator.restored') {
    const forgotten = listed([[fact.tasks, 'assignment']], 'nothing');
    if (fact.checkpointMs === -1) return `The coordinator had no checkpoint to go back to; forgotten: ${forgotten}`;
    const stand = listed([[fact.kept, 'assignment']], 'none');
    return `The coordinator went back to its checkpoint of ${exactTime(fact.checkpointMs)} with ${stand}; forgotten since: ${forgotten}`;
  }
  const who = agentTitle(plan, fact.agent);
  if (fact.type === 'agent.checkpointed') {
    const { running, queued } = fact;
    return `${who} wrote a checkpoint: ${listed(
      [
        [running, 'task'],
        [queued, 'waiting task'],
      ],
      'nothing in hand',
    )}`;
  }
  const { checkpointMs, kept, results, tasks, offers } = fact;
  const lost = listed(
    [
      [results, 'result'],
      [tasks, 'task'],
      [offers, 'bid'],
    ],
    'nothing',
  );
  if (checkpointMs === -1) return `${who} had no checkpoint to go back to; forgotten: ${lost}`;
  const again = kept === 0 ? 'with nothing in hand' : `with ${listed([[kept, 'task']], '')}`;
  return `${who} went back to its checkpoint of ${exactTime(checkpointMs)} ${again}; forgotten since: ${lost}`;
}

function listed(counts: readonly (readonly [number, string])[], none: string): string {
  const some = counts.filter(([count]) => count > 0);
  return some.length === 0
    ? none
    : some.map(([count, noun]) => `${String(count)} ${noun}${count === 1 ? '' : 's'}`).join(', ');
}

export function networkSentence(fact: NetworkFact, plan: Plan): string {
  if (fact.type === 'network.healed') return 'Network healed';
  const { rule, on } = fact;
  if ('group' in rule) {
    const sides = groupsOf(rule.group).map((group) => group.map((actor) => actorTitle(plan, actor)).join(', '));
    return on ? `Network partitioned: ${sides.join(' | ')}` : `Partition healed: ${sides.join(', ')}`;
  }
  const ways = `messages ${waysOf(rule, plan)}`;
  return on ? harmsOf(rule, ways) : `Network fault ended for ${ways}`;
}

/** The actors that a rule names. */
export function actorsOf(rule: NetworkRule): number[] {
  return 'group' in rule ? groupsOf(rule.group).flat() : [...new Set([...rule.from, ...rule.to])];
}

/** The actors of each side, those that reach everybody left out. */
export function groupsOf(group: readonly number[]): number[][] {
  const sides = new Map<number, number[]>();
  group.forEach((side, actor) => {
    if (side !== -1) sides.set(side, [...(sides.get(side) ?? []), actor]);
  });
  return [...sides].sort(([a], [b]) => a - b).map(([, actors]) => actors);
}

type LinkRule = Exclude<NetworkRule, { group: unknown }>;

function waysOf({ from, to, both }: LinkRule, plan: Plan): string {
  const names = (actors: readonly number[]): string => actors.map((actor) => actorTitle(plan, actor)).join(', ');
  if (from.length === 0 && to.length === 0) return 'everywhere';
  if (to.length === 0) return `${both ? 'from and to' : 'from'} ${names(from)}`;
  if (from.length === 0) return `${both ? 'from and to' : 'to'} ${names(to)}`;
  return both ? `between ${names(from)} and ${names(to)}` : `from ${names(from)} to ${names(to)}`;
}

/** What happens to the messages of these ways, such as `20% of messages from Gil are lost`. */
function harmsOf({ loss, delayMs, duplicate, reorder }: LinkRule, ways: string): string {
  const harms: string[] = [];
  if (loss > 0) harms.push(`${shareOf(loss)}${ways} are lost`);
  if (delayMs > 0) harms.push(`${ways} take ${exactTime(delayMs)} longer`);
  if (duplicate > 0) harms.push(`${shareOf(duplicate)}${ways} are duplicated`);
  if (reorder > 0) harms.push(`${shareOf(reorder)}${ways} arrive out of order`);
  return harms.length === 0 ? `${ways} pass as before` : harms.join(', ');
}

function shareOf(rate: number): string {
  return rate >= 1 ? '' : `${Math.floor(rate * 100 + 0.5)}% of `;
}
