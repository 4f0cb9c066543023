/** Notes and frames: edits of the view that can be taken back, colours that cannot carry a style, and what a frame holds. */
import { describe, expect, it } from 'vitest';
import { apply, sheetOf, type Document, type Edit } from '../../../src/document/index.ts';
import { Dragging, holds } from '../../../src/studio/canvas/drag/dragging.svelte.ts';
import { drawNodes } from '../../../src/studio/canvas/graph/drawing.ts';
import { moveAllEdit, removeEdit } from '../../../src/studio/canvas/graph/edits.ts';
import { placesOf } from '../../../src/studio/canvas/graph/places.ts';
import {
  addFrameEdit,
  addNoteEdit,
  noteSize,
  paintOf,
  remarkEdit,
  remarkOf,
} from '../../../src/studio/canvas/notes/notes.ts';

const document: Document = {
  tasks: [{ id: 'a' }, { id: 'b', dependsOn: ['a'] }],
  view: {
    nodes: { a: { x: 40, y: 60 }, b: { x: 900, y: 60 } },
    notes: [{ id: 'note-1', text: 'one', x: 60, y: 140 }],
    frames: [
      { id: 'frame-1', title: 'Outer', x: 0, y: 0, width: 500, height: 400 },
      { id: 'frame-2', x: 20, y: 20, width: 300, height: 200 },
      { id: 'frame-3', x: 400, y: 300 },
    ],
  },
};
function applied(before: Document, edit: Edit | null): { document: Document; inverse: Edit } {
  const result = edit === null ? null : apply(before, edit);
  if (result === null || !result.ok) throw new Error('refused');
  return result.value;
}
const drawn = drawNodes(sheetOf(document), placesOf(document), { selected: new Set(), previous: [] });

describe('colours', () => {
  it.each(['red;background:url(//x)', 'url(x)', '#12345', 'var(--page)', 'javascript', '#12345g', ''])(
    '[row 14] %j never reaches a style',
    (colour) => {
      expect(paintOf(colour, 'grey')).toBe('var(--idle)');
    },
  );
  it('are of the palette or #rrggbb', () => {
    expect([paintOf('green', 'grey'), paintOf('#A0b1C2', 'grey'), paintOf(undefined, 'yellow')]).toEqual([
      'var(--succeeded)',
      '#A0b1C2',
      'var(--waiting)',
    ]);
  });
});

describe('edits', () => {
  it('nothing is found by an id of a card', () => {
    expect(remarkOf(document, 'a')).toBeNull();
    expect(remarkOf(null, 'note-1')).toBeNull();
    expect(removeEdit(document, new Set(['nothing']))).toBeNull();
  });

  it('a new note and a new frame have fresh ids and can be taken back', () => {
    const taken = new Set(['note-1', 'frame-1', 'frame-2', 'frame-3']);
    const note = addNoteEdit(document, { x: 1.5, y: 2.2 }, { taken });
    const frame = addFrameEdit(document, { x: 100, y: 100, width: 50, height: 60 }, { taken });
    expect([note.id, frame.id]).toEqual(['note-2', 'frame-4']);
    const once = applied(document, note.edit);
    expect(once.document.view?.notes?.[1]).toMatchObject({ x: 2, y: 2, colour: 'yellow' });
    expect(applied(once.document, once.inverse).document).toEqual(document);
    expect(applied(document, frame.edit).document.view?.frames?.[3]).toMatchObject({
      x: 76,
      y: 48,
      width: 98,
      height: 136,
    });
    expect(applied({}, addNoteEdit({}, { x: 0, y: 0 }, { taken: new Set() }).edit).document.view?.notes).toHaveLength(
      1,
    );
  });

  it('moves cards, notes and frames in one step of undo', () => {
    const moved = new Map([
      ['a', { x: 1, y: 1 }],
      ['note-1', { x: 2.4, y: 2 }],
      ['frame-2', { x: 3, y: 3 }],
    ]);
    const after = applied(document, moveAllEdit(document, placesOf(document), moved));
    const { view } = after.document;
    expect([view?.nodes?.['a'], view?.notes?.[0], view?.frames?.[1]]).toMatchObject([
      { x: 1 },
      { x: 2, y: 2 },
      { x: 3 },
    ]);
    expect(view?.nodes?.['note-1']).toBeUndefined();
    expect(applied(after.document, after.inverse).document).toEqual(document);
  });

  it('removes several at once and leaves what stood in a frame', () => {
    const after = applied(document, removeEdit(document, new Set(['frame-1', 'frame-3', 'note-1']))).document;
    expect(after.view?.frames?.map(({ id }) => id)).toEqual(['frame-2']);
    expect([after.view?.notes, after.tasks?.length]).toEqual([[], 2]);
  });

  it('changes words and colour', () => {
    const note = remarkOf(document, 'note-1');
    const frame = remarkOf(document, 'frame-2');
    if (note === null || frame === null) throw new Error('missing');
    const once = applied(document, remarkEdit(note, 'text', '<img onerror=x>')).document;
    const twice = applied(once, remarkEdit(frame, 'colour', 'blue')).document;
    expect([twice.view?.notes?.[0]?.text, twice.view?.frames?.[1]?.colour]).toEqual(['<img onerror=x>', 'blue']);
  });
});

describe('drawing', () => {
  it('a note is as high as its text, within bounds', () => {
    expect(noteSize('').height).toBe(72);
    expect(noteSize('x'.repeat(27 * 5)).height).toBe(108);
    expect(noteSize('\n'.repeat(500)).height).toBe(342);
  });

  it('frames come first, so that they lie behind', () => {
    expect(drawn.map(({ id }) => id)).toEqual(['frame-1', 'frame-2', 'frame-3', 'note-1', 'a', 'b']);
    const again = drawNodes(sheetOf(document), placesOf(document), { selected: new Set(), previous: drawn });
    expect(again).toBe(drawn);
  });

  it('a dragged frame carries what it holds and nothing else', () => {
    const [outer, , across, , , far] = drawn;
    if (outer === undefined || across === undefined || far === undefined) throw new Error('missing');
    expect([holds(outer, across), holds(outer, far)]).toEqual([false, false]);
    const dragging = new Dragging();
    expect(dragging.adjust(drawn)).toBe(drawn);
    dragging.begin(drawn, [outer], 0);
    dragging.free = true;
    const moving = drawn.map((node) => (node.id === 'frame-1' ? { ...node, position: { x: 10, y: -5 } } : node));
    dragging.adjust(moving);
    expect([...dragging.moved.keys()].sort()).toEqual(['a', 'frame-1', 'frame-2', 'note-1']);
    expect(dragging.moved.get('a')).toEqual({ x: 50, y: 55 });
    dragging.end();
    expect(dragging.moved.size).toBe(0);
  });
});
