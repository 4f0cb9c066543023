/** The door of the agents: what an agent is, what a role is, and the conversation by which it is given work. */
export {
  accountOf,
  heldBy,
  holderOf,
  holdings,
  holdsNothing,
  isSuspect,
  lastLease,
  tasksOf,
  type Account,
  type Ledger,
} from './ledger/books.ts';
export { Candidates, proficiencies } from './candidates.ts';
export { agentMachine, type AgentState, type SlowMessage } from './agent.ts';
export {
  assignmentWords,
  beat,
  heed,
  shortestOf,
  startBeat,
  workerRole,
  type Assign,
  type AttemptResult,
  type Cancel,
  type AssignmentWords,
} from './assignment.ts';
export type { Conduct, Corruption, Lie } from './conduct.ts';
export { wordsOf } from './memory/query.ts';
export {
  forgottenAtStart,
  outlivedBest,
  outlivedMax,
  outliving,
  restoreInput,
  type Outlived,
} from './memory/outliving.ts';
export { lastUse, scoresOf, timesKept } from './memory/scores.ts';
export { memoryRules } from './memory/rules.ts';
export { sliceRules } from './slices/rules.ts';
export { recoveryRules } from './recovery/rules.ts';
export { finishOf, type FinishMessage, type WorkEffect } from './work/effect.ts';
export { falseBids, falseResults } from './lies.ts';
export { FrontDesk, type FrontDeskState } from './front-desk.ts';
export { Assigner, availableAt, type Handing, type LedgerEvent, type LedgerSettings } from './ledger/ledger.ts';
export { emptyBeat, reborn, wholeSign, type Ask, type BeatSlice } from './ledger/beat.ts';
export { intervalsOf, leaseOf, type LeaseTerms } from './ledger/lease.ts';
export { allWork } from './work/work-queue.ts';
export type { TurnMessage } from './misconduct.ts';
export { lotAmong, shuffle } from './ties.ts';
export {
  clipped,
  type AccountEntry,
  type FactCard,
  type FactCards,
  type GroupNews,
  type MemoryNews,
  type MessageTraits,
  type Names,
  type PhaseCard,
  type Reached,
} from './fact-card.ts';
export { band, moment, type Band, type BandOf, type Sent } from './news/band.ts';
export type { Claim, ConflictNews } from './news/conflict-news.ts';
export type { AgentHost, Asked, Role, Work } from './role.ts';
export {
  capableMasks,
  effectiveOnce,
  lowestChosen,
  onlyCapable,
  onlyTrusted,
  withinRoom,
  type RuleName,
} from './rules.ts';
export {
  BID_FUNCTIONS,
  ranked,
  tiedIn,
  type Bid,
  type BidFunction,
  type BidWeights,
  type Ranked,
} from './tender/bids.ts';
export { bidderRole, type BidderSlice } from './tender/bidder.ts';
export { tenderBands } from './tender/bands.ts';
export { noOffer, Tender, type Call, type TenderState } from './tender/calls.ts';
export { type TenderSettings } from './tender/settings.ts';
export {
  plainWord,
  tenderRule,
  tenderWords,
  type BidFact,
  type CalledFact,
  type DecidedFact,
  type Decommit,
  type DroppedFact,
  type Propose,
  type Refuse,
  type Reject,
  type ReleasedFact,
  type ReservedFact,
  type TenderWords,
} from './tender/words.ts';
export {
  answeredOnce,
  bestBid,
  callsBounded,
  fewEnough,
  inTime,
  narrowedOnly,
  neverOverCommitted,
  oneAward,
  roundsBounded,
} from './tender/rules.ts';
export { tenderFacts, tenderTraits } from './tender/tell.ts';
