/** What stands otherwise in one checkpoint than in another, in short words: work, working memory, beliefs and goals. */
import { canonical } from '../../base/index.ts';
import { exactTime } from '../../document/index.ts';
import { shortened } from '../minds/mind-views.ts';
import type { CheckpointChange, CheckpointChanges, CheckpointWork } from './checkpoint-views.ts';
import type { Contents } from './contents.ts';

const changesMax = 400;

/** By what it is about: kinds in one order, in each what the first has in its order, then what is new. */
export function changesBetween(was: Contents, is: Contents): CheckpointChanges {
  const all = kinds.flatMap((of): CheckpointChange[] => {
    const [before, after] = [standing[of](was), standing[of](is)];
    return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
      const pair = { was: before.get(name) ?? null, is: after.get(name) ?? null };
      return pair.was === pair.is ? [] : [{ of, name, ...pair }];
    });
  });
  return { changes: all.slice(0, changesMax), more: Math.max(0, all.length - changesMax) };
}

type Kind = CheckpointChange['of'];
const kinds = ['work', 'memory', 'belief', 'goal'] as const satisfies readonly Kind[];

const standing: { readonly [Of in Kind]: (contents: Contents) => Map<string, string> } = {
  work: ({ work }) => {
    const words = new Map<string, string>();
    // The same task may stand there under two leases.
    for (const each of work) words.set(each.task, [words.get(each.task), workWords(each)].filter(Boolean).join('; '));
    return words;
  },
  memory: ({ memory }) =>
    new Map(
      Object.entries(memory ?? {}).map(([key, { value, count, pinned }]) => [
        key,
        `${shortened(value).text}, ${String(count)} ${count === 1 ? 'use' : 'uses'}${pinned ? ', pinned' : ''}`,
      ]),
    ),
  belief: ({ beliefs }) => new Map(Object.entries(beliefs).map(([name, value]) => [name, canonical(value)])),
  goal: ({ goals }) => new Map(goals.map(({ id, status }) => [id, status])),
};

/** `running, 1.2 s of 3 s done`. */
export function workWords({ how, agent, attempt, doneMs, leftMs }: CheckpointWork): string {
  const again = attempt > 1 ? `, attempt ${String(attempt)}` : '';
  const to = agent === null ? '' : ` to ${agent}`;
  const done = doneMs === null || leftMs === null ? '' : `, ${exactTime(doneMs)} of ${exactTime(doneMs + leftMs)} done`;
  return `${how}${to}${done}${again}`;
}
