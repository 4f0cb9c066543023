/**
 * What can be asked of a document in one click besides which pattern suits it, and what it has that can be varied: liars where agents
 * decide together, the ways of keeping each shared memory, the policies of conflicts where there are resources. Pure.
 */
import { DEADLOCKS, GOSSIPS, INVERSIONS, shownName, type Document } from '../../document/index.ts';
import { documentFor } from '../../experiments/index.ts';
import { knownNames } from '../../protocols/index.ts';
import { offered, sweeping, usualSeeds, type Choices } from './choices.ts';

export interface Question {
  readonly label: string;
  readonly choices: Choices;
}

/** What is offered to vary in a form, with values to begin with. */
export interface Offer {
  readonly path: string;
  readonly label: string;
  readonly values: string;
}

type Memory = NonNullable<Document['memories']>[number];
const pathIn = ({ id }: Memory, field: string): string => `memories[${id}].${field}`;

/** What can be asked of a document, by one factor each. */
export function questionsOf(document: Document | null): Question[] {
  if (document === null) return [];
  const liars = sweeping(document);
  return [
    ...(liars === null ? [] : [{ label: 'Turn agents into liars', choices: liars }]),
    ...(document.memories ?? []).flatMap((memory) => {
      const ways = waysOf(document, memory);
      return ways.length < 2
        ? []
        : [varying(`Ways of keeping ${shownName(memory)}`, pathIn(memory, 'consistency'), ways)];
    }),
    ...((document.resources ?? []).length === 0
      ? []
      : [
          varying('Ways of meeting deadlocks', 'conflicts.deadlock', DEADLOCKS),
          varying('Ways of lending priority', 'conflicts.inversion', INVERSIONS),
        ]),
  ];
}

function varying(label: string, path: string, values: readonly string[]): Question {
  return { label, choices: { patterns: [], others: [{ path, values: values.join(', ') }], seeds: usualSeeds } };
}

/** The ways in which this memory can be kept: what its type does not go with, or what is done to it, is left out. */
function waysOf(document: Document, memory: Memory): readonly string[] {
  const path = pathIn(memory, 'consistency');
  return knownNames.memories.filter((value) => documentFor(document, [{ path, value }]).ok);
}

/** What is offered to vary besides the pattern; any other path can be typed. */
export function offersOf(document: Document | null): readonly Offer[] {
  if (document === null) return offered;
  return [
    ...offered,
    ...questionsOf(document).flatMap(({ label, choices: { others } }) =>
      others.flatMap(({ path, values }) => (path.includes('.') ? [{ path, label, values }] : [])),
    ),
    ...(document.memories ?? []).flatMap((memory) => {
      const name = shownName(memory);
      const path = pathIn(memory, 'replicas');
      const counts = [1, 3, 5].filter((value) => documentFor(document, [{ path, value }]).ok);
      const replicas = { path, label: `Number of replicas of ${name}`, values: counts.join(', ') };
      return memory.consistency === 'eventual'
        ? [
            replicas,
            { path: pathIn(memory, 'gossip'), label: `Gossip of ${name}`, values: GOSSIPS.join(', ') },
            { path: pathIn(memory, 'syncMs'), label: `Anti-entropy of ${name}, ms`, values: '50, 100, 400' },
          ]
        : [replicas];
    }),
  ];
}
