/** Two states of a document in one small picture: what was removed is drawn too, and what differs carries its mark. Pure. */
import type { Document } from '../../document/index.ts';
import { drawThumbnail, type ThumbnailDrawing } from '../library/thumbnail.ts';
import type { DocumentDiff, Mark } from './diff.ts';

export interface MarkedDrawing {
  readonly drawing: ThumbnailDrawing | null;
  readonly nodes: ReadonlyMap<string, Mark>;
  readonly lines: ReadonlyMap<string, Mark>;
}

/** The picture of both, with the marks of their difference. */
export function drawDifference(before: Document, after: Document, { differences }: DocumentDiff): MarkedDrawing {
  const nodes = new Map<string, Mark>();
  const lines = new Map<string, Mark>();
  for (const { kind, key, mark } of differences) {
    if (kind === 'depends' || kind === 'reports') lines.set(key, mark);
    else if (kind !== 'setting') nodes.set(key, mark);
  }
  return { drawing: drawThumbnail(together(before, after)), nodes, lines };
}

/** `after` with what only `before` has. */
function together(before: Document, after: Document): Document {
  const tasks = (after.tasks ?? []).map((task) => {
    const old = before.tasks?.find(({ id }) => id === task.id);
    return old === undefined
      ? task
      : { ...task, dependsOn: [...(task.dependsOn ?? []), ...gone(old.dependsOn, task.dependsOn)] };
  });
  return {
    agents: [...(after.agents ?? []), ...missing(before.agents, after.agents)],
    tasks: [...tasks, ...missing(before.tasks, after.tasks)],
    view: { nodes: { ...before.view?.nodes, ...after.view?.nodes } },
  };
}

type Dependencies = NonNullable<NonNullable<Document['tasks']>[number]['dependsOn']>;
const taskOf = (dependency: Dependencies[number]): string =>
  typeof dependency === 'string' ? dependency : dependency.task;

function gone(before: Dependencies = [], after: Dependencies = []): Dependencies {
  const kept = new Set(after.map(taskOf));
  return before.filter((dependency) => !kept.has(taskOf(dependency)));
}

function missing<N extends { readonly id: string }>(before: readonly N[] = [], after: readonly N[] = []): readonly N[] {
  const kept = new Set(after.map(({ id }) => id));
  return before.filter(({ id }) => !kept.has(id));
}
