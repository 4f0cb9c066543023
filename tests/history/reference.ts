/**
 * What histories mean, in the plainest way: every order of all operations, every subset of those that never answered, states as
 * they are. It is far too slow for anything but a handful of operations, and shares no code with what it judges.
 */
import type { Operation } from '../../src/history/index.ts';

type Kind = 'register' | 'counter' | 'set' | 'log' | 'kv';
type State = unknown;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
export const starts: Record<Kind, State> = { register: null, counter: 0, set: [], log: [], kv: '' };

const sorted = (list: readonly unknown[]): unknown[] =>
  [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** The state after an operation and what it answers. */
export function apply(kind: Kind, state: State, { action, value }: Operation): { state: State; answer: unknown } {
  if (action === 'read') return { state, answer: state };
  if (action === 'write') return { state: value, answer: null };
  if (action === 'cas') {
    const [from, to] = value as unknown[];
    return same(state, from) ? { state: to, answer: true } : { state, answer: false };
  }
  if (kind === 'counter') return { state: (state as number) + (value as number), answer: null };
  if (kind === 'kv') return { state: `${state as string}${value as string}`, answer: null };
  const list = state as unknown[];
  if (kind === 'log') return { state: [...list, value], answer: null };
  const without = list.filter((each) => !same(each, value));
  return { state: action === 'add' ? sorted([...without, value]) : without, answer: null };
}

function fits(kind: Kind, operation: Operation, answer: unknown): boolean {
  if (operation.returned === null) return operation.action !== 'cas' || answer === true;
  const { result } = operation;
  return same(kind === 'set' && operation.action === 'read' ? sorted(result as unknown[]) : result, answer);
}

/** Whether some order of the operations that `before` allows makes all answers right. */
function ordered(
  kind: Kind,
  operations: readonly Operation[],
  before: (a: number, b: number) => boolean,
  asks: (at: number) => boolean = () => true,
): boolean {
  const due = [...operations.keys()].filter((at) => operations[at]!.returned !== null);
  const go = (placed: ReadonlySet<number>, states: Readonly<Record<string, State>>): boolean => {
    if (due.every((at) => placed.has(at))) return true;
    return [...operations.keys()].some((at) => {
      const operation = operations[at]!;
      if (placed.has(at) || [...operations.keys()].some((each) => !placed.has(each) && before(each, at))) return false;
      const { state, answer } = apply(kind, states[operation.key] ?? starts[kind], operation);
      if (asks(at) && !fits(kind, operation, answer)) return false;
      return go(new Set([...placed, at]), {
        ...states,
        [operation.key]: asks(at) ? state : forced(kind, states, operation),
      });
    });
  };
  return go(new Set(), {});
}

/** The change of somebody else, whose answer is not looked at: a compare-and-set that was made is a write. */
function forced(kind: Kind, states: Readonly<Record<string, State>>, operation: Operation): State {
  const now = states[operation.key] ?? starts[kind];
  if (operation.action === 'cas') return (operation.value as unknown[])[1];
  return apply(kind, now, operation).state;
}

export function isLinearizable(kind: Kind, operations: readonly Operation[]): boolean {
  const comesBefore = (a: number, b: number): boolean =>
    operations[a]!.returned !== null && operations[a]!.returned < operations[b]!.call;
  return ordered(kind, operations, comesBefore);
}

function byProcess(operations: readonly Operation[]) {
  return (a: number, b: number): boolean => {
    const [one, other] = [operations[a]!, operations[b]!];
    return one.process === other.process && one.returned !== null && one.call < other.call;
  };
}

export function isSequential(kind: Kind, operations: readonly Operation[]): boolean {
  return ordered(kind, operations, byProcess(operations));
}

/** Sources of each thing that an operation saw: -1 is the start. Every combination is tried. */
function* choices(kind: Kind, operations: readonly Operation[]): Generator<number[][]> {
  const changes = [...operations.keys()].filter((at) => {
    const { action, result, returned } = operations[at]!;
    return action !== 'read' && !(action === 'cas' && returned !== null && result === false);
  });
  const put = (at: number): unknown =>
    operations[at]!.action === 'cas' ? (operations[at]!.value as unknown[])[1] : operations[at]!.value;
  const wants = [...operations.keys()].flatMap((reader) => {
    const { action, key, value, result, returned } = operations[reader]!;
    const near = changes.filter((at) => at !== reader && operations[at]!.key === key);
    if (action === 'read' && (kind === 'set' || kind === 'log'))
      return (result as unknown[]).map((each) => ({ reader, from: near.filter((at) => same(put(at), each)) }));
    if (action !== 'read' && action !== 'cas') return [];
    const failed = action === 'cas' && returned !== null && result === false;
    const seen = action === 'read' ? result : (value as unknown[])[0];
    const from = near.filter((at) => same(put(at), seen) !== failed);
    return [{ reader, from: same(starts[kind], seen) !== failed ? [...from, -1] : from }];
  });
  const made: number[][] = operations.map(() => []);
  function* go(at: number): Generator<number[][]> {
    if (at === wants.length) {
      yield made.map((each) => [...each]);
      return;
    }
    const { reader, from } = wants[at]!;
    for (const source of from) {
      if (kind === 'log' && made[reader]!.includes(source)) continue;
      made[reader]!.push(source);
      yield* go(at + 1);
      made[reader]!.pop();
    }
  }
  yield* go(0);
}

/** By the definition: one choice of sources for all, and for each process an order of all changes and its own answers. */
export function isCausal(kind: Kind, all: readonly Operation[]): boolean {
  const open = all.filter(({ returned }) => returned === null);
  for (let bits = 0; bits < 1 << open.length; bits += 1) {
    const operations = all.filter((each) => each.returned !== null || (bits & (1 << open.indexOf(each))) !== 0);
    if (isCausalWithAll(kind, operations)) return true;
  }
  return false;
}

/** Those that never answered have all taken effect. */
function isCausalWithAll(kind: Kind, operations: readonly Operation[]): boolean {
  const inProcess = byProcess(operations);
  for (const sources of choices(kind, operations)) {
    const before = operations.map((_, b) => operations.map((__, a) => inProcess(a, b) || sources[b]!.includes(a)));
    for (const middle of operations.keys())
      for (const b of operations.keys())
        if (before[b]![middle]!) for (const a of operations.keys()) if (before[middle]![a]!) before[b]![a] = true;
    if (operations.some((_, at) => before[at]![at]!)) continue;
    const everybody = [...new Set(operations.map(({ process }) => process))];
    if (everybody.every((process) => hasView(kind, operations, process, sources, before))) return true;
  }
  return false;
}

function hasView(
  kind: Kind,
  operations: readonly Operation[],
  process: string,
  sources: readonly number[][],
  before: readonly boolean[][],
): boolean {
  const isChange = ({ action, result, returned }: Operation): boolean =>
    action !== 'read' && !(action === 'cas' && returned !== null && result === false);
  const shown = [...operations.keys()].filter((at) => isChange(operations[at]!) || operations[at]!.process === process);
  const go = (placed: readonly number[]): boolean => {
    if (placed.length === shown.length) return true;
    return shown.some((at) => {
      if (placed.includes(at) || shown.some((each) => !placed.includes(each) && before[at]![each]!)) return false;
      return isRight(at, placed) && go([...placed, at]);
    });
  };
  const isRight = (at: number, placed: readonly number[]): boolean => {
    const { action, key, process: mine, result } = operations[at]!;
    if (mine !== process || (action !== 'read' && action !== 'cas')) return true;
    const changes = placed.filter((each) => operations[each]!.key === key && isChange(operations[each]!));
    if (kind === 'log') return same(changes, sources[at]);
    if (kind === 'set')
      return same(
        [...new Set(changes.map((each) => JSON.stringify(operations[each]!.value)))].sort(),
        (result as unknown[]).map((each) => JSON.stringify(each)).sort(),
      );
    return (changes.at(-1) ?? -1) === sources[at]![0];
  };
  return go([]);
}
