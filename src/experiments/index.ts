/** The door of experiments: a document under many settings and seeds, what each run cost in numbers, and what the numbers say. */
export { writeCsv, writeSummaryCsv, type CsvOptions, type Measured } from './csv.ts';
export { compareRuns, runOf, type ComparedRun, type Comparison, type RunSource } from './compare/comparison.ts';
export { answerPair, type PairReply, type PairRequest } from './compare/pair.ts';
export { equalMin, type Contrast, type Sample, type Verdict } from './evidence/evidence.ts';
export { isCertain } from './evidence/certain.ts';
export { effectSize } from './evidence/effect.ts';
export { Enough, enoughSeedsMin, enoughShare, halfWidthOf } from './evidence/enough.ts';
export { variedIn } from './evidence/factorial.ts';
export { frontMetrics, Reading, type Cell } from './evidence/reading.ts';
export { frontWords, interactionWords, precisionWords, shareWords } from './evidence/further-words.ts';
export { medianInterval } from './evidence/sign.ts';
export { headline, type Style } from './evidence/words.ts';
export { divergenceOf, type Divergence, type Told } from './compare/divergence.ts';
export { type ComparedTask, type FirstTask, type TaskCourse, type TaskDifference } from './compare/task-courses.ts';
export { wordsOf, type ComparisonWords } from './compare/words.ts';
export {
  agentsPath,
  documentFor,
  drawnAmong,
  experimentLimits,
  factorWord,
  patternPath,
  planProblem,
  readAgain,
  readValues,
  seedsFrom,
  settingsOf,
  settingWords,
  type Factor,
  type Setting,
} from './factors.ts';
export { measure } from './measure.ts';
export { metrics, type Metric } from './metric-list.ts';
export { Measurements, type MeasureReply, type MeasureRequest } from './measurements.ts';
export {
  besideOf,
  column,
  comparedMetrics,
  comparedOf,
  digestOfRow,
  measuredOf,
  onlyOfSuccesses,
  outcomeOfRow,
  rowWidth,
  sweptMetrics,
  valueOf,
  type Row,
} from './metrics.ts';
export { setPath } from './set-path.ts';
export {
  councilOf,
  isLiarsPath,
  liarCounts,
  liarKinds,
  liarsPath,
  type Council,
  type LiarKind,
} from './sweep/liars.ts';
export { boundWords, canDisagree, failingWord, outcomesOf, sweepSentence, type Swept } from './sweep/words.ts';
export { correlationOf, summaryOf, tailSeeds, type Summary } from './statistics.ts';
