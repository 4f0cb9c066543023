/**
 * Where the view is on its way to. Keys pressed in quick succession go on from there and not from where the view happens to be, so that
 * none of them is lost; whoever takes hold of the view takes it from its aim.
 */
import type { Viewport } from '@xyflow/svelte';
import type { Place } from '../../../document/index.ts';

/** What moves the view; it says when it has come to rest, and says nothing where something else took hold of it. */
export interface Mover {
  now(): Viewport;
  move(to: Viewport): Promise<unknown>;
}
/** What of the drawing's place shows, and the bounds of the zoom. */
export interface Bounds {
  readonly width: number;
  readonly height: number;
  readonly least: number;
  readonly most: number;
}

export class Aim {
  readonly #mover: Mover;
  readonly #bounds: () => Bounds;
  #goal: Viewport | null = null;

  constructor(mover: Mover, bounds: () => Bounds) {
    this.#mover = mover;
    this.#bounds = bounds;
  }

  /** Goes there; what is asked meanwhile counts from there. */
  go(to: Viewport): void {
    this.#goal = to;
    void this.#mover.move(to).then(() => {
      if (this.#goal === to) this.#goal = null;
    });
  }

  /** A hand has taken the view: it is where it is. */
  letGo(): void {
    this.#goal = null;
  }

  get zoom(): number {
    return this.#from.zoom;
  }

  /** Keeps the middle of what will be seen where it is. */
  zoomTo(zoom: number): void {
    const { width, height, least, most } = this.#bounds();
    const from = this.#from;
    const to = Math.min(most, Math.max(least, zoom));
    const by = to / from.zoom;
    const [middle, centre] = [width / 2, height / 2];
    this.go({ x: middle - (middle - from.x) * by, y: centre - (centre - from.y) * by, zoom: to });
  }

  /** Puts a place of the drawing into the middle. */
  centreOn({ x, y }: Place, zoom = this.zoom): void {
    const { width, height } = this.#bounds();
    this.go({ x: width / 2 - x * zoom, y: height / 2 - y * zoom, zoom });
  }

  get #from(): Viewport {
    return this.#goal ?? this.#mover.now();
  }
}
