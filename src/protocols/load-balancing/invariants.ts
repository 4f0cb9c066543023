/** What always holds in load balancing, as folds over facts. The numbers are those of SPEC.md. */
import type { Invariant, Plan } from '../../plan/index.ts';
import type { BalancingSettings } from './settings.ts';

export function invariants(_plan: Plan, _settings: BalancingSettings): Invariant[] {
  return [];
}
