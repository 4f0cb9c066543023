/**
 * Agents of a random document that come back from crashes with their last checkpoint, and crash more often than drawn. The same dice
 * give the same; every crash has an end.
 */
import type { Document, Fault } from '../../src/document/index.ts';
import type { Dice } from './documents.ts';

export function recovering(document: Document, dice: Dice): Document {
  const { agents = [], faults = [] } = document;
  const crashes = agents.flatMap(({ id }): Fault[] => {
    if (!dice.chance(0.6)) return [];
    const atMs = dice.integer(1, 150);
    return [{ kind: 'crash', agent: id, atMs, recoverMs: atMs + dice.one([1, 5, 40, 300]) }];
  });
  const atMs = dice.integer(1, 120);
  const coordinatorCrash: Fault[] = dice.chance(0.5)
    ? [{ kind: 'crash', agent: 'coordinator', atMs, recoverMs: atMs + dice.one([1, 9, 50]) }]
    : [];
  return {
    ...document,
    agents: agents.map((agent) =>
      dice.chance(0.2)
        ? agent
        : {
            ...agent,
            recovers: 'checkpoint' as const,
            checkpointEveryMs: dice.one([2, 7, 20, 60]),
            checkpointMs: dice.one([0, 0, 1]),
          },
    ),
    coordination: {
      ...document.coordination,
      ...(dice.chance(0.6) ? { recovers: 'checkpoint' as const, checkpointEveryMs: dice.one([2, 7, 20, 60]) } : {}),
    },
    faults: [...faults, ...crashes, ...coordinatorCrash],
  };
}
