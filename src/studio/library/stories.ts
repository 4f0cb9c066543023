/**
 * The stories that a newcomer starts from: documents of our own under `templates/`, each with one sentence of what to watch for.
 * They are fetched from our own origin and parsed like any foreign file; nothing runs by opening one.
 */
import type { Document } from '../../document/index.ts';

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
    id: 'night-migration',
    name: 'Night migration',
    watch: 'The switch runs into its timeout twice: watch what was done be undone, last step first.',
    subject: 'Compensation',
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

/** Loads every story that can be read; the others are left out. `parse` refuses what is not a document. */
export async function loadStories(parse: (text: string) => Document | null, read: ReadText = readOwnText): Promise<readonly LoadedStory[]> {
  const loaded = await Promise.all(
    stories.map(async (story) => {
      try {
        const parsed = parse(await read(`templates/${story.id}.json`));
        return parsed === null ? null : { ...story, document: parsed };
      } catch {
        return null;
      }
    }),
  );
  return loaded.filter((story) => story !== null);
}
