/**
 * Writes down where the playhead of one run stands, at once after a rest and else about twice a second, so that a
 * scrubber does not fill the disk. The last place is never forgotten: it is written when the rest comes.
 */
export interface KeptPlayhead {
  readonly step: number;
  readonly speed: number | null;
}

export interface KeeperHost {
  clock(): number;
  later(ms: number, call: () => void): void;
  /** Stores it; never rejects. */
  save(playhead: KeptPlayhead): Promise<void>;
}

const restMs = 400;

export class PlayheadKeeper {
  readonly #host: KeeperHost;
  #wanted: KeptPlayhead | null = null;
  #noted: KeptPlayhead | null;
  #savedMs = -Infinity;
  #due = false;

  /** `stored` is what is written down already. */
  constructor(host: KeeperHost, stored: KeptPlayhead | null) {
    this.#host = host;
    this.#noted = stored;
  }

  note({ step, speed }: KeptPlayhead): void {
    if (this.#noted?.step === step && this.#noted.speed === speed) return;
    this.#noted = { step, speed };
    this.#wanted = this.#noted;
    const waitMs = this.#savedMs + restMs - this.#host.clock();
    if (waitMs <= 0) void this.flush();
    else if (!this.#due) {
      this.#due = true;
      this.#host.later(waitMs, () => {
        this.#due = false;
        void this.flush();
      });
    }
  }

  /** Writes what is not written yet, now. */
  async flush(): Promise<void> {
    const wanted = this.#wanted;
    if (wanted === null) return;
    this.#wanted = null;
    this.#savedMs = this.#host.clock();
    await this.#host.save(wanted);
  }
}
