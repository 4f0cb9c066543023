/** A firm for the tests of delegation: its document, and what its managers tell of themselves. */
import type { Document } from '../../../src/document/index.ts';
import { piece } from '../../scenarios/stage.ts';
import type { Ran } from '../../support/running.ts';

export type Agents = NonNullable<Document['agents']>;

/** A document under delegation, in which of equals the first is taken. */
export function firm(
  agents: Agents,
  tasks: Document['tasks'],
  more: Partial<Document> = {},
  settings: object = {},
): Document {
  return piece(tasks ?? [], {
    agents,
    scheduling: { ties: 'by-id' },
    ...more,
    coordination: { pattern: 'delegation', ...settings },
  });
}

/** The facts of a type, in order, whatever they hold. */
export function told(played: Ran, type: string): Record<string, unknown>[] {
  const facts = played.recorded.map(({ fact }) => fact as unknown as Record<string, unknown>);
  return facts.filter((fact) => fact['type'] === type);
}
