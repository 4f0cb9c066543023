/**
 * Notes and frames: what stands on the drawing for the reader alone. They live in the document's view, so no edit here changes
 * what a run does. Colours are a name of the palette or #rrggbb; anything else is drawn in the default and never reaches a style. Pure.
 */
import { freshId } from '../../../base/index.ts';
import type { Document, Edit, Place, View } from '../../../document/index.ts';
import type { Box } from '../graph/sizes.ts';

export type Note = NonNullable<View['notes']>[number];
export type Frame = NonNullable<View['frames']>[number];
export type Remark =
  | { readonly kind: 'note'; readonly index: number; readonly note: Note }
  | { readonly kind: 'frame'; readonly index: number; readonly frame: Frame };

/** The colours that a person may choose, each drawn by a token of the theme. */
export const noteColours = ['yellow', 'green', 'blue', 'violet', 'red', 'grey'] as const;
type NoteColour = (typeof noteColours)[number];

const tokens: Readonly<Record<NoteColour, string>> = {
  yellow: 'var(--waiting)',
  green: 'var(--succeeded)',
  blue: 'var(--running)',
  violet: 'var(--accent)',
  red: 'var(--failed)',
  grey: 'var(--idle)',
};
const noteWidth = 200;
const lineHeight = 18;
const lettersPerLine = 27;
/** The room that a frame leaves around what it groups, and above it for its name. */
const padding = 24;
export const frameHead = 28;
export const frameDefault = { width: 320, height: 200 };

/** A colour as a style may take it. */
export function paintOf(colour: string | undefined, fallback: NoteColour): string {
  if (colour !== undefined && /^#[0-9a-fA-F]{6}$/.test(colour)) return colour;
  return tokens[noteColours.find((name) => name === colour) ?? fallback];
}

/** The size of a note, by its text alone: nothing is measured. */
export function noteSize(text: string): { readonly width: number; readonly height: number } {
  const lines = text
    .slice(0, 2000)
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / lettersPerLine)), 0);
  return { width: noteWidth, height: Math.min(18, Math.max(3, lines)) * lineHeight + 18 };
}

/** The box of a frame. */
export function frameBox({ x, y, width, height }: Frame): Box {
  return {
    x,
    y,
    width: Math.max(80, width ?? frameDefault.width),
    height: Math.max(60, height ?? frameDefault.height),
  };
}

/** The note or frame with this id; null when there is none. */
export function remarkOf(document: Document | null, id: string): Remark | null {
  const notes = document?.view?.notes ?? [];
  const frames = document?.view?.frames ?? [];
  const at = notes.findIndex((note) => note.id === id);
  const [note, index] = [notes[at], frames.findIndex((one) => one.id === id)];
  if (note !== undefined) return { kind: 'note', index: at, note };
  const frame = frames[index];
  return frame === undefined ? null : { kind: 'frame', index, frame };
}

/** What a new note or frame needs to know of the document. */
interface Surroundings {
  readonly taken: ReadonlySet<string>;
  /** The composite in whose drawing it stands. */
  readonly inside?: string | null;
}

/** A new note with its upper left corner at a place. */
export function addNoteEdit(
  document: Document,
  { x, y }: Place,
  { taken, inside = null, text = '' }: Surroundings & { readonly text?: string },
): { edit: Edit; id: string } {
  const id = freshId('note-1', taken);
  const value = { id, text, colour: 'yellow', x: Math.round(x), y: Math.round(y), ...standingIn(inside) };
  const index = document.view?.notes?.length ?? 0;
  return { id, edit: { kind: 'insert-item', path: ['view', 'notes'], index, value } };
}

/** A new frame around a box. */
export function addFrameEdit(
  document: Document,
  around: Box,
  { taken, inside = null, title = '' }: Surroundings & { readonly title?: string },
): { edit: Edit; id: string } {
  const id = freshId('frame-1', taken);
  const value = {
    id,
    title: title === '' ? `Group ${/\d+$/.exec(id)?.[0] ?? ''}`.trim() : title,
    colour: 'grey',
    x: Math.round(around.x - padding),
    y: Math.round(around.y - padding - frameHead),
    width: Math.round(around.width + 2 * padding),
    height: Math.round(around.height + 2 * padding + frameHead),
    ...standingIn(inside),
  };
  const index = document.view?.frames?.length ?? 0;
  return { id, edit: { kind: 'insert-item', path: ['view', 'frames'], index, value } };
}

function standingIn(inside: string | null): { inside?: string } {
  return inside === null ? {} : { inside };
}

/** Sets a field of a note or frame; undefined takes it away. */
export function remarkEdit({ kind, index }: Remark, field: string, value: string | number | undefined): Edit {
  const path = ['view', kind === 'note' ? 'notes' : 'frames', index, field];
  return value === undefined ? { kind: 'set-field', path } : { kind: 'set-field', path, value };
}

/** The edits that move the notes and frames among `moved`. */
export function moveRemarkEdits(document: Document, moved: ReadonlyMap<string, Place>): Edit[] {
  return remarksOf(document, moved).flatMap((remark) => {
    const { x, y } = moved.get(idOf(remark)) ?? { x: 0, y: 0 };
    return [remarkEdit(remark, 'x', Math.round(x)), remarkEdit(remark, 'y', Math.round(y))];
  });
}

/** The edits that take away the notes and frames among `ids`; what stands in a frame stays. */
export function removeRemarkEdits(document: Document, ids: { has(id: string): boolean }): Edit[] {
  return remarksOf(document, ids)
    .reverse()
    .map(({ kind, index }) => ({ kind: 'remove-item', path: ['view', kind === 'note' ? 'notes' : 'frames'], index }));
}

/** The notes and frames in the drawings of the composites among `ids`. */
export function remarksInside({ view }: Document, ids: { has(id: string): boolean }): readonly string[] {
  return [...(view?.notes ?? []), ...(view?.frames ?? [])]
    .filter(({ inside }) => inside !== undefined && ids.has(inside))
    .map(({ id }) => id);
}

/** Where notes and frames stand. */
export function remarkPlaces(document: Document): ReadonlyMap<string, Place> {
  return new Map(
    [...(document.view?.notes ?? []), ...(document.view?.frames ?? [])].map(({ id, x, y }) => [id, { x, y }]),
  );
}

function remarksOf(document: Document, ids: { has(id: string): boolean }): Remark[] {
  const { notes = [], frames = [] } = document.view ?? {};
  return [
    ...notes.map((note, index): Remark => ({ kind: 'note', index, note })),
    ...frames.map((frame, index): Remark => ({ kind: 'frame', index, frame })),
  ].filter((remark) => ids.has(idOf(remark)));
}

function idOf(remark: Remark): string {
  return remark.kind === 'note' ? remark.note.id : remark.frame.id;
}
