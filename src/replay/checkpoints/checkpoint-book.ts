/**
 * The checkpoints of agents, and of the coordinator, along a run: who wrote one in which step and who came back with it, folded from
 * facts. What is in one is read off the world at its step, where somebody asks.
 */
import { agentAt, type KnownFact, type Plan } from '../../plan/index.ts';
import { MindBook } from '../minds/mind-book.ts';
import { eachMax, shortened } from '../minds/mind-views.ts';
import type { Run } from '../run.ts';
import { StateAt } from '../state-at.ts';
import { changesBetween } from './changes.ts';
import type { CheckpointChanges, CheckpointContents, CheckpointRow, CheckpointsOf } from './checkpoint-views.ts';
import { contentsAt, type Contents, type Whose } from './contents.ts';

/** So many that it wrote are told; those that a person keeps stand beside them. */
const newest = 5;

/** One that was written. */
interface Written {
  readonly step: number;
  readonly timeMs: number;
  readonly running: number;
  readonly queued: number;
  readonly given: number;
}

interface Course {
  readonly written: Written[];
  /** Steps in which it came back, each with the step of the checkpoint; -1 where it had none. */
  readonly back: { readonly step: number; readonly to: number }[];
}

export class CheckpointBook {
  readonly #run: Run;
  readonly #plan: Plan;
  readonly #minds: MindBook;
  readonly #courses = new Map<Whose, Course>();
  #state: StateAt | null = null;
  #count = 0;

  constructor(run: Run) {
    this.#run = run;
    this.#plan = run.compiled.plan;
    this.#minds = new MindBook(this.#plan);
  }

  /** Folds so many facts more at most; true when nothing is left. */
  advance(factsMax: number): boolean {
    const { log } = this.#run;
    const until = Math.min(log.length, this.#count + factsMax);
    for (; this.#count < until; this.#count += 1) {
      const fact = log.unpackedAt(this.#count);
      if (fact !== null) this.#fold(fact, log.stepOf(this.#count), log.timeOf(this.#count));
    }
    return this.#count === log.length;
  }

  /** The last five that it had written by a step, and the steps at which the run is kept by hand; null where there is no such agent. */
  list({ agent, step, kept }: { agent: string | null; step: number; kept: readonly number[] }): CheckpointsOf | null {
    const whose = this.#whose(agent);
    if (whose === undefined) return null;
    const written = this.#course(whose).written.filter((each) => each.step <= step);
    const last = written.slice(-newest).map((each) => each.step);
    const steps = [...new Set([...last, ...kept.filter((each) => each <= step)])].sort((a, b) => b - a);
    const everyMs = whose === null ? this.#plan.coordinatorEveryMs : agentAt(this.#plan, whose).checkpoint?.everyMs;
    return {
      everyMs: everyMs ?? null,
      written: written.length,
      rows: steps.map((each) => this.#row(whose, each, step)),
    };
  }

  /** What is in one; null where there is no such agent or step. */
  view({ agent, step }: { readonly agent: string | null; readonly step: number }): CheckpointContents | null {
    const whose = this.#whose(agent);
    if (whose === undefined || step > this.#run.steps) return null;
    const { written, work, memory, beliefs, goals } = this.#contents(whose, step);
    const things = memory === null ? null : Object.entries(memory);
    const believed = Object.entries(beliefs);
    const timeMs = this.#timeAt(step);
    return {
      ...{ step, timeMs, written },
      work: work.slice(0, eachMax),
      moreWork: Math.max(0, work.length - eachMax),
      memory:
        things?.slice(0, eachMax).map(([key, { value, importance, count: uses, pinned }]) => ({
          ...{ key, ...shortened(value), importance, uses, pinned },
        })) ?? null,
      moreMemory: Math.max(0, (things?.length ?? 0) - eachMax),
      beliefs: believed.slice(0, eachMax).map(([name, value]) => ({ name, ...shortened(value) })),
      moreBeliefs: Math.max(0, believed.length - eachMax),
      goals: goals.slice(0, eachMax),
      moreGoals: Math.max(0, goals.length - eachMax),
      ...this.#figures(whose, step, timeMs),
    };
  }

  /** What stands otherwise at the second than at the first. */
  changes({ agent, from, to }: { agent: string | null; from: number; to: number }): CheckpointChanges | null {
    const whose = this.#whose(agent);
    if (whose === undefined || Math.max(from, to) > this.#run.steps) return null;
    return changesBetween(this.#contents(whose, from), this.#contents(whose, to));
  }

  #whose(agent: string | null): Whose | undefined {
    if (agent === null) return null;
    const at = this.#plan.agents.findIndex(({ id }) => id === agent);
    return at === -1 ? undefined : at;
  }

  #course(whose: Whose): Course {
    let course = this.#courses.get(whose);
    if (course === undefined) this.#courses.set(whose, (course = { written: [], back: [] }));
    return course;
  }

  #fold(fact: KnownFact, step: number, timeMs: number): void {
    this.#minds.fact(fact, step);
    switch (fact.type) {
      case 'agent.checkpointed': {
        const { running, queued } = fact;
        this.#course(fact.agent).written.push({ step, timeMs, running, queued, given: 0 });
        return;
      }
      case 'coordinator.checkpointed':
        this.#course(null).written.push({ step, timeMs, running: 0, queued: 0, given: fact.given });
        return;
      case 'agent.restored':
      case 'coordinator.restored': {
        const course = this.#course(fact.type === 'agent.restored' ? fact.agent : null);
        course.back.push({ step, to: fact.checkpointMs === -1 ? -1 : (course.written.at(-1)?.step ?? -1) });
        return;
      }
      default:
    }
  }

  #row(whose: Whose, step: number, until: number): CheckpointRow {
    const { written, back } = this.#course(whose);
    const used = back.findLast((each) => each.to === step && each.step <= until)?.step ?? null;
    const own = written.find((each) => each.step === step);
    if (own !== undefined) return { ...own, written: true, usedStep: used };
    const { work } = this.#contents(whose, step);
    const of = (how: string): number => work.filter((each) => each.how === how).length;
    const running = of('running') + of('waiting for data');
    const timeMs = this.#timeAt(step);
    return { step, timeMs, written: false, running, queued: of('queued'), given: of('given'), usedStep: used };
  }

  #contents(whose: Whose, step: number): Contents {
    const written = this.#course(whose).written.some((each) => each.step === step);
    return contentsAt(this.#run, this.#minds, { whose, step, written });
  }

  #figures(whose: Whose, step: number, timeMs: number): Pick<CheckpointContents, 'busyMs' | 'tasks'> {
    if (whose === null) return { busyMs: 0, tasks: 0 };
    const { log } = this.#run;
    const state = (this.#state ??= new StateAt(this.#plan, log));
    state.seek(log.countAt(step));
    const { busyMs, done: tasks } = state.agent(whose, timeMs);
    return { busyMs, tasks };
  }

  #timeAt(step: number): number {
    const count = this.#run.log.countAt(step);
    return count === 0 ? 0 : this.#run.log.timeOf(count - 1);
  }
}
