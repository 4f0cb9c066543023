/** Hands a person the timeline as a picture: the stretch of time that shows, with every lane. */
import { download } from '../../../shell/bar/download.ts';
import { pictureFile } from '../../../sharing/index.ts';
import { extentOf, pictureOf, type Shown } from './picture.ts';

export async function keepTimeline(name: string, shown: Shown, endMs: number, format: 'svg' | 'png'): Promise<void> {
  const { drawPlot } = await import('../../../../interchange/index.ts');
  const title = `${name}: timeline`;
  const svg = drawPlot(pictureOf(shown), { title, lines: [extentOf(shown, endMs)] });
  download(await pictureFile(svg, title, format));
}
