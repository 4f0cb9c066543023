/**
 * The lesson of the open document as a person goes through it: which step is open, what is done, and what is said of it. It looks on
 * and does nothing by itself; a step that was done once stays done until the lesson is started again.
 */
import { untrack } from 'svelte';
import type { LessonStep } from '../../document/index.ts';
import type { Experiments } from '../experiments/index.ts';
import type { RunSession, Workspace } from '../state/index.ts';
import { deedOf, isDone, type Seen, type SeenRun } from './deeds.ts';
import { doneCount, keepProgress, progressOf, stepsOf } from './progress.ts';

export class LessonDesk {
  /** What was done last and what comes next, for whoever does not see it. */
  said = $state('');
  #done = $state.raw<ReadonlySet<string>>(new Set());
  #folded = $state(false);
  /** The run that was open when the lesson was started again: what it came to counts no more. */
  #left = $state<string | null>(null);
  /** Whether the playhead of the open run was ever moved back. */
  #back = $state(false);
  /** Whether it stands where a hand brought it, back or on: it did not play before, and does not now. */
  #brought = $state(false);
  #seenRun: string | null = null;
  #seenStep = 0;
  #seenPlaying = false;

  readonly #workspace: Workspace;
  readonly #run: RunSession;
  readonly #experiments: Pick<Experiments, 'phase' | 'figures'> | null;

  constructor(workspace: Workspace, run: RunSession, experiments: Pick<Experiments, 'phase' | 'figures'> | null) {
    this.#workspace = workspace;
    this.#run = run;
    this.#experiments = experiments;
  }

  readonly steps: readonly LessonStep[] = $derived.by(() => stepsOf(this.#workspace.document));
  /** The place of the open step; the number of steps when all are done. */
  readonly at: number = $derived(doneCount(this.steps, this.#done));
  readonly step: LessonStep | null = $derived(this.steps[this.at] ?? null);
  readonly folded: boolean = $derived(this.#folded);
  /** Whether it is there and in sight, so that nothing else need tell a person what to do. */
  readonly leads: boolean = $derived(this.steps.length > 0 && !this.#folded);

  /** Looks on while the page is open: called where its effects may begin. */
  follow(): void {
    $effect.pre(() => {
      const { documentId } = this.#workspace;
      untrack(() => {
        this.#open(documentId);
      });
    });
    $effect(() => {
      this.#turned(this.#run);
    });
    $effect(() => {
      const { step } = this;
      const deed = step === null ? null : deedOf(step);
      if (step === null || deed === null || !isDone(deed, this.#seen())) return;
      untrack(() => {
        this.#tick(step);
      });
    });
  }

  fold(folded: boolean): void {
    this.#folded = folded;
    this.#keep();
  }

  /** Begins at the first step, whatever was done; a run that is open has to be made anew. */
  again(): void {
    this.#left = this.#run.runId;
    this.#back = false;
    this.#done = new Set();
    this.#keep();
    const [first] = this.steps;
    this.said = first === undefined ? '' : `The lesson starts again. ${sentence(first)}`;
  }

  #open(documentId: string | null): void {
    const { done, folded } = documentId === null ? { done: [], folded: false } : progressOf(documentId);
    this.#done = new Set(done);
    this.#folded = folded;
    this.#left = null;
    this.said = '';
  }

  #turned({ runId, step, playing }: Pick<RunSession, 'runId' | 'step' | 'playing'>): void {
    if (runId !== this.#seenRun) {
      this.#seenRun = runId;
      this.#back = false;
      this.#brought = false;
    } else if (step !== this.#seenStep) {
      if (step < this.#seenStep) this.#back = true;
      // What takes no time is at its end by itself.
      this.#brought = !playing && !this.#seenPlaying && this.#seenStep > 0;
    }
    this.#seenStep = step;
    this.#seenPlaying = playing;
  }

  #seen(): Seen {
    const { document, selection, views } = this.#workspace;
    const experiments = this.#experiments;
    return {
      document,
      selected: selection.single,
      player: views.playerShown,
      inspector: views.inspectorShown,
      run: this.#seenOfRun(),
      compared: experiments !== null && experiments.phase === 'done' && experiments.figures !== null,
    };
  }

  #seenOfRun(): SeenRun | null {
    const { status, before, injected, runId, step, playing } = this.#run;
    if (status === null || runId === this.#left) return null;
    return {
      status,
      beforeMs: before?.ms ?? null,
      injected,
      backAt: this.#back && !playing ? step : null,
      broughtTo: this.#brought && !playing ? step : null,
    };
  }

  #tick({ title }: LessonStep): void {
    this.#done = new Set([...this.#done, title]);
    this.#keep();
    const { step: next } = this;
    this.said = next === null ? `Done: ${title}. That was the last step.` : `Done: ${title}. Next: ${sentence(next)}`;
  }

  #keep(): void {
    const { documentId } = this.#workspace;
    if (documentId !== null) keepProgress(documentId, { done: [...this.#done], folded: this.#folded });
  }
}

function sentence({ title, say = '' }: LessonStep): string {
  return say === '' ? `${title}.` : `${title}. ${say}`;
}
