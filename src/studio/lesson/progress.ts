/**
 * How far a person is in the lesson of a document, as this browser remembers it: beside the document and not in it, so that a lesson
 * that is passed on begins anew. Steps go by their titles, so that they may be moved; a step that is called otherwise is a new one.
 */
import type { Document, LessonStep } from '../../document/index.ts';
import { isString, recall, remember } from '../state/index.ts';

export interface Progress {
  /** Titles of the steps that are done. */
  readonly done: readonly string[];
  readonly folded: boolean;
}

const none: Progress = { done: [], folded: false };
const keyOf = (documentId: string): string => `lesson:${documentId}`;

function isProgress(value: unknown): value is Progress {
  const { done, folded } = Object(value) as Partial<Progress>;
  return Array.isArray(done) && done.every(isString) && typeof folded === 'boolean';
}

export function progressOf(documentId: string): Progress {
  return recall(keyOf(documentId), none, isProgress);
}

export function keepProgress(documentId: string, progress: Progress): void {
  remember(keyOf(documentId), progress.done.length === 0 && !progress.folded ? null : progress);
}

export function stepsOf(document: Document | null): readonly LessonStep[] {
  return document?.lesson?.steps ?? [];
}

/** How many steps from the first on are done: each opens when the one before is done. */
export function doneCount(steps: readonly LessonStep[], done: ReadonlySet<string>): number {
  const open = steps.findIndex(({ title }) => !done.has(title));
  return open === -1 ? steps.length : open;
}

/** How far a story was brought: which document was made of it, and how many of its steps are done there. */
export interface StoryProgress {
  readonly documentId: string | null;
  readonly done: number;
  readonly steps: number;
}

const storyKey = (story: string): string => `story:${story}`;

/** The document that a story was opened as last. */
export function rememberStory(story: string, documentId: string): void {
  remember(storyKey(story), documentId);
}

/** `exists` tells of which documents are still there. */
export function storyProgress(
  story: { readonly id: string; readonly document: Document },
  exists: (documentId: string) => boolean,
): StoryProgress {
  const steps = stepsOf(story.document);
  const documentId = recall<string | null>(storyKey(story.id), null, isString);
  if (documentId === null) return { documentId, done: 0, steps: steps.length };
  const done = doneCount(steps, new Set(progressOf(documentId).done));
  return { documentId: exists(documentId) ? documentId : null, done, steps: steps.length };
}
