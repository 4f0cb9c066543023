/**
 * What always holds in delegation, as folds over facts. The numbers are those of SPEC.md.
 */
import { answeredOnce, bestBid, effectiveOnce, inTime, lowestChosen, onlyCapable } from '../../agents/index.ts';
import { invariantRule, type Invariant, type KnownFact, type Plan } from '../../plan/index.ts';
import { room, words, type EntrustedFact, type EscalatedFact, type GivenFact } from './messages.ts';
import { insideTender } from './settings.ts';
import { deadlineOf, treeOf, TRIES_MAX } from './tree.ts';

/** All that hold for this plan. */
export function invariants(plan: Plan): Invariant[] {
  return [
    onlyCapable({ rule: 'DG1', room }, plan),
    downwards,
    upwards,
    oneAnswer,
    neverTwice,
    attenuated,
    effectiveOnce({ rule: 'DG7', room }, true),
    lowestChosen({ rule: 'DG8', room }, (rule) => rule !== 'contract-net'),
    concludedOnce,
    bestBid({ rule: 'DG10', room }, words, insideTender),
    inTime({ rule: 'DG16', room }, words),
    answeredOnce({ rule: 'DG17', room }, words),
  ];
}

const type = (fact: KnownFact): string => fact.type;

const downwards: Invariant = invariantRule<null>({
  rule: 'DG2',
  title: 'what is handed on goes down the hierarchy, and no deeper than it has levels',
  room,
  init: () => null,
  fact(_state, fact, _moment, plan) {
    if (type(fact) !== 'delegation.given') return null;
    const { task, by, agent, level } = fact as unknown as GivenFact;
    const { levels, isAbove } = boundTree(plan);
    const { id } = plan.tasks[task]!;
    if (!isAbove(by, agent)) return `${id} was given to ${plan.agents[agent]!.id}, who is not below its giver`;
    return level > levels + 1 ? `${id} went through more than ${levels} levels of managers` : null;
  },
});

function boundTree(plan: Plan): { levels: number; isAbove: (manager: number, agent: number) => boolean } {
  const tree = treeOf(plan);
  return { levels: tree.levels, isAbove: (manager, agent) => tree.isAbove(manager, agent) };
}

const upwards: Invariant = invariantRule<null>({
  rule: 'DG3',
  title: 'what is given back goes strictly up',
  room,
  init: () => null,
  fact(_state, fact, _moment, plan) {
    if (type(fact) !== 'delegation.escalated') return null;
    const { task, by, to } = fact as unknown as EscalatedFact;
    return to !== by && treeOf(plan).isAbove(to, by)
      ? null
      : `${plan.agents[by]!.id} gave ${plan.tasks[task]!.id} back to one who is not above it`;
  },
});

const oneAnswer: Invariant = invariantRule<Set<string>>({
  rule: 'DG4',
  title: 'a goal is given back at most once, and nothing is handed on under it afterwards',
  room,
  init: () => new Set(),
  fact(back, fact, _moment, plan) {
    if (type(fact) !== 'delegation.escalated') return null;
    const { task, by, lease } = fact as unknown as EscalatedFact;
    const key = `${task}/${by}/${lease}`;
    if (back.has(key)) return `${plan.agents[by]!.id} gave ${plan.tasks[task]!.id} back twice`;
    back.add(key);
    return null;
  },
});

const neverTwice: Invariant = invariantRule<Map<string, number>>({
  rule: 'DG5',
  title: 'no manager sees the same goal twice on its way, and none hands it on more often than it may',
  room,
  init: () => new Map(),
  fact(seen, fact, _moment, plan) {
    if (type(fact) !== 'delegation.given') return null;
    const { task, by, agent, as, lineage } = fact as unknown as GivenFact;
    const count = (key: string): number => {
      const now = (seen.get(key) ?? 0) + 1;
      seen.set(key, now);
      return now;
    };
    const { id } = plan.tasks[task]!;
    if (as === 'manager' && count(`${lineage}/${task}/to/${agent}`) > 1)
      return `${plan.agents[agent]!.id} was told twice to see to ${id} on one way`;
    return by !== -1 && count(`${lineage}/${task}/by/${by}`) > TRIES_MAX
      ? `${plan.agents[by]!.id} handed ${id} on more than ${TRIES_MAX} times`
      : null;
  },
});

const attenuated: Invariant = invariantRule<Map<string, number>>({
  rule: 'DG6',
  title: 'no deadline grows on its way down',
  room,
  init: () => new Map(),
  fact(given, fact, _moment, plan) {
    if (type(fact) !== 'delegation.given') return null;
    const { task, by, agent, deadlineMs } = fact as unknown as GivenFact;
    const key = (of: number): string => `${task}/${of}`;
    const most = by === -1 ? deadlineOf(plan, task, 0) : (given.get(key(by)) ?? 0);
    given.set(key(agent), deadlineMs);
    return most !== 0 && (deadlineMs === 0 || deadlineMs > most)
      ? `${plan.agents[agent]!.id} was given until ${deadlineMs} ms for ${plan.tasks[task]!.id}, and its giver had until ${most} ms`
      : null;
  },
});

const concludedOnce: Invariant = invariantRule<Map<string, number>>({
  rule: 'DG9',
  title: 'a composite is reported once by whoever answers for it, to whoever entrusted it',
  room,
  init: () => new Map(),
  fact(open, fact, _moment, plan) {
    if (type(fact) === 'delegation.entrusted') {
      const { task, by, to } = fact as unknown as EntrustedFact;
      open.set(`${task}/${to}`, by);
      return null;
    }
    if (type(fact) !== 'delegation.reported') return null;
    const { task, by, to } = fact as unknown as EntrustedFact;
    const due = open.get(`${task}/${by}`);
    open.delete(`${task}/${by}`);
    return due === to
      ? null
      : `${plan.agents[by]!.id} reported ${plan.tasks[task]!.id} to one who had not entrusted it, or twice`;
  },
});
