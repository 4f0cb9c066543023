/**
 * The door of `history`: what processes did to shared things, held against what those promise. It imports `base` alone.
 */
export { levels, usualLimits, type Action, type Level, type Limit, type Limits, type Operation } from './operation.ts';
export { isModel, models, type ModelName } from './models/table.ts';
export {
  checkHistory,
  refusesHistory,
  type Asked,
  type CheckedHistory,
  type CheckedPart,
  type Verdict,
} from './check.ts';
export type { Violation } from './explain/explain.ts';
export { deed } from './explain/words.ts';
export { divergences, type Divergence, type Replica } from './convergence.ts';
export { readHistories, type HistoryFile } from './files/read.ts';
export type { CompactHistory } from './files/compact.ts';
export { UnreadableHistory } from './files/edn.ts';
