/** What the Data tab says where there is no value to show, and why an output cannot be fixed now. Pure. */
import type { RunStatus, TaskData, TaskView } from '../../../bridge/index.ts';

/** Said of a node that the open run does not have. */
export const unknownHere = 'Not part of this run: it was added later, or disabled.';

/** Words in place of a value; null when the value itself is to be shown. */
export function dataWord(view: TaskView | undefined, text: string): string | null {
  if (text !== 'null') return null;
  switch (view?.state) {
    case 'succeeded':
      return 'It ended and gave no value.';
    case 'failed':
    case 'unassignable':
      return 'It failed and gave nothing.';
    case 'skipped':
    case 'cancelled':
      return `It was ${view.state} and gives nothing.`;
    default:
      return 'Not there yet at this step.';
  }
}

/** Why the output of a task cannot be fixed now, and what to do; null when it can. */
export function whyNotPinned(status: RunStatus | null, data: TaskData | null): string | null {
  if (status === null || data === null) return 'The run is being opened.';
  if (status.watching) return 'Another tab runs this; take it over to change it.';
  if (!data.followed) return 'Nothing depends on this task, so nothing could be run after it.';
  return status.playing ? 'Pause to change what it gives.' : null;
}
