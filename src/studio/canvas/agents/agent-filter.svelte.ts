/** The agent whose tasks alone stand out on the drawing. It ends when the agent goes, or what offers it. */
import type { Workspace } from '../../state/index.ts';
import { tasksOf, type Doing } from './tasks-of.ts';

const none: readonly string[] = [];

export class AgentFilter {
  /** True while the agents stand in a strip above the drawing. */
  strip = $state(false);
  #chosen = $state<string | null>(null);
  readonly #workspace: Workspace;
  readonly #run: Doing;
  /** The agent; null while all stand out. */
  readonly agent: string | null = $derived.by(() => {
    const chosen = this.strip ? this.#chosen : null;
    return this.#workspace.shown?.agents?.some(({ id }) => id === chosen) === true ? chosen : null;
  });
  readonly tasks: readonly string[] = $derived.by(() =>
    this.agent === null ? none : tasksOf(this.#workspace.shown ?? {}, this.agent, this.#run),
  );
  /** What stands out: the agent and its tasks. */
  readonly ids: readonly string[] = $derived(this.agent === null ? none : [this.agent, ...this.tasks]);

  constructor(workspace: Workspace, run: Doing) {
    this.#workspace = workspace;
    this.#run = run;
  }

  /** Lets one agent's tasks stand out; once more, all. */
  toggle(agent: string): void {
    this.#chosen = this.agent === agent ? null : agent;
  }
}
