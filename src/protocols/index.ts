/** The door of the protocols: the catalogue of cards, which everything reads that tells of rooms, and the registry of machines. */
export {
  type Card,
  type CardRemedy,
  type DecisionCard,
  type DecisionWay,
  type PatternCard,
  type ServiceCard,
  type RuleWords,
} from './card.ts';
export {
  cardOf,
  cards,
  decisionCardOf,
  decisionCards,
  factCardOf,
  knownNames,
  messageWords,
  patternCardOf,
  patternCards,
  roomTitle,
  wayOf,
} from './catalogue.ts';
export { countOf, isWeighable, outcomesMax, spaceOf, type Space } from './negotiation/bargain/space.ts';
export { namedIssues, outcomeAt, toldOver } from './negotiation/bargain/told.ts';
export { outcomeText } from './negotiation/messages.ts';
export { NegotiationAccount, type NegotiationAttempt } from './negotiation/seen/account.ts';
export { landscapeOf, thinned, worthAt, type Landscape } from './negotiation/seen/landscape.ts';
export { tagsInMs } from './shared-memory/eventual/store.ts';
export { longestDelay, messagesMax } from './bounds.ts';
export { serves, type DealFigures, type DecisionRoom } from './decision-room.ts';
export { bandOf, decisionRooms, rooms, serviceRooms } from './registry.ts';
export { type ProtocolRoom } from './room.ts';
export { Likeness, standing } from './shared-memory/seen/likeness.ts';
export {
  snapshotOrders,
  snapshotRules,
  takingPart,
  takingSnapshots,
  type SnapshotFact,
  type Take,
} from './snapshots/index.ts';
export {
  type ServiceFigures,
  type ServiceMeasures,
  type ServiceMetric,
  type ServiceRoom,
  type Sign,
  type Signs,
} from './service-room.ts';
