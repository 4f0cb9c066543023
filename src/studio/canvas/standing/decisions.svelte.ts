/**
 * How the decision in hand stands at the playhead, for the cards of its members: the selected one, else the one that is under way, else
 * the last. The engine is asked once for each step that shows; cards read their own line of the answer.
 */
import type { ConsensusView } from '../../../bridge/index.ts';
import { decidersOf, isDecided } from '../../../document/index.ts';
import { OneAtATime, type RunSession, type Workspace } from '../../state/index.ts';

/** What a member's card says of the decision. */
export interface MemberStanding {
  /** Phases reached, of so many. */
  readonly reached: number;
  readonly phases: number;
  /** The last phase reached, in one word; empty before the first. */
  readonly word: string;
  readonly value: string;
  readonly leads: boolean;
  readonly view: number | null;
  /** Whether honest members hold different values for decided, and it is one of them. */
  readonly split: boolean;
}

const nobody: ReadonlySet<string> = new Set();

export class Decisions {
  view = $state.raw<ConsensusView | null>(null);
  /** Who takes part in the decision that is selected, while nothing runs. */
  #deciders = $state.raw<ReadonlySet<string>>(nobody);
  readonly #members = $derived(standingOf(this.view));
  readonly #requests = new OneAtATime<{ readonly run: RunSession; readonly task: string; readonly step: number }>(
    async ({ run, task, step }) => {
      this.view = await run.look({ kind: 'run.consensus', task, step });
    },
  );

  of(agent: string): MemberStanding | undefined {
    return this.#members.get(agent);
  }

  /** Whether an agent takes part in the decision that is selected, while nothing runs. */
  takesPart(agent: string): boolean {
    return this.#deciders.has(agent);
  }

  /** How far the decision has come, for the card of its task; null for another task. */
  lineOf(task: string): string | null {
    return this.view?.task === task ? progressOf(this.view) : null;
  }

  /** Looks at the decision in hand; to be called again whenever the playhead or the selection moves. */
  follow(workspace: Workspace, run: RunSession): void {
    this.#deciders = run.active ? nobody : decidersChosen(workspace);
    const task = run.status === null ? null : inHand(workspace, run);
    if (task === null) this.view = null;
    else this.#requests.want({ run, task, step: run.step });
  }
}

/** Who takes part in the selected task, where that is decided or negotiated. */
function decidersChosen({ shown, selection: { single } }: Workspace): ReadonlySet<string> {
  const task = single === null ? undefined : shown?.tasks?.find(({ id }) => id === single);
  return shown === null || task === undefined || !isDecided(task.action) ? nobody : new Set(decidersOf(shown, task));
}

/** The decision that cards tell of; null when nothing is or was decided. */
function inHand({ shown, selection }: Workspace, run: RunSession): string | null {
  const decided = (shown?.tasks ?? []).filter(({ action }) => isDecided(action)).map(({ id }) => id);
  const chosen = selection.single;
  if (chosen !== null && decided.includes(chosen)) return chosen;
  let best: string | null = null;
  let bestAt = -1;
  for (const id of decided) {
    const view = run.taskView(id);
    if (view === undefined || view.startMs === null) continue;
    const at = view.startMs + (view.state === 'running' ? 1e15 : 0);
    if (at < bestAt) continue;
    best = id;
    bestAt = at;
  }
  return best;
}

/** `2 of 4 prepared`, of the furthest phase that anybody has reached; null before the first. */
export function progressOf({ phases, members }: ConsensusView): string | null {
  const furthest = phases.findLastIndex((_, at) => members.some((member) => member.phases[at] !== null));
  if (furthest === -1) return null;
  const count = members.filter((member) => member.phases[furthest] !== null).length;
  return `${String(count)} of ${String(members.length)} ${phases[furthest] ?? ''}`;
}

/** What every member's card says. */
export function standingOf(view: ConsensusView | null): ReadonlyMap<string, MemberStanding> {
  if (view === null || view.begun === null) return new Map();
  const broken = view.outcomes.length > 1;
  return new Map(
    view.members.map((member): [string, MemberStanding] => {
      const last = member.phases.findLastIndex((reached) => reached !== null);
      // What a voter is for is its ballot, whatever becomes of all ballots.
      const told =
        view.phases[0] === 'voted'
          ? member.phases[0]
          : member.phases.findLast((reached) => reached !== null && reached.value !== '');
      const value = told?.value ?? '';
      return [
        member.id,
        {
          reached: last + 1,
          phases: view.phases.length,
          word: view.phases[last] ?? '',
          value,
          leads: view.leader?.id === member.id,
          view: view.view,
          split: broken && view.outcomes.some(({ members }) => members.some(({ id }) => id === member.id)),
        },
      ];
    }),
  );
}
