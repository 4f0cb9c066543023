/**
 * What the person may do with the playhead, once: the transport's buttons and the shared shortcuts both act through this, so they
 * can never disagree about what is possible now.
 */
import { edgeEnds, type CopyStepLink, type RunSession, type Selection, type Shortcut } from '../../state/index.ts';
import type { NameOf } from '../names.ts';

export class PlayerKeys {
  /** True while the person is asked whether to end the run at the playhead. */
  cutting = $state(false);
  /** True while the checkpoints are shown. */
  keeping = $state(false);

  readonly #run: RunSession;
  readonly #selection: Selection;
  readonly #nameOf: () => NameOf;
  readonly #link: CopyStepLink | null;

  constructor(run: RunSession, selection: Selection, nameOf: () => NameOf, link: CopyStepLink | null = null) {
    this.#run = run;
    this.#selection = selection;
    this.#nameOf = nameOf;
    this.#link = link;
  }

  /** True when a run is open that this tab may move. */
  get able(): boolean {
    return this.#run.status !== null && !this.#run.status.watching;
  }

  get canGoBack(): boolean {
    return this.able && this.#run.step > 0;
  }

  get canGoOn(): boolean {
    return this.able && !this.#run.atEnd;
  }

  /** The one selected node; edges have no changes of their own. */
  get node(): string | null {
    const { single } = this.#selection;
    return single === null || edgeEnds(single) !== null ? null : single;
  }

  /** The selected node if it is a task of the run. */
  get task(): string | null {
    return this.node !== null && this.#run.taskView(this.node) !== undefined ? this.node : null;
  }

  get canJump(): boolean {
    return this.able && this.node !== null;
  }

  changeLabel(which: 'previous' | 'next'): string {
    return this.node === null
      ? `To the ${which} change of the selected node`
      : `To the ${which} change of ${this.#nameOf()(this.node)}`;
  }

