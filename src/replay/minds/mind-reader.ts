/** Reads what agents have in mind off the log of a run, in pieces, and tells of any step of it. */
import { agentAt, taskAt, type Plan } from '../../plan/index.ts';
import type { FactLog } from '../log/fact-log.ts';
import { partitionPoint } from '../log/partition-point.ts';
import type { Run } from '../run.ts';
import { Recall, type MemorySums } from '../sums/recall.ts';
import { MindBook, type MindChange } from './mind-book.ts';
import { Tiers } from './tiers.ts';
import { eachMax, shortened, type MindsWindow, type MindView, type WholeMind } from './mind-views.ts';

export class MindReader {
  readonly #plan: Plan;
  readonly #log: FactLog;
  readonly #book: MindBook;
  readonly #tiers: Tiers;
  /** When each wrote a checkpoint, by agent; the coordinator's by -1. */
  readonly #written = new Map<number, { readonly step: number; readonly timeMs: number }[]>();
  #count = 0;

  constructor(run: Run) {
    const { compiled, log } = run;
    this.#tiers = new Tiers(run);
    this.#plan = compiled.plan;
    this.#log = log;
    this.#book = new MindBook(compiled.plan);
  }

  /** Folds so many facts more at most; true when nothing is left. */
  advance(factsMax: number): boolean {
    const until = Math.min(this.#log.length, this.#count + factsMax);
    for (; this.#count < until; this.#count += 1) {
      const fact = this.#log.unpackedAt(this.#count);
      if (fact === null) continue;
      this.#book.fact(fact, this.#log.stepOf(this.#count));
      if (fact.type === 'agent.checkpointed') this.#wrote(fact.agent);
      if (fact.type === 'coordinator.checkpointed') this.#wrote(-1);
    }
    return this.#count === this.#log.length;
  }

  /** Agents from a place on, at a step. */
  window({ from, count, step }: { readonly from: number; readonly count: number; readonly step: number }): MindsWindow {
    const { agents } = this.#plan;
    const minds = agents.slice(from, from + count).map((_, at) => this.#view(from + at, step));
    const coordinator = this.#plan.coordinatorEveryMs === undefined ? {} : { coordinator: this.#checkpoints(-1, step) };
    return { from, total: agents.length, minds, ...coordinator };
  }

  /** All that an agent has in mind at a step; null where there is no such agent. */
  whole(id: string, step: number): WholeMind | null {
    const agent = this.#plan.agents.findIndex((each) => each.id === id);
    if (agent === -1) return null;
    const standing = this.#book.goalsOf(agent, step);
    return {
      agent: id,
      beliefs: this.#book.beliefsOf(agent, step),
      goals: this.#plan.minds.agents[agent]!.goals.map((goal) => ({ ...goal, status: standing[goal.id]!.status })),
      memory: this.#plan.recollections.size > 0 ? this.#remembered(agent, step) : null,
    };
  }

  /** One agent as it is shown; null where there is no such agent. */
  view(id: string, step: number): MindView | null {
    const agent = this.#plan.agents.findIndex((each) => each.id === id);
    return agent === -1 ? null : this.#view(agent, step);
  }

  /** What a working memory came to until a step: asked rarely, so nothing is kept for it. */
  #remembered(agent: number, step: number): MemorySums {
    const recall = new Recall();
    const until = this.#log.countAt(step);
    for (let at = 0; at < until; at += 1) {
      const fact = this.#log.unpackedAt(at);
      if (fact !== null) recall.fact(fact);
    }
    return recall.of(agent);
  }

  #view(agent: number, step: number): MindView {
    const changes = this.#book.changes(agent, step);
    const sinceOf = (what: MindChange['what'], name: string): MindView['goals'][number]['since'] => {
      const last = changes.findLast((each) => each.what === what && each.name === name);
      return last === undefined
        ? null
        : { step: last.step, task: last.task === -1 ? null : taskAt(this.#plan, last.task).id };
    };
    const beliefs = Object.entries(this.#book.beliefsOf(agent, step));
    const standing = this.#book.goalsOf(agent, step);
    const { goals } = this.#plan.minds.agents[agent]!;
    const tiers = this.#tiers.of(agent, step);
    return {
      agent: agentAt(this.#plan, agent).id,
      beliefs: beliefs
        .slice(0, eachMax)
        .map(([name, value]) => ({ name, ...shortened(value), since: sinceOf('belief', name) })),
      moreBeliefs: Math.max(0, beliefs.length - eachMax),
      goals: goals
        .slice(0, eachMax)
        .map(({ id, when }) => ({ id, when, status: standing[id]!.status, since: sinceOf('goal', id) })),
      moreGoals: Math.max(0, goals.length - eachMax),
      ...(tiers === null ? {} : { tiers }),
      ...(agentAt(this.#plan, agent).checkpoint === undefined ? {} : { checkpoints: this.#checkpoints(agent, step) }),
    };
  }

  #wrote(agent: number): void {
    const all = this.#written.get(agent) ?? [];
    this.#written.set(agent, all);
    all.push({ step: this.#log.stepOf(this.#count), timeMs: this.#log.timeOf(this.#count) });
  }

  #checkpoints(agent: number, step: number): NonNullable<MindView['checkpoints']> {
    const all = this.#written.get(agent) ?? [];
    const written = partitionPoint(all.length, (at) => all[at]!.step <= step);
    return { written, last: all[written - 1] ?? null };
  }
}
