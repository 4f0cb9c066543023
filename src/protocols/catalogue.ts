/** The list of the rooms' cards, in the order in which they are offered, and look-ups in it. A new room is a line here and one in the registry. */
import type { FactCard } from '../agents/index.ts';
import { card as arbiters } from './arbiters/card.ts';
import { card as centralized } from './centralized/card.ts';
import { card as consensusPbft } from './consensus-pbft/card.ts';
import { card as contractNet } from './contract-net/card.ts';
import { card as delegation } from './delegation/card.ts';
import { card as loadBalancing } from './load-balancing/card.ts';
import { card as negotiation } from './negotiation/card.ts';
import { card as raft } from './raft/card.ts';
import { card as sharedMemory } from './shared-memory/card.ts';
import { card as snapshots } from './snapshots/card.ts';
import { card as voting } from './voting/card.ts';
import type { Card, DecisionCard, DecisionWay, PatternCard, ServiceCard } from './card.ts';

export const cards: readonly Card[] = [
  centralized,
  loadBalancing,
  contractNet,
  delegation,
  consensusPbft,
  raft,
  voting,
  sharedMemory,
  arbiters,
  negotiation,
  snapshots,
];

/** The patterns of coordination. */
export const patternCards: readonly PatternCard[] = cards.filter((card) => card.kind === 'pattern');
/** The rooms in which agents decide together. */
export const decisionCards: readonly DecisionCard[] = cards.filter((card) => card.kind === 'decision');
/** The rooms that serve agents. */
export const serviceCards: readonly ServiceCard[] = cards.filter((card) => card.kind === 'service');

const byName: ReadonlyMap<string, Card> = new Map(cards.map((card) => [card.name, card]));
const factCards: ReadonlyMap<string, FactCard> = new Map(cards.flatMap(({ facts }) => Object.entries(facts)));

/** What there is to choose from where a document names a pattern or a way to decide. */
export const knownNames = {
  patterns: patternCards.map(({ name }) => name),
  decisions: waysOf(undefined),
  negotiations: waysOf('negotiate'),
  memories: serviceCards.flatMap(({ serves }) => serves.memories ?? []),
  resources: serviceCards.flatMap(({ serves }) => serves.resources ?? []),
  heldByAgents: serviceCards.flatMap(({ serves, heldByAgents }) => (heldByAgents ? (serves.memories ?? []) : [])),
} as const;

function waysOf(action: DecisionCard['of']): readonly string[] {
  return decisionCards.filter(({ of }) => of === action).flatMap(({ ways }) => Object.keys(ways));
}

export function patternCardOf(name: string): PatternCard | undefined {
  return patternCards.find((card) => card.name === name);
}

/** The card of the room that serves a way to decide. */
export function decisionCardOf(protocol: string): DecisionCard | undefined {
  return decisionCards.find(({ ways }) => Object.hasOwn(ways, protocol));
}
export function wayOf(protocol: string): DecisionWay | undefined {
  return decisionCardOf(protocol)?.ways[protocol];
}

/** The card of the room to which a message or fact belongs, by what stands before the dot; undefined for the kernel's and workflow's. */
export function cardOf(type: string): Card | undefined {
  return byName.get(type.slice(0, type.indexOf('.')));
}

/** The card of a fact, by its whole type; undefined for the kernel's, the workflow's, and those that are never told. */
export function factCardOf(type: string): FactCard | undefined {
  return factCards.get(type);
}

/** What messages of this type say; its type where no room says so. */
export function messageWords(type: string): string {
  return cardOf(type)?.messages[type] ?? type;
}

/** What conversations and rules of a room go by. */
export function roomTitle(name: string): string {
  return byName.get(name)?.title ?? name;
}
