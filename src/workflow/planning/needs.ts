/** Classes of need: what tasks ask for, and who can do them. Tasks that ask for the same share one, so that this is one look-up. */
import {
  canPerform,
  onlyManagers,
  type ResolvedAgent,
  type ResolvedDocument,
  type ResolvedTask,
} from '../../document/index.ts';
import type { Need } from '../../plan/index.ts';
import { rooms } from '../../protocols/index.ts';

const nothing: readonly string[] = [];

/** What tasks ask for, each combination once. */
export class Needs {
  readonly all: Need[] = [];
  readonly #agents: readonly ResolvedAgent[];
  readonly #index: ReadonlyMap<string, number>;
  readonly #known = new Map<string, number>();
  readonly #managersOnly: boolean;
  readonly #slotsFor: (task: ResolvedTask) => number;

  constructor(document: ResolvedDocument, index: ReadonlyMap<string, number>) {
    const { agents, coordination } = document;
    const room = rooms.get(coordination.pattern);
    this.#agents = agents;
    this.#index = index;
    this.#slotsFor = (task) => room?.slotsFor?.(task, document) ?? 1;
    this.#managersOnly = onlyManagers(agents);
  }

  of(task: ResolvedTask): number {
    const requires = task.requires.length === 0 ? nothing : [...new Set(task.requires)].sort();
    const pinned = task.agent === null ? -1 : this.#index.get(task.agent)!;
    const slots = this.#slotsFor(task);
    const key = `${String(pinned)} ${String(slots)} ${requires.length === 0 ? '' : JSON.stringify(requires)}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.all.length);
    this.all.push(this.#need(task, { requires, pinned, slots }));
    return this.all.length - 1;
  }

  #need(task: ResolvedTask, { requires, pinned, slots }: Pick<Need, 'requires' | 'pinned' | 'slots'>): Need {
    const capable = this.#agents.flatMap((agent, at) =>
      agent.slots >= slots && canPerform(agent, task, this.#managersOnly) ? [at] : [],
    );
    const proficiency = capable.map((at) =>
      requires.reduce((least, name) => Math.min(least, this.#agents[at]!.capabilities[name]!), 1),
    );
    const alike = capable.every((at, place) => {
      const [a, b] = [this.#agents[at]!, this.#agents[capable[0]!]!];
      return (
        proficiency[place] === proficiency[0] &&
        a.speed === b.speed &&
        a.cost === b.cost &&
        a.slots === 1 &&
        b.slots === 1
      );
    });
    return { requires, pinned, slots, capable, proficiency, alike };
  }
}
