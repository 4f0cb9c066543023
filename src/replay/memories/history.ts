/** The history of a key of a shared memory for whoever looks: intervals by client, where each took effect, and what is wrong with it. */
import { canonical } from '../../base/index.ts';
import { type ModelName } from '../../history/index.ts';
import { agentAt, agentTitle, taskTitle, type Plan } from '../../plan/index.ts';
import type { FactLog } from '../log/fact-log.ts';
import { Deeds, type Deed, type Judgement } from './deeds.ts';
import type { DeedView, HistoryView } from './history-views.ts';

/** So many are told; of more those about the playhead, and all that convict. */
const toldMax = 120;
/** Among so many keys one is sought that something is wrong with. */
const soughtMax = 50;
/** So many keys can be chosen from a list; of more, one is asked for by its name. */
const keysMax = 200;
/** Longest value that is told. */
const valueMax = 120;

/** As what memories of each type are checked; the others are not. */
const models: Readonly<Record<string, ModelName>> = {
  register: 'register',
  counter: 'counter',
  set: 'set',
  log: 'log',
};

export interface AskedHistory {
  readonly memory: string;
  /** For '' the first one that something is wrong with, or the first of all. */
  readonly key: string;
}

export class HistoryBook {
  readonly #plan: Plan;
  readonly #log: FactLog;
  readonly #deeds: Deeds;

  constructor(plan: Plan, log: FactLog) {
    this.#plan = plan;
    this.#log = log;
    this.#deeds = new Deeds(log, (service) => models[typeOf(plan, service)] ?? null);
  }

  advance(factsMax: number): boolean {
    return this.#deeds.advance(factsMax);
  }

  /** All that is known of a key, near a place of the log where it is much; null where nothing was done to it. */
  of({ memory, key }: AskedHistory, passed: number): HistoryView | null {
    const service = this.#plan.services.findIndex((each) => each.of === 'memory' && each.id === memory);
    const keys = this.#deeds.keys(service);
    const name = key === '' ? this.#first(service, keys) : key;
    const judgement = name === undefined ? null : this.#deeds.judged(service, name);
    if (name === undefined || judgement === null) return null;
    const all = this.#deeds.of(service, name);
    const shown = chosen(all, judgement, passed);
    const agents = [...new Set(shown.map((at) => all[at]!.agent))].sort((a, b) => a - b);
    const effects = this.#effects(all, judgement.order);
    const part = new Set(judgement.violation?.part);
    return {
      keys: keys.slice(0, keysMax),
      moreKeys: Math.max(0, keys.length - keysMax),
      key: name,
      type: typeOf(this.#plan, service),
      clients: agents.map((agent) => ({ id: agentAt(this.#plan, agent).id, name: agentTitle(this.#plan, agent) })),
      total: all.length,
      deeds: shown.map((at): DeedView => {
        const deed = all[at]!;
        const lane = agents.indexOf(deed.agent);
        return { ...this.#told(deed), lane, effectMs: effects.get(at) ?? null, inPart: part.has(at) };
      }),
      verdict: judgement.verdict,
      steps: judgement.steps,
      violation: violationOf(all, judgement, shown),
    };
  }

  #first(service: number, keys: readonly string[]): string | undefined {
    const isViolated = (key: string): boolean => this.#deeds.judged(service, key)?.verdict === 'violated';
    return keys.slice(0, soughtMax).find(isViolated) ?? keys[0];
  }

  #told({
    action,
    task,
    value,
    expect,
    call,
    end,
    failed,
    refused,
  }: Deed): Omit<DeedView, 'lane' | 'effectMs' | 'inPart'> {
    const known = action !== 'read' || (end !== null && !failed);
    return {
      action: expect === undefined ? action : 'cas',
      ...(expect === undefined ? {} : { expect: short(canonical(expect)) }),
      task: taskTitle(this.#plan, task),
      text: known ? short(canonical(value)) : '',
      startStep: this.#log.stepOf(call),
      startMs: this.#log.timeOf(call),
      end: end === null ? null : { step: this.#log.stepOf(end), timeMs: this.#log.timeOf(end), failed, refused },
    };
  }

  /** When each took effect, by index: between the earliest and the latest time that the order leaves it. */
  #effects(all: readonly Deed[], order: readonly number[]): Map<number, number> {
    const earliest: number[] = [];
    for (const at of order) earliest.push(Math.max(all[at]!.call, earliest.at(-1) ?? 0));
    const effects = new Map<number, number>();
    let latest = Infinity;
    for (let turn = order.length - 1; turn >= 0; turn -= 1) {
      const { end, failed } = all[order[turn]!]!;
      latest = Math.min(latest, end === null || failed ? Infinity : end);
      const from = this.#log.timeOf(earliest[turn]!);
      effects.set(order[turn]!, latest === Infinity ? from : (from + this.#log.timeOf(latest)) / 2);
    }
    return effects;
  }
}

/** What stands under the keys of a memory. */
function typeOf({ services }: Plan, service: number): string {
  return services[service]?.memory?.type ?? 'register';
}

/** Which are told, by their indices: all, or those that convict and those about the playhead. */
function chosen(all: readonly Deed[], { violation }: Judgement, passed: number): number[] {
  if (all.length <= toldMax) return [...all.keys()];
  const here = all.findIndex(({ call }) => call >= passed);
  const middle = here === -1 ? all.length : here;
  const first = Math.max(0, Math.min(all.length - toldMax, middle - (toldMax >> 1)));
  const some = new Set([...(violation?.part ?? []), ...Array.from({ length: toldMax }, (_, at) => first + at)]);
  return [...some].sort((a, b) => a - b);
}

function violationOf(
  all: readonly Deed[],
  { violation }: Judgement,
  shown: readonly number[],
): HistoryView['violation'] {
  if (violation === null) return null;
  const { culprit, part, could, shortest } = violation;
  const convicts = part
    .filter((at) => convicted(all[culprit]!, all[at]!))
    .sort((a, b) => all[b]!.end! - all[a]!.end!)[0];
  return {
    culprit: shown.indexOf(culprit),
    convicts: convicts === undefined ? null : shown.indexOf(convicts),
    could: could.map((value) => short(canonical(value))),
    shortest,
  };
}

/** Whether one had ended with another value before the other began. */
function convicted(culprit: Deed, { end, failed, refused, value }: Deed): boolean {
  return end !== null && !failed && !refused && end < culprit.call && canonical(value) !== canonical(culprit.value);
}

function short(text: string): string {
  return text.length > valueMax ? `${text.slice(0, valueMax - 1)}…` : text;
}
