/** Sizes of the studio's panels and which are folded, remembered by this browser. It knows nothing of what the panels hold. */
import { isBoolean, isNumber, recall, remember } from '../state/index.ts';

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
  #size = $state(0);
  #folded = $state(false);

  constructor(key: string, { size, min, max }: PanelBounds) {
    this.#key = key;
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
    return this.#folded;
  }

  set folded(folded: boolean) {
    this.#folded = folded;
    remember(`folded:${this.#key}`, folded);
  }

  readonly toggle = (): void => {
    this.folded = !this.#folded;
  };
}
