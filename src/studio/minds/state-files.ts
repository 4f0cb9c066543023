/**
 * Saves the state of an agent as it is at the playhead, and loads one: read and found in order first, then taken over in one
 * piece, into the paused run as an input or into the drawing as one edit. What is refused changes nothing.
 */
import type { Document, Edit } from '../../document/index.ts';
import type { Json } from '../../base/index.ts';
import type { AgentState as State } from '../../interchange/index.ts';
import type { RunSession } from '../state/index.ts';
import type { DownloadFile } from '../shell/bar/download.ts';

export type Into = 'run' | 'drawing';

export type Loaded =
  | { readonly kind: 'done' | 'refused'; readonly sentence: string }
  /** The state is of another agent: whether it is meant is for the person to say. */
  | { readonly kind: 'foreign'; readonly sentence: string };

interface Drawing {
  readonly document: Document | null;
  edit(edit: Edit, options: { readonly label: string }): boolean;
}

/** The writers and readers come when one is wanted. */
const files = () => import('../../interchange/index.ts');

export class StateFiles {
  readonly #run: RunSession;
  readonly #drawing: Drawing;

  constructor(run: RunSession, drawing: Drawing) {
    this.#run = run;
    this.#drawing = drawing;
  }

  /** The file of an agent's state, as it is at a step or at the playhead; null where the run does not know it. */
  async save(agent: string, step = this.#run.step): Promise<DownloadFile | null> {
    const state = await this.#stateAt(agent, step);
    if (state === null) return null;
    const { AGENT_STATE_ENDING, safeFileName, writeAgentState } = await files();
    return {
      content: writeAgentState(state),
      fileName: safeFileName(agent, AGENT_STATE_ENDING),
      mediaType: 'application/json',
    };
  }

  /** Lets an agent believe and be after at the playhead what it did at a step. */
  async takeBack(agent: string, step: number): Promise<Loaded> {
    const state = await this.#stateAt(agent, step);
    return state === null
      ? { kind: 'refused', sentence: `The run knows no state of ${agent} at step ${step}.` }
      : this.#intoRun(agent, state);
  }

  async #stateAt(agent: string, step: number): Promise<State | null> {
    const mind = await this.#run.look({ kind: 'run.mind', agent, step });
    const then = await this.#run.look({ kind: 'run.checkpoint', agent, step });
    if (mind === null || then === null) return null;
    const { beliefs, goals, memory } = mind;
    const { timeMs, busyMs, tasks } = then;
    return { agent, beliefs, goals, memory, metrics: { step, timeMs, busyMs, tasks } };
  }

  async load(
    bytes: Uint8Array,
    { agent, into, anybody }: { readonly agent: string; readonly into: Into; readonly anybody: boolean },
  ): Promise<Loaded> {
    const { otherAgent, raisedWords, readAgentState } = await files();
    const given = readAgentState(bytes);
    if (!given.ok) return { kind: 'refused', sentence: given.error.message };
    const { state } = given.value;
    const other = anybody ? null : otherAgent(state, agent);
    if (other !== null) return { kind: 'foreign', sentence: other };
    const told = await (into === 'run' ? this.#intoRun(agent, state) : this.#intoDrawing(agent, state));
    const brought = raisedWords(given.value);
    return brought === null || told.kind !== 'done' ? told : { ...told, sentence: `${told.sentence} ${brought}` };
  }

  async #intoRun(agent: string, state: State): Promise<Loaded> {
    const { stateChange } = await files();
    const now = await this.#run.look({ kind: 'run.mind', agent, step: this.#run.step });
    if (now === null) return { kind: 'refused', sentence: `There is no agent "${agent}" in this run.` };
    const change = stateChange(agent, now, state);
    if (!change.ok) return { kind: 'refused', sentence: change.error };
    if (!(await this.#put(change.value, agent))) return { kind: 'refused', sentence: 'The state was not loaded.' };
    return { kind: 'done', sentence: 'its state is loaded; from here on the run goes another way. Play it.' };
  }

  async #put(change: Json, agent: string): Promise<boolean> {
    const done = await this.#run.inject(change);
    // It happens in a later step of this instant: there it can be seen.
    if (done) await this.#run.player.toChange(agent, 1);
    return done;
  }

  async #intoDrawing(agent: string, state: State): Promise<Loaded> {
    const { stateEdit, strangeGoals } = await files();
    const { document } = this.#drawing;
    const edit = document === null ? null : stateEdit(document, agent, state);
    if (edit === null) return { kind: 'refused', sentence: `There is no agent "${agent}" in the drawing.` };
    if (!this.#drawing.edit(edit, { label: 'Load a state' }))
      return { kind: 'refused', sentence: 'The drawing did not take the state.' };
    const now = this.#drawing.document;
    const strange = now === null ? null : strangeGoals(now, agent);
    return { kind: 'done', sentence: `the drawing begins with this state. ${strange ?? 'Run it to see.'}` };
  }
}
