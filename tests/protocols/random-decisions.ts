/**
 * Random documents of decisions, for any protocol of any decision room: members that crash or lie within what the
 * protocol bears, and a network that fails until a time. The same seed gives the same document.
 */
import type { Json } from '../../src/base/index.ts';
import type { Document, Fault, Task } from '../../src/document/index.ts';
import { byzantineBound } from '../../src/plan/index.ts';
import { knownNames } from '../../src/protocols/index.ts';
import { Dice } from '../support/documents.ts';

export interface RandomDecisionOptions {
  /** Whether members and network may fail; true unless said otherwise. */
  readonly faults?: boolean;
}

/** Decisions by one group or two, beside some ordinary work. */
export function randomDecisions(seed: number, protocol: string, options: RandomDecisionOptions = {}): Document {
  const dice = new Dice(seed);
  const { faults = true } = options;
  const ids = Array.from({ length: dice.one([3, 4, 4, 5, 7]) }, (_, at) => `m${String(at)}`);
  if (protocol === 'pbft') while (ids.length < 4) ids.push(`m${String(ids.length)}`);
  const stableMs = faults ? dice.one([0, 300, 1500]) : 0;
  return {
    name: `Decisions ${String(seed)}`,
    seed: dice.integer(0, 1_000_000),
    network: { delayMs: dice.one([0, 5, { min: 1, max: 20 }]) },
    limits: { timeoutMs: 600_000 },
    agents: ids.map((id) => ({ id, capabilities: { judge: dice.one([1, 0.9, 0.6, 0.5]) } })),
    tasks: tasksOf(dice, protocol, ids),
    faults: faults
      ? [
          ...membersFail(dice, protocol, ids, stableMs),
          ...networkFails(dice, ids, stableMs),
          ...othersFail(new Dice(seed + 0.25), ids, stableMs),
        ]
      : [],
  };
}

/** Issues of few values, and what two or more want of them; some ask for too much. */
function negotiation(dice: Dice, protocol: string, ids: readonly string[]): NonNullable<Task['action']> {
  const issues = Array.from({ length: dice.integer(1, 3) }, (_, at) =>
    dice.chance(0.3)
      ? { name: `issue${String(at)}`, min: 0, max: dice.integer(1, 9) }
      : { name: `issue${String(at)}`, values: ['a', 'b', 'c', 'd'].slice(0, dice.integer(2, 4)) },
  );
  const worth = (): number => dice.integer(0, 10) / 10;
  const two = knownNames.negotiations.indexOf(protocol) < 2;
  const participants = ids.slice(0, two ? 2 : dice.integer(2, ids.length));
  const wants = () => ({
    ...(dice.chance(0.5) ? { weights: issues.map(() => dice.integer(1, 5)) } : {}),
    values: issues.map((issue) => (issue.values === undefined ? [worth(), worth()] : issue.values.map(worth))),
    reservation: dice.one([0, 0, 0.2, 0.4, 0.7]),
    ...(dice.chance(0.2) ? { must: `${issues[0]!.name} != ${issues[0]!.values === undefined ? '0' : "'a'"}` } : {}),
    ...(dice.chance(0.3) ? { concession: dice.one([0.2, 1, 3]) } : { discount: dice.one([0.5, 0.9, 1]) }),
  });
  return {
    ...{ kind: 'negotiate', protocol, participants, issues },
    utilities: Object.fromEntries(participants.map((id) => [id, wants()])),
    ...(dice.chance(0.3) ? { rounds: dice.integer(1, 12) } : {}),
    ...(dice.chance(0.3) ? { deadlineMs: dice.integer(1, 400) } : {}),
    ...(dice.chance(0.5) ? { atConflict: 'succeed' as const } : {}),
  };
}

