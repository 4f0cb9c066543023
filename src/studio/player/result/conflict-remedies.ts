/** Other ways to settle conflicts over resources, where a document can have them: deadlocks, and inversions of priority. Pure. */
import type { Document } from '../../../document/index.ts';
import type { CardRemedy } from '../../../protocols/index.ts';

const deadlock = ['conflicts', 'deadlock'] as const;
const inversion = ['conflicts', 'inversion'] as const;

/** The first of equals is told. */
const againstDeadlock: readonly CardRemedy[] = [
  { path: deadlock, value: 'ordered', words: 'resources taken in one order' },
  { path: deadlock, value: 'all-or-nothing', words: 'all resources taken at once' },
  { path: deadlock, value: 'wait-die', words: 'wait-die' },
  { path: deadlock, value: 'wound-wait', words: 'wound-wait' },
];
const againstInversion: readonly CardRemedy[] = [
  { path: inversion, value: 'inherit', words: 'priority lent by whoever waits' },
  { path: inversion, value: 'ceiling', words: 'a priority ceiling' },
];

/** Only who holds one thing while it waits for another can be in a circle or come between two others. */
export function conflictRemedies({ tasks = [] }: Document): readonly CardRemedy[] {
  const several = tasks.filter(({ resources = [], holds = [] }) => resources.length + holds.length > 1);
  if (several.length === 0) return [];
  const rivals = tasks.filter(({ resources = [], holds = [] }) => resources.length + holds.length > 0);
  const priorities = new Set(rivals.map(({ priority = 0 }) => priority));
  return priorities.size > 1 ? [...againstInversion, ...againstDeadlock] : againstDeadlock;
}
