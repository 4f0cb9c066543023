/**
 * How much room the page has, and the sizes of the studio's panels: which are folded is remembered by this browser where there is
 * room for them, and forgotten where there is none. It knows nothing of what the panels hold.
 */
import { innerHeight, innerWidth } from 'svelte/reactivity/window';
import { isBoolean, isNumber, recall, remember } from '../../state/index.ts';

/** Below this width the side panels fold by themselves and open over the canvas. */
const narrowBelow = 1280;
/** Below this one they are sheets, and Run stands at the thumb. */
const smallBelow = 700;

/** The width of the page, as far as the frame depends on it. */
export const room = {
  get narrow(): boolean {
    return (innerWidth.current ?? narrowBelow) < narrowBelow;
  },
  get small(): boolean {
    return (innerWidth.current ?? smallBelow) < smallBelow;
  },
  /** Whether the player is a sheet with stops: a small page that is high enough for them. */
  get sheet(): boolean {
    return this.small && (innerHeight.current ?? 0) >= lowPage;
  },
};

/** In less the player shows hardly a lane. */
const fewLanes = 216;
/** On a page this low the drawing needs the line of a hint more: one lane has to do until it is gone. */
const lowPage = 600;
const oneLane = 180;

/** How high the player is at first: a third of the page, so that the drawing stays the greater part of it. */
export function playerHeight(): number {
  return Math.min(312, Math.max(fewLanes, Math.round((innerHeight.current ?? 0) * 0.34)));
}

/** How high it is for a view that is read rather than watched: most of the page, with the drawing still above it. */
export function tallPlayerHeight(): number {
  return Math.min(560, Math.max(playerHeight(), Math.round((innerHeight.current ?? 0) * 0.6)));
}

/** How high it is beside a hint, which takes its line from it while there are lanes enough. */
export function heightBeside(size: number, hint: number): number {
  const least = (innerHeight.current ?? lowPage) < lowPage ? oneLane : fewLanes;
  return Math.max(Math.min(size, least), size - hint);
}

/** The stops of the sheet that the player is on a small page, as heights: a line, half of the page, all that there is. */
export interface SheetStops {
  readonly line: number;
  readonly half: number;
  readonly full: number;
}

/** What stands above a full sheet and below it, px: the bar, and the row at the thumb. */
const aroundSheet = 48 + 61;

export function sheetStops(hint: number): SheetStops {
  const height = innerHeight.current ?? 0;
  const full = Math.max(240, height - aroundSheet - hint);
  return { line: 62, half: Math.min(full, Math.round(height * 0.52)), full };
}

/** Where a sheet comes to rest that was let go. */
export function nearestStop(size: number, stops: SheetStops): keyof SheetStops {
  const far = (stop: keyof SheetStops) => Math.abs(stops[stop] - size);
  return (['half', 'full', 'line'] as const).reduce((best, stop) => (far(stop) < far(best) ? stop : best));
}

export interface PanelBounds {
  readonly size: number;
  readonly min: number;
  readonly max: number;
}

/** One panel that can be resized and folded away. */
export class PanelSize {
  readonly min: number;
  readonly max: number;
  readonly #key: string;
  readonly #scarce: () => boolean;
  #size = $state(0);
  #folded = $state(false);
  /** Whether it was asked for where it is folded by itself. */
  #asked = $state(false);

  /** While `scarce` says so the panel is folded until it is asked for. */
  constructor(key: string, { size, min, max }: PanelBounds, scarce: () => boolean = () => false) {
    this.#key = key;
    this.#scarce = scarce;
    this.min = min;
    this.max = max;
    this.#size = Math.min(max, Math.max(min, recall(`panel:${key}`, size, isNumber)));
    this.#folded = recall(`folded:${key}`, false, isBoolean);
  }

  get size(): number {
    return this.#size;
  }

  set size(size: number) {
    this.#size = Math.min(this.max, Math.max(this.min, size));
    remember(`panel:${this.#key}`, this.#size);
  }

  get folded(): boolean {
    return this.#scarce() ? !this.#asked : this.#folded;
  }

  set folded(folded: boolean) {
    if (this.#scarce()) {
      this.#asked = !folded;
      return;
    }
    this.#folded = folded;
    remember(`folded:${this.#key}`, folded);
  }

  readonly toggle = (): void => {
    this.folded = !this.folded;
  };
  readonly show = (): void => {
    if (this.folded) this.folded = false;
  };
  readonly fold = (): void => {
    if (!this.folded) this.folded = true;
  };
}
