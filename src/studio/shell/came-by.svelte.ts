/**
 * Where a link into a run led: looks there once, and tells as long as the person still stands there, so that a reload leads there again
 * and one that went on is not led back.
 */
import { nodeIdsOf, type LinkedView, type RunSession, type Workspace } from '../state/index.ts';

/** A drawing of no more nodes opens as a whole: what is selected is seen without moving it. */
const wholeMax = 40;
/** What a run shows of what is selected unless something else is asked for. */
const firstTab = 'state';

export class CameBy {
  readonly #workspace: Workspace;
  readonly #run: RunSession;
  #view = $state.raw<LinkedView | null>(null);
  #runId: string | null = null;
  /** Whether the playhead has come to the step: until then it is on its way, and may have to wait for steps to be computed. */
  #arrived = false;
  /** Whether the person went on since. Told by what is read of the rest, so it need not be heard of. */
  #left = false;

  constructor(workspace: Workspace, run: RunSession) {
    this.#workspace = workspace;
    this.#run = run;
  }

  /** Takes the open run to what a link says; tabs and nodes that are not there are left out. */
  look({ step, tabs, selected }: LinkedView): void {
    const { views, shown } = this.#workspace;
    const ids = nodeIdsOf(shown);
    const there = selected.filter((id) => ids.has(id));
    const [only] = there;
    if (there.length === 1 && only !== undefined && ids.size > wholeMax) this.#workspace.focus(only);
    else if (there.length > 0) this.#workspace.select(there);
    for (const tab of tabs) views.ask(tab);
    if (step !== null) this.#run.stopAt(step);
    const known = tabs.filter((tab) => tab === views.player || tab === views.inspector);
    this.stand({ step, tabs: known, selected: there });
  }

  /** What the address is to say from now on, as long as it is so. */
  stand(view: LinkedView): void {
    this.#runId = this.#run.runId;
    this.#arrived = false;
    this.#left = false;
    this.#view = view;
  }

  forget(): void {
    this.#view = null;
  }

  /** What the address says, while that is where the person stands. */
  still(): LinkedView | null {
    const view = this.#view;
    if (view !== null && !this.#left && !this.#isAt(view)) this.#left = true;
    return this.#left ? null : view;
  }

  #isAt({ step, tabs, selected }: LinkedView): boolean {
    const { views, selection } = this.#workspace;
    if (this.#run.runId !== this.#runId) return false;
    if (!tabs.every((tab) => tab === views.player || tab === views.inspector)) return false;
    if (selected.length > 0 && !(selection.ids.size === selected.length && selected.every((id) => selection.has(id))))
      return false;
    if (step === null) return true;
    const { step: at, status } = this.#run;
    const here = at === step || (status?.complete === true && at === Math.min(step, status.steps));
    if (here) this.#arrived = true;
    return here || !this.#arrived;
  }
}

/** What a link to a step of the run says: the tabs that are shown, and a node or else what is selected. */
export function viewOf({ views, selection, shown }: Workspace, step: number, node: string | null): LinkedView {
  const ids = nodeIdsOf(shown);
  const selected = node === null ? [...selection.ids].filter((id) => ids.has(id)) : [node];
  const tabs = [views.playerShown, selected.length === 0 ? null : views.inspectorShown].filter(
    (tab) => tab !== null && tab !== firstTab,
  );
  return { step, tabs: tabs as readonly string[], selected };
}
