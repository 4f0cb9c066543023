/**
 * What of the drawing is in view, and how much of it the flow is given at a time: a few more cards a frame while the view
 * moves, so that no frame waits for a screenful of them. What is still missing is painted by the picture below. It changes nothing.
 */
import { untrack } from 'svelte';
import type { Viewport } from '@xyflow/svelte';
import type { CanvasEdge, CanvasNode } from '../graph/drawing.ts';
import type { Box } from '../graph/sizes.ts';
import { givenEdges, givenNodes, listingOf, mergedEdges, mergedNodes, stepTowards, type Listing } from './listing.ts';

/** The drawing as the desk holds it. */
export interface Drawing {
  readonly nodes: CanvasNode[];
  readonly edges: CanvasEdge[];
  /** True when a picture stands in for the cards. */
  readonly picture: boolean;
}

/** Pixels around the view that are made ready before they come into it. */
const margin = 160;
/** Cards a frame: while the view moves, and while it rests. */
const inMotion = { add: 10, remove: 16 } as const;
const atRest = { add: 48, remove: 96 } as const;
/** The view rests when it has not moved for so long. */
const restMs = 140;
const none: Listing = new Map();

export class Stage {
  /** The view on the screen, in pixels. */
  width = $state(0);
  height = $state(0);
  /** True while the view moves. */
  moving = $state(false);
  /** In the picture: the node under the pointer, which alone has its card, so that it can be taken hold of. */
  hovered = $state<string | null>(null);
  /** The card under the pointer. */
  pointed = $state<string | null>(null);
  /** True while a box is drawn to select what lies in it. */
  boxing = false;
  /** True while something in view waits for its card. */
  missing = $state(false);

  #viewport = $state.raw<Viewport>({ x: 0, y: 0, zoom: 1 });
  #listing = $state.raw<Listing>(none);
  #wanted: Listing = none;
  #frame = 0;
  #rest: ReturnType<typeof setTimeout> | undefined;
  readonly #drawing: Drawing;

  readonly zoom = $derived(this.#viewport.zoom);
  readonly seen: Box = $derived.by(() => {
    const { x, y, zoom } = this.#viewport;
    return { x: -x / zoom, y: -y / zoom, width: this.width / zoom, height: this.height / zoom };
  });
  // The window moves in strides, so that most frames of a movement change nothing but where the drawing lies.
  readonly #stride = $derived(2 ** Math.round(Math.log2(margin / 2 / this.zoom)));
  readonly #left = $derived(Math.floor(this.seen.x / this.#stride) * this.#stride);
  readonly #top = $derived(Math.floor(this.seen.y / this.#stride) * this.#stride);
  readonly #across = $derived(Math.ceil(this.seen.width / this.#stride + 1) * this.#stride);
  readonly #down = $derived(Math.ceil(this.seen.height / this.#stride + 1) * this.#stride);
  /** The part of the drawing that is in view or near it. */
  readonly window: Box = $derived({
    x: this.#left - this.#stride,
    y: this.#top - this.#stride,
    width: this.#across + 2 * this.#stride,
    height: this.#down + 2 * this.#stride,
  });
  /** The nodes that the flow is given. */
  readonly nodes: CanvasNode[] = $derived.by(() => givenNodes(this.#drawing.nodes, this.#listing));
  readonly edges: CanvasEdge[] = $derived.by(() => givenEdges(this.#drawing.edges, this.#listing));

  /** Every node of the drawing by its id. */
  readonly at: ReadonlyMap<string, CanvasNode> = $derived.by(
    () => new Map(this.#drawing.nodes.map((node) => [node.id, node])),
  );

  constructor(drawing: Drawing) {
    this.#drawing = drawing;
  }

  get viewport(): Viewport {
    return this.#viewport;
  }
  set viewport(viewport: Viewport) {
    this.#viewport = viewport;
    this.moving = true;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      this.moving = false;
    }, restMs);
  }

  /** Puts the view somewhere at once, as at the beginning; that is no movement. */
  show(viewport: Viewport): void {
    this.#viewport = viewport;
  }

  /** True when a node has its card now. */
  has(id: string): boolean {
    return this.#listing.get(id) === 'card';
  }

  /** Follows drawing and view. Call it before every change on the screen. */
  follow(): void {
    const { nodes, edges, picture } = this.#drawing;
    if (this.width === 0 || this.height === 0) this.#wanted = none;
    else this.#wanted = picture ? this.#single(nodes) : listingOf(nodes, edges, this.window);
    untrack(() => {
      this.#step();
    });
  }

  /** The drawing's nodes with what the flow did to those it was given. */
  mergedNodes(changed: readonly CanvasNode[]): CanvasNode[] {
    return mergedNodes(this.#drawing.nodes, this.nodes, changed);
  }

  mergedEdges(changed: readonly CanvasEdge[]): CanvasEdge[] {
    return mergedEdges(this.#drawing.edges, this.edges, changed);
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#rest);
  }

  #single(nodes: readonly CanvasNode[]): Listing {
    const { hovered } = this;
    return new Map(nodes.flatMap(({ id, dragging }) => (id === hovered || dragging === true ? [[id, 'card']] : [])));
  }

  #step(): void {
    cancelAnimationFrame(this.#frame);
    const next = stepTowards(this.#listing, this.#wanted, this.moving ? inMotion : atRest);
    const done = next === this.#listing;
    this.#listing = next;
    this.missing = !done && [...this.#wanted].some(([id, part]) => part === 'card' && next.get(id) !== 'card');
    if (!done)
      this.#frame = requestAnimationFrame(() => {
        this.#step();
      });
  }
}
