/** Hands a person the messages of a run as a picture: the whole run as it is filtered and folded, or as many rows as one picture holds. */
import type { MessageFilter, MessageWindow } from '../../../../bridge/index.ts';
import { formatCount, plural } from '../../../design/index.ts';
import { download } from '../../../shell/bar/download.ts';
import { pictureFile } from '../../../sharing/index.ts';
import { pictureOf, pictureRowsMax } from './picture.ts';

export async function keepMessages(
  name: string,
  ask: (from: number, count: number, filter: MessageFilter) => Promise<MessageWindow | null>,
  filter: MessageFilter,
  { format, from }: { readonly format: 'svg' | 'png'; readonly from: number },
): Promise<void> {
  const shown = await ask(from, pictureRowsMax, filter);
  if (shown === null || shown.rows.length === 0) return;
  const { drawPlot } = await import('../../../../interchange/index.ts');
  const title = `${name}: messages`;
  const svg = drawPlot(pictureOf(shown), { title, lines: [extentOf(shown)] });
  download(await pictureFile(svg, title, format));
}

/** Which part of the run is drawn. */
export function extentOf({ from, rows, total, said }: MessageWindow): string {
  const what = `${plural(said.messages, 'message')}, ${plural(said.lies, 'lie')}, ${formatCount(said.lost)} lost`;
  if (rows.length === total) return `The whole run: ${what}`;
  return `Rows ${formatCount(from + 1)} to ${formatCount(from + rows.length)} of ${formatCount(total)}; in the whole run ${what}`;
}
