/**
 * One check of a history: whether it is linearizable, sequentially or causally consistent as one of the models. Without a verdict
 * within its limits it says so, and never guesses.
 */
import { causal, refusesCausal } from './causal/causal.ts';
import { explain, type Violation } from './explain/explain.ts';
import type { Judged } from './levels/judged.ts';
import { byKey } from './levels/keys.ts';
import { linearizable } from './levels/linearizable.ts';
import { byProcess } from './levels/processes.ts';
import { sequential } from './levels/sequential.ts';
import type { Item, Model } from './models/model.ts';
import { models, type ModelName } from './models/table.ts';
import { usualLimits, type Level, type Limit, type Limits, type Operation } from './operation.ts';

export type Verdict = 'consistent' | 'violated' | 'undecided';

/** What is said of one key, or of all where they cannot be parted. */
export interface CheckedPart {
  /** Null where it is of all keys together. */
  readonly key: string | null;
  readonly verdict: Verdict;
  readonly operations: number;
  readonly steps: number;
  /** Which limit was reached, of what is undecided. */
  readonly limit: Limit | null;
  readonly violation: Violation | null;
  /** An order in which its operations may have taken effect, by their indices, where it is linearizable; else null. */
  readonly order: readonly number[] | null;
}

export interface CheckedHistory {
  readonly verdict: Verdict;
  readonly operations: number;
  readonly steps: number;
  readonly parts: readonly CheckedPart[];
}

export interface Asked {
  readonly model: ModelName;
  readonly as: Level;
  readonly limits?: Limits;
}

const judges: Record<Level, (model: Model, items: readonly Item[], limits: Limits) => Judged> = {
  linearizable: (model, items, limits) => linearizable(model, items, limits),
  sequential,
  causal,
};

/** Why these operations cannot be asked this, with the index of one that is at fault where one is, or null. */
export function refusesHistory(
  operations: readonly Operation[],
  { model: name, as }: Asked,
): { readonly at: number | null; readonly says: string } | null {
  const model: Model = models[name];
  for (const [at, operation] of operations.entries()) {
    if (!model.actions.includes(operation.action))
      return { at, says: `the model ${name} knows no ${operation.action}; it keeps ${model.says}` };
    if (operation.action === 'read' && operation.returned === null) continue;
    const says = model.refuses(operation);
    if (says !== null) return { at, says };
  }
  const says = as === 'causal' ? refusesCausal(model, operations) : null;
  if (says !== null) return { at: null, says };
  return as === 'linearizable' ? null : overlapping(operations);
}

/** The order of a process is that of its calls, and means something only where each waits for the one before. */
function overlapping(operations: readonly Operation[]): { readonly at: number; readonly says: string } | null {
  const items = operations.map((operation, at) => ({ at, operation }));
  for (const [before, at] of byProcess(items)) {
    const { process, call } = operations[at]!;
    if (operations[before]!.returned! > call) {
      const says = `process ${process} calls before its last operation has returned; name them as two processes, or ask for linearizable`;
      return { at, says };
    }
  }
  return null;
}

/** Checks operations that `refusesHistory` does not refuse. */
export function checkHistory(operations: readonly Operation[], asked: Asked): CheckedHistory {
  const model: Model = models[asked.model];
  const limits = asked.limits ?? usualLimits;
  const items = operations.flatMap((operation, at) =>
    operation.action === 'read' && operation.returned === null
      ? []
      : [{ at, operation: model.plain?.(operation) ?? operation }],
  );
  const judge = judges[asked.as];
  const parts = asked.as === 'linearizable' ? byKey(items) : [{ key: null, items }];
  const judged = shared(
    parts.map(
      ({ items: mine }) =>
        (within) =>
          judge(model, mine, within),
    ),
    limits,
  );
  const told = parts.map(({ key, items: mine }, at): CheckedPart => {
    const verdict = judged[at]!;
    const violation = verdict.is === 'violated' ? explain(model, mine, asked.as, judge, verdict.culprit, limits) : null;
    const limit = verdict.is === 'undecided' ? verdict.limit : null;
    const order = asked.as === 'linearizable' && verdict.is === 'consistent' ? (verdict.order ?? null) : null;
    return { key, verdict: verdict.is, operations: mine.length, steps: verdict.steps, limit, violation, order };
  });
  const worst = (['violated', 'undecided'] as const).find((each) => told.some(({ verdict }) => verdict === each));
  return {
    verdict: worst ?? 'consistent',
    operations: operations.length,
    steps: told.reduce((sum, { steps }) => sum + steps, 0),
    parts: told,
  };
}

/** The steps are shared: each key has its part of half of them, and what is still undecided has the rest. */
function shared(judges: readonly ((limits: Limits) => Judged)[], { steps, words }: Limits): Judged[] {
  let left = steps;
  const spent = (judged: Judged): Judged => {
    left = Math.max(0, left - judged.steps);
    return judged;
  };
  if (judges.length === 1) return judges.map((judge) => judge({ steps, words }));
  const part = Math.floor(steps / 2 / Math.max(1, judges.length));
  const once = judges.map((judge) => spent(judge({ steps: part, words })));
  return once.map((judged, at) =>
    judged.is === 'undecided' && judged.limit === 'steps' && left > part
      ? spent(judges[at]!({ steps: left, words }))
      : judged,
  );
}