function tasksOf(dice: Dice, protocol: string, ids: readonly string[]): Task[] {
  const apart = dice.chance(0.4);
  const source = dice.one(['fixed', 'fixed', 'model'] as const);
  const options = ['go', 'stay', 'wait'];
  const ballot = (): Json => {
    const order = dice.chance(0.5) ? options : [...options].reverse();
    return protocol === 'borda' || protocol === 'condorcet' ? order : order[0]!;
  };
  return Array.from({ length: dice.integer(1, 5) }, (_, at): Task => ({
    id: `d${String(at)}`,
    requires: dice.chance(0.3) ? ['judge'] : [],
    dependsOn: at === 0 || apart ? [] : [`d${String(at - 1)}`],
    retry: { attempts: dice.integer(1, 2) },
    onFailure: 'continue',
    action: knownNames.negotiations.includes(protocol)
      ? negotiation(dice, protocol, ids)
      : {
          kind: 'consensus',
          protocol,
          value: dice.one(options),
          options,
          source,
          ...(dice.chance(0.4) ? { ballots: Object.fromEntries(dice.some(ids, 0.7).map((id) => [id, ballot()])) } : {}),
          ...(protocol !== 'pbft' && protocol !== 'raft' && ids.length > 3 ? { ordered: dice.chance(0.3) } : {}),
        },
  }));
}

/** Fewer than the protocol bears, or as many: liars in PBFT, and elsewhere members that are down or silent for a while. */
function membersFail(dice: Dice, protocol: string, ids: readonly string[], stableMs: number): Fault[] {
  const bound = protocol === 'pbft' ? byzantineBound(ids.length) : Math.floor((ids.length - 1) / 2);
  const failing = ids.filter(() => dice.chance(0.5)).slice(0, dice.integer(0, bound));
  return failing.map((agent): Fault => {
    const atMs = dice.integer(0, stableMs);
    const recoverMs = atMs + dice.integer(1, 1500);
    if (protocol !== 'pbft') return { kind: 'crash', agent, atMs, recoverMs };
    const untilMs = recoverMs;
    return dice.one<() => Fault>([
      () => ({ kind: 'crash', agent, atMs, recoverMs }),
      () => ({ kind: 'silent', agent, atMs, untilMs }),
      () => ({ kind: 'equivocate', agent, atMs }),
      () => ({ kind: 'lie', agent, atMs }),
      () => ({ kind: 'selective-send', agent, to: dice.some(ids, 0.5), atMs, untilMs }),
      () => ({ kind: 'replay', agent, rate: 0.3, atMs }),
    ])();
  });
}

/** Whoever asks the groups, or the coordinator, is down or cut off for a while. */
function othersFail(dice: Dice, ids: readonly string[], stableMs: number): Fault[] {
  if (stableMs === 0 || dice.chance(0.5)) return [];
  const agent = dice.one(['client', 'client', 'coordinator']);
  const atMs = dice.integer(0, stableMs - 1);
  const untilMs = dice.integer(atMs + 1, stableMs);
  return dice.one<() => Fault[]>([
    () => [{ kind: 'crash', agent, atMs, recoverMs: untilMs }],
    () => [{ kind: 'partition', groups: [[agent], [...ids]], atMs, untilMs }],
    () => [{ kind: 'loss', agent, rate: dice.one([0.4, 1]), atMs, untilMs }],
  ])();
}

/** A network that is whole from a time on. */
function networkFails(dice: Dice, ids: readonly string[], stableMs: number): Fault[] {
  if (stableMs === 0) return [];
  return Array.from({ length: dice.integer(0, 2) }, (): Fault => {
    const span = { atMs: dice.integer(0, stableMs - 1), untilMs: stableMs };
    const one = dice.some(ids, 0.4);
    return dice.one<() => Fault>([
      () => ({ kind: 'loss', rate: dice.one([0.1, 0.4]), ...span }),
      () => ({ kind: 'delay', delayMs: dice.integer(1, 90), ...span }),
      () => ({ kind: 'duplicate', rate: 0.3, ...span }),
      () => ({ kind: 'reorder', rate: 0.5, ...span }),
      () => ({ kind: 'partition', groups: [one, ids.filter((id) => !one.includes(id))], ...span }),
    ])();
  });
}
