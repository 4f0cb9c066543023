/**
 * The checkpoints of one agent, or of the coordinator, as the page has them: read anew as the playhead moves, looked into, compared and
 * kept. What is kept by hand is a checkpoint of the whole run at that step; the journal verifies it, and says where it is damaged.
 */
import type { CheckpointChanges, CheckpointContents, CheckpointRow, CheckpointsOf } from '../../../bridge/index.ts';
import type { RunSession } from '../../state/index.ts';

/** How one stands in the journal: not at all, under a name, or damaged. */
export type Kept = 'no' | 'kept' | 'damaged' | 'another way';

export class CheckpointDesk {
  told = $state.raw<CheckpointsOf | null>(null);
  /** Steps that are chosen to be compared, the last chosen at the end. */
  chosen = $state.raw<readonly number[]>([]);
  opened = $state.raw<CheckpointContents | null>(null);
  compared = $state.raw<(CheckpointChanges & { readonly from: number; readonly to: number }) | null>(null);
  #kept = $state.raw<ReadonlyMap<number, Exclude<Kept, 'no'>>>(new Map());
  readonly #run: RunSession;
  readonly #agent: string | null;

  /** `agent` is null for the coordinator. */
  constructor(run: RunSession, agent: string | null) {
    this.#run = run;
    this.#agent = agent;
  }

  async read(): Promise<void> {
    const { step } = this.#run;
    const kept = await this.#run.checkpoints.list();
    if (kept !== null)
      this.#kept = new Map(
        kept
          .filter(({ name, damaged }) => name !== null || damaged)
          .map((each) => [each.step, each.damaged ? 'damaged' : each.onWay ? 'kept' : 'another way']),
      );
    const steps = [...this.#kept].flatMap(([at, is]) => (is === 'another way' ? [] : [at])).slice(-200);
    this.told = (await this.#run.look({ kind: 'run.checkpoints', agent: this.#agent, step, kept: steps })) ?? this.told;
    const rows = this.told?.rows ?? [];
    this.chosen = this.chosen.filter((at) => rows.some((row) => row.step === at));
  }

  keptAt(step: number): Kept {
    return this.#kept.get(step) ?? 'no';
  }

  choose(step: number, is: boolean): void {
    const others = this.chosen.filter((each) => each !== step);
    // Two at most: a third takes the place of the one that was chosen first.
    this.chosen = is ? [...others, step].slice(-2) : others;
  }

  /** Looks into one, or closes it. */
  async open(step: number): Promise<void> {
    this.compared = null;
    this.opened =
      this.opened?.step === step ? null : await this.#run.look({ kind: 'run.checkpoint', agent: this.#agent, step });
  }

  async compare(): Promise<void> {
    const [from, to] = this.chosen.toSorted((a, b) => a - b);
    if (from === undefined || to === undefined) return;
    const told = await this.#run.look({ kind: 'run.checkpointChanges', agent: this.#agent, from, to });
    this.opened = null;
    this.compared = told === null ? null : { ...told, from, to };
  }

  /** Keeps the run at a step under a name, so that its checkpoint stays; or lets go of it. */
  async pin({ step }: Pick<CheckpointRow, 'step'>, name: string | null): Promise<void> {
    const { checkpoints } = this.#run;
    await (name === null ? checkpoints.name(step, null) : checkpoints.take(name, step));
    await this.read();
  }
}
