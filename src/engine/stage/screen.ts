/**
 * What the page is told of the open run without having asked: frames, from time to time its status, and once each what goes wrong.
 */
import { toBridgeError } from '../errors.ts';
import type { OpenRun } from '../open/open-run.ts';
import type { SessionHost } from './host.ts';

/** Between two statuses that nothing asks for, ms. */
const statusMs = 120;

export class Screen {
  readonly #host: SessionHost;
  #statusSentMs = -Infinity;
  /** Codes of what was said about the open run: each is said once. */
  readonly #said = new Set<string>();

  constructor(host: SessionHost) {
    this.#host = host;
  }

  /** What is said of a run that is opened may have been said of another. */
  begin(): void {
    this.#said.clear();
  }

  show(open: OpenRun, withStatus: boolean): void {
    const now = this.#host.clock();
    const frame = open.view.shown();
    if (frame !== null) this.#host.emit({ kind: 'frame', frame });
    if (!withStatus && now - this.#statusSentMs < statusMs) return;
    this.#statusSentMs = now;
    this.#host.emit({ kind: 'status', status: open.status(this.#host.journal.mode) });
  }

  /** No run is open any more. */
  clear(): void {
    this.#host.emit({ kind: 'status', status: null });
  }

  complain(cause: unknown): void {
    const error = toBridgeError(cause);
    if (this.#said.has(error.code)) return;
    this.#said.add(error.code);
    this.#host.emit({ kind: 'notice', error });
  }
}
