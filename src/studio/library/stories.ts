/**
 * The stories that a newcomer starts from: documents of our own under `templates/`, each with one sentence of what to watch for.
 * They are fetched from our own origin and parsed like any foreign file; nothing runs by opening one.
 */
import { parseJson } from '../../base/index.ts';
import { readShape, type Document } from '../../document/index.ts';

export interface Story {
  readonly id: string;
  readonly name: string;
  /** What to watch for, in one sentence. */
  readonly watch: string;
  readonly subject: string;
}

export interface LoadedStory extends Story {
  readonly document: Document;
}

/** From easy to hard: what one shows is taken for known by the next. */
export const stories: readonly Story[] = [
  {
    id: 'field-report',
    name: 'Field report',
    watch: 'An interview fails and is tried again: watch the analysis wait while the map goes ahead.',
    subject: 'Retry',
  },
  {
    id: 'kitchen-at-rush-hour',
    name: 'Kitchen at rush hour',
    watch: 'Every dish waits for one griller and the critic goes first: give Gil a second slot and run again.',
    subject: 'Bottleneck',
  },
  {
    id: 'two-couriers-and-a-storm',
    name: 'Two couriers and a storm',
    watch: 'Jun falls silent on the road: watch his lease run out and Ida take over his parcel.',
    subject: 'Crash and recovery',
  },
  {
    id: 'the-herd',
    name: 'The herd',
    watch: 'Each wave reads the same old board and runs to one desk: choose power of two instead.',
    subject: 'Load balancing',
  },
  {
    id: 'night-migration',
    name: 'Night migration',
    watch: 'The switch runs into its timeout twice: watch what was done be undone, last step first.',
    subject: 'Compensation',
  },
  {
    id: 'hospital-shift',
    name: 'Hospital shift',
    watch: 'The least busy agent, a student, gets the emergency: choose contract net, and all goes well.',
    subject: 'Choosing a pattern',
  },
  {
    id: 'field-hospital',
    name: 'Field hospital',
    watch: 'Nobody is equally fast at everything: choose first fit for HEFT and the night grows by a quarter.',
    subject: 'Planning ahead',
  },
  {
    id: 'newsroom',
    name: 'Newsroom',
    watch: 'The flood takes a photographer: watch his desk give the picture back, and the other desk get it.',
    subject: 'Delegation',
  },
  {
    id: 'freight-auction',
    name: 'Freight auction',
    watch: 'The cheapest price comes too late, and Alba drops a load for the vaccines: watch it be called again.',
    subject: 'Contract net',
  },
  {
    id: 'four-agents-one-liar',
    name: 'Four agents, one liar',
    watch: 'Four decide whether to launch: make Cleo collude and it holds, make Dan collude too and it breaks.',
    subject: 'Agreement',
  },
  {
    id: 'the-forgetful-researcher',
    name: 'The forgetful researcher',
    watch: 'Mira keeps three notes in mind and reads again what she forgot: give her a capacity of six and run again.',
    subject: 'Working memory',
  },
  {
    id: 'over-the-pass',
    name: 'Over the pass',
    watch: 'Ida believes that the sky is clear and takes the pass: go back, change that, and see another run.',
    subject: 'Beliefs and goals',
  },
  {
    id: 'back-from-a-checkpoint',
    name: 'Back from a checkpoint',
    watch: 'The power fails for both: Nadia goes on where she wrote it down, Omar begins anew. Let him write, too.',
    subject: 'Checkpoints',
  },
  {
    id: 'whiteboard',
    name: 'A whiteboard across a partition',
    watch: 'The line between two rooms breaks: both go on drawing and merge later, but Ana waits for the minutes.',
    subject: 'Shared memory',
  },
  {
    id: 'lost-updates',
    name: 'Lost updates',
    watch: 'Two doors sign in thirty guests, and the book counts sixteen: watch who overwrites whom unseen.',
    subject: 'Concurrent writes',
  },
  {
    id: 'ten-agents-one-rate-limit',
    name: 'Ten agents, one rate limit',
    watch: 'Two requests a second, and Jun’s urgent question comes last: give it a priority of 1 and run again.',
    subject: 'Rate limit',
  },
  {
    id: 'dining-philosophers',
    name: 'Dining philosophers',
    watch: 'Each holds one fork and waits for the next in a circle: choose ordered forks, and nobody goes hungry.',
    subject: 'Deadlock',
  },
  {
    id: 'four-jobs-one-press',
    name: 'Four jobs, one press',
    watch: 'Jobs take turns at the press, so that short ones are in time: take its policy away, and three are late.',
    subject: 'Time slices',
  },
  {
    id: 'priority-inversion-on-mars',
    name: 'Priority inversion on Mars',
    watch: 'The most urgent task waits for the least urgent one and is late: let the priority be inherited.',
    subject: 'Priorities',
  },
  {
    id: 'two-departments-and-one-budget',
    name: 'Two departments and one budget',
    watch:
      'Research and Sales offer in turn until they meet: let Sales lie about what it wants, and see what that gains.',
    subject: 'Negotiation',
  },
];

/** Reads one text of our own origin; tests pass their own. */
export type ReadText = (path: string) => Promise<string>;

/** Fetches from beside the page, so that any sub-path will do. */
export const readOwnText: ReadText = async (path) => {
  const response = await fetch(new URL(path, document.baseURI));
  if (!response.ok) throw new Error(`${path} could not be read (${String(response.status)}).`);
  return response.text();
};

/** Loads every story that can be read and is a sound document; the others are left out. */
export async function loadStories(read: ReadText = readOwnText): Promise<readonly LoadedStory[]> {
  const loaded = await Promise.all(
    stories.map(async (story) => {
      try {
        const document = parseStory(await read(`templates/${story.id}.json`));
        return document === null ? null : { ...story, document };
      } catch {
        return null;
      }
    }),
  );
  return loaded.filter((story) => story !== null);
}

/** The document in a story's text, or null when it is not one. */
export function parseStory(text: string): Document | null {
  const json = parseJson(text);
  if (!json.ok) return null;
  const { document, readOnly } = readShape(json.value);
  return readOnly ? null : document;
}