  /** The step of the next mark in a direction; null where there is none, or this tab may not go there. */
  markAt(direction: 1 | -1): number | null {
    if (!this.able) return null;
    const steps = (this.#run.status?.marks ?? [])
      .map(({ step }) => step)
      .filter((step) => (step - this.#run.step) * direction > 0);
    if (steps.length === 0) return null;
    // Of many marks no argument list may be made.
    return steps.reduce((best, step) => ((step - best) * direction < 0 ? step : best));
  }

  get lastLabel(): string {
    return this.node === null ? 'To where the selected node ends' : `To where ${this.#nameOf()(this.node)} ends`;
  }

  get toHereLabel(): string {
    return this.node === null ? 'Run to the selected node' : `Run to ${this.#nameOf()(this.node)}`;
  }

  get fromHereLabel(): string {
    return this.task === null ? 'Run from the selected task' : `Run from ${this.#nameOf()(this.task)}`;
  }

  readonly playOrPause = (): void => {
    void (this.#run.playing ? this.#run.player.pause() : this.#run.player.play());
  };
  readonly back = (): void => void this.#run.player.stepBy(-1);
  readonly forward = (): void => void this.#run.player.stepBy(1);
  readonly toStart = (): void => {
    this.#run.player.seek(0);
  };
  readonly toEnd = (): void => {
    this.#run.player.seek(this.#run.steps);
  };
  readonly previousChange = (): void => {
    this.#jump(-1);
  };
  readonly nextChange = (): void => {
    this.#jump(1);
  };

  /** To the next thing that stands out in the run: what the marks over the scrubber show. */
  readonly previousMark = (): void => {
    this.#toMark(-1);
  };
  readonly nextMark = (): void => {
    this.#toMark(1);
  };

  readonly previousMessage = (): void => void this.#run.player.toMessage(-1);
  readonly nextMessage = (): void => void this.#run.player.toMessage(1);
  /** To the last step of the selected node. */
  readonly toLast = (): void => {
    if (this.node !== null) void this.#run.player.toLast(this.node);
  };
  /** Plays up to the next change of the selected node. */
  readonly runToHere = (): void => {
    if (this.node !== null) void this.#run.player.playTo(this.node);
  };
  /** Runs the selected task and what follows from it again, in a new run. */
  readonly runFromHere = (): void => {
    if (this.task !== null) void this.#run.fork(this.task);
  };
  /** Playing pauses at the selected node from now on, or no longer. */
  readonly toggleBreakpoint = (): void => {
    if (this.node !== null) this.#run.breakpoints.toggle(this.node);
  };

  /** True where a step of the open run has an address. */
  get canLink(): boolean {
    return this.#link !== null && this.#run.status !== null;
  }

  readonly copyLink = (): void => {
    this.#link?.(this.#run.step);
  };

  readonly showCheckpoints = (): void => {
    this.keeping = true;
  };

  /** Asks whether to end the run at the playhead: what lies ahead of it would be gone for good. */
  readonly askToCut = (): void => {
    this.cutting = true;
  };
  readonly cut = (): void => {
    this.cutting = false;
    void this.#run.stop();
  };

  /** The commands for the shared registry. */
  shortcuts(): readonly Shortcut[] {
    return [...this.#moves(), ...this.#marks(), ...this.#actions()];
  }

  #moves(): readonly Shortcut[] {
    const group = 'Run';
    const able = (): boolean => this.able;
    const canJump = (): boolean => this.canJump;
    return [
      { id: 'player.play', label: 'Play or pause', keys: ['Space'], group, when: able, run: this.playOrPause },
      { id: 'player.back', label: 'One step back', keys: ['Comma'], group, when: () => this.canGoBack, run: this.back },
      {
        id: 'player.forward',
        label: 'One step forward',
        keys: ['Period'],
        group,
        when: () => this.canGoOn,
        run: this.forward,
      },
      {
        id: 'player.previousChange',
        label: 'To the previous change of the selected node',
        keys: ['Shift+Comma'],
        group,
        when: canJump,
        run: this.previousChange,
      },
      {
        id: 'player.nextChange',
        label: 'To the next change of the selected node',
        keys: ['Shift+Period'],
        group,
        when: canJump,
        run: this.nextChange,
      },
      {
        id: 'player.last',
        label: 'To where the selected node ends',
        keys: ['Shift+End'],
        group,
        when: canJump,
        run: this.toLast,
      },
      {
        id: 'player.previousMessage',
        label: 'To the previous message',
        keys: ['Alt+Comma'],
        group,
        when: () => this.canGoBack,
        run: this.previousMessage,
      },
      {
        id: 'player.nextMessage',
        label: 'To the next message',
        keys: ['Alt+Period'],
        group,
        when: () => this.canGoOn,
        run: this.nextMessage,
      },
      { id: 'player.start', label: 'To the first step', keys: ['Home'], group, when: able, run: this.toStart },
      { id: 'player.end', label: 'To the last step', keys: ['End'], group, when: able, run: this.toEnd },
    ];
  }

  #marks(): readonly Shortcut[] {
    const group = 'Run';
    return [
      {
        id: 'player.previousMark',
        label: 'To the previous mark',
        keys: ['Alt+Shift+Comma'],
        group,
        when: () => this.markAt(-1) !== null,
        run: this.previousMark,
      },
      {
        id: 'player.nextMark',
        label: 'To the next mark: a fault, a lie, a broken rule, a decision …',
        keys: ['Alt+Shift+Period'],
        group,
        when: () => this.markAt(1) !== null,
        run: this.nextMark,
      },
    ];
  }

  #actions(): readonly Shortcut[] {
    const group = 'Run';
    return [
      {
        id: 'player.runTo',
        label: 'Run to here: to the next change of the selected node',
        keys: ['Alt+Enter'],
        group,
        when: () => this.canJump,
        run: this.runToHere,
      },
      {
        id: 'player.runFrom',
        label: 'Run from here: the selected task and what follows, in a new run',
        words: 'rerun retry replay fork resume partial execute node',
        keys: ['Alt+Shift+Enter'],
        group,
        when: () => this.able && this.task !== null,
        run: this.runFromHere,
      },
      {
        id: 'player.breakpoint',
        label: 'Pause at the selected node while playing, or no longer',
        words: 'breakpoint interrupt debug human-in-the-loop approval stop',
        keys: ['F9'],
        group,
        when: () => this.node !== null,
        run: this.toggleBreakpoint,
      },
      {
        id: 'run.checkpoints',
        label: 'Checkpoints of the run…',
        words: 'persistence thread save state snapshot resume time travel',
        keys: ['Alt+Shift+C'],
        group,
        when: () => this.#run.status !== null,
        run: this.showCheckpoints,
      },
      {
        id: 'run.link',
        label: 'Copy a link to this step of the run',
        words: 'share url permalink deep bookmark address',
        group,
        when: () => this.canLink,
        run: this.copyLink,
      },
      {
        id: 'run.cut',
        label: 'End the run at the playhead, and cut off what lies ahead…',
        group,
        when: () => this.canGoOn,
        run: this.askToCut,
      },
    ];
  }

  #toMark(direction: 1 | -1): void {
    const step = this.markAt(direction);
    if (step !== null) this.#run.player.seek(step);
  }

  #jump(direction: 1 | -1): void {
    if (this.node !== null) void this.#run.player.toChange(this.node, direction);
  }
}
