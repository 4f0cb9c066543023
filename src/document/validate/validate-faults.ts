/*
 * Problems of what goes wrong on purpose: faults that nobody knows, ends before beginnings, groups that overlap, and what
 * is written and would do nothing. Names that lead nowhere are told with all others.
 */
import { exactTime } from '../display/units.ts';
import { isDecided } from '../schema/action.ts';
import type { Behaviour } from '../schema/agent.ts';
import { isFaultKind, type Fault } from '../schema/fault.ts';
import type { Document } from '../schema.ts';
import { problemAt, type Problem, type Severity } from './problem.ts';

type Path = (string | number)[];

export function faultProblems(document: Document): Problem[] {
  const problems: Problem[] = [];
  const report = (path: Path, code: string, severity: Severity, message: string): void => {
    problems.push(problemAt(document, path, { code, severity, message }));
  };
  const deciding = document.tasks?.some(({ action }) => isDecided(action)) ?? false;
  document.faults?.forEach((fault, at) => {
    const path = ['faults', at];
    const { kind } = fault as { readonly kind: string };
    if (!isFaultKind(kind)) {
      const message = `The fault of the kind "${kind}" is not known and will not happen; it is kept as it is.`;
      report(path, 'unknown-fault', 'warning', message);
      return;
    }
    for (const { field, ...problem } of problemsOf(fault))
      report([...path, field], problem.code, problem.severity, problem.message);
    if (!deciding && onlyDeciding.has(kind)) {
      const message = `A fault of the kind "${kind}" does nothing where no task is decided by several agents; add such a task, or choose another fault.`;
      report(path, 'fault-idle', 'info', message);
    }
  });
  document.network?.partitions?.forEach((cut, at) => {
    const message = backwards(cut.atMs, cut.healMs);
    if (message !== null) report(['network', 'partitions', at, 'healMs'], 'time-order', 'error', message);
  });
  document.agents?.forEach(({ id, behaviour }, at) => {
    const fault = unplanned[behaviour as Behaviour];
    if (fault === undefined) return;
    const message = `The behaviour "${String(behaviour)}" of the agent "${id}" is kept, but does nothing by itself; plan a fault of the kind ${fault}.`;
    report(['agents', at, 'behaviour'], 'not-enforced', 'info', message);
  });
  return problems;
}

/** What agents do only to those with whom they decide something. */
const onlyDeciding: ReadonlySet<string> = new Set([
  'equivocate',
  'false-view-change',
  'bad-new-view',
  'other-order',
  'gaps',
  'rogue-proposals',
]);

interface FaultProblem {
  readonly field: string;
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
}

/** Behaviours that say how an agent fails and not when: the fault that says both. */
const unplanned: Readonly<Partial<Record<Behaviour, string>>> = { slow: 'slow', crashing: 'crash' };

/** What is wrong with one fault, by its field. */
export function problemsOf(fault: Fault): FaultProblem[] {
  const problems: FaultProblem[] = [];
  const field = fault.kind === 'crash' ? 'recoverMs' : 'untilMs';
  const order = backwards(fault.atMs ?? 0, fault.kind === 'crash' ? fault.recoverMs : fault.untilMs);
  if (order !== null) problems.push({ field, code: 'time-order', severity: 'error', message: order });
  if (fault.kind === 'partition') {
    const named = fault.groups.flatMap((group) => [...new Set(group)]);
    const twice = named.find((id, at) => named.indexOf(id) !== at);
    if (twice !== undefined) {
      const message = `"${twice}" stands in two groups of a partition; leave it in one.`;
      problems.push({ field: 'groups', code: 'fault-groups', severity: 'error', message });
    } else if (fault.groups.filter((group) => group.length > 0).length < 2) {
      const message = 'A partition with fewer than two groups keeps nobody apart; name another group.';
      problems.push({ field: 'groups', code: 'fault-idle', severity: 'warning', message });
    }
  }
  if (isLink(fault) && fault.agent !== undefined && (fault.from !== undefined || fault.to !== undefined)) {
    const message = `A fault falls on all messages of an agent or on those of a link, not on both; leave out one of them.`;
    problems.push({ field: 'agent', code: 'fault-scope', severity: 'error', message });
  }
  if (fault.kind === 'collude' && fault.agents.length === 0) {
    const message = 'Collusion needs agents; add some.';
    problems.push({ field: 'agents', code: 'fault-idle', severity: 'warning', message });
  }
  return problems;
}

function isLink(fault: Fault): fault is Extract<Fault, { kind: 'loss' | 'delay' | 'duplicate' | 'reorder' }> {
  return fault.kind === 'loss' || fault.kind === 'delay' || fault.kind === 'duplicate' || fault.kind === 'reorder';
}

/** A sentence where something ends before it begins. */
function backwards(startMs: number, endMs: number | undefined): string | null {
  if (endMs === undefined || endMs >= startMs) return null;
  return `What begins at ${exactTime(startMs)} ends at ${exactTime(endMs)}, before it began; correct one of them.`;
}
