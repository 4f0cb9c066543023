/** Hands a person the timeline as a picture: the stretch of time that shows, with every lane. */
import { download } from '../../../shell/bar/download.ts';
import { rasterise } from '../../../sharing/index.ts';
import { extentOf, pictureOf, type Shown } from './picture.ts';

export async function keepTimeline(name: string, shown: Shown, endMs: number, format: 'svg' | 'png'): Promise<void> {
  const { drawPlot, safeFileName } = await import('../../../../interchange/index.ts');
  const title = `${name}: timeline`;
  const svg = drawPlot(pictureOf(shown), { title, lines: [extentOf(shown, endMs)] });
  const fileName = safeFileName(title, `.${format}`);
  if (format === 'svg') download({ content: svg, fileName, mediaType: 'image/svg+xml' });
  else download({ content: await rasterise(svg), fileName, mediaType: 'image/png' });
}
