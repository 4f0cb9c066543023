/**
 * Agents of a random document that work in slices, and tasks with weights, pieces, priorities and deadlines. The same dice give the
 * same; some agents work at all of their tasks at once, as drawn.
 */
import type { Document } from '../../src/document/index.ts';
import type { Dice } from './documents.ts';

const policies = ['weighted', 'deficit', 'stride', 'edf', 'priority'] as const;

export function slicing(document: Document, dice: Dice): Document {
  const { agents = [], tasks = [] } = document;
  return {
    ...document,
    agents: agents.map(({ slots, ...agent }) =>
      dice.chance(0.15)
        ? { ...agent, ...(slots !== undefined && { slots }) }
        : {
            ...agent,
            ...(dice.chance(0.3) ? { slots: dice.integer(1, 5) } : {}),
            slice: {
              policy: dice.one(policies),
              quantumMs: dice.one([1, 3, 10, 40]),
              switchMs: dice.one([0, 0, 0, 1, 4]),
            },
          },
    ),
    tasks: tasks.map((task) => ({
      ...task,
      ...(dice.chance(0.6) ? { weight: dice.one([0.5, 1, 2, 3, 7]) } : {}),
      ...(dice.chance(0.25) ? { pieceMs: dice.one([2, 9, 25]) } : {}),
      ...(dice.chance(0.5) ? { deadlineMs: dice.integer(1, 400) } : {}),
      priority: dice.integer(0, 4),
    })),
  };
}
