/**
 * What the cards of a picture say: the words of the canvas, at the playhead when a run is open. It only asks and never draws, so a
 * picture and the canvas cannot disagree.
 */
import type { AgentView, TaskView } from '../../bridge/index.ts';
import { compositesOf, type Document, shownName } from '../../document/index.ts';
import type { PictureOptions } from '../../interchange/index.ts';
import { agentLine, isLiar, loadOf, memoryLine, placesOf, resourceLine, taskLine, taskWord } from '../canvas/index.ts';
import { dueOf, initials, lookOf, plural } from '../design/index.ts';

/** The views of an open run. */
export interface RunViews {
  agentView(id: string): AgentView | undefined;
  taskView(id: string): TaskView | undefined;
  /** Where the playhead stands, ms. */
  readonly timeMs: number;
}

/** How to draw a document; `run` is null while none is open. */
export function pictureWords(
  document: Document,
  run: RunViews | null,
): Pick<PictureOptions, 'places' | 'agentWords' | 'taskWords' | 'shareWords'> {
  const names = new Map((document.agents ?? []).map(({ id, name }) => [id, shownName({ id, name })]));
  const { parts } = compositesOf(document);
  const memories: ReadonlySet<object> = new Set(document.memories);
  return {
    places: placesOf(document),
    shareWords: (share) => (memories.has(share) ? memoryLine(share) : resourceLine(share)),
    agentWords: (agent, leads) => {
      const view = run?.agentView(agent.id);
      return {
        line: agentLine(agent, leads, view),
        initials: initials(shownName(agent)),
        lies: isLiar(agent),
        crashed: view?.state === 'crashed',
        load: loadOf(view),
        running: view?.running ?? [],
      };
    },
    taskWords: (task) => {
      const view = run?.taskView(task.id);
      const who = view === undefined ? task.agent : (view.agent ?? undefined);
      const own = parts.get(task.id);
      if (own !== undefined && view === undefined) return { state: null, line: plural(own.length, 'part'), who: null };
      return {
        state: view?.state ?? null,
        line:
          view === undefined
            ? taskLine(task, document)
            : (taskWord(view, dueOf(task.deadlineMs, view, run?.timeMs ?? 0)) ?? lookOf(view.state).word),
        who: who === undefined ? null : (names.get(who) ?? who),
      };
    },
  };
}
