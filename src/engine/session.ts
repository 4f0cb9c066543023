/**
 * The engine behind the bridge: it carries orders out one after another by their table, and answers questions by the table of looks.
 * Its clock, timers and way to the page are handed in, for a worker or a test.
 */
import type { Command } from '../bridge/index.ts';
import { looks, type LookTable } from '../replay/index.ts';
import { Looks } from './looks/look.ts';
import { succeed } from './orders/opening.ts';
import { carryOut } from './orders/table.ts';
import { sliceMs, type SessionHost } from './stage/host.ts';
import { Stage } from './stage/stage.ts';

export class Session {
  readonly #stage: Stage;
  readonly #looks: Looks;

  constructor(host: SessionHost, table: LookTable = looks) {
    this.#stage = new Stage(host, (stage, runId) => {
      void succeed(stage, runId);
    });
    this.#looks = new Looks(table);
  }

  /** Carries a command out after those before it and gives its reply; throws what `toBridgeError` understands. */
  handle(command: Command): Promise<unknown> {
    const stage = this.#stage;
    const { host, turns } = stage;
    if (!this.#looks.has(command)) return turns.take(() => carryOut(stage, command));
    return turns.after(() =>
      this.#looks.at(stage.run, command, { host, sliceMs, isOpen: (run) => run === stage.open }),
    );
  }
}
