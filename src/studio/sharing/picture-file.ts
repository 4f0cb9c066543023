/** A drawing as a file: as it is, or as pixels. */
import type { DownloadFile } from '../shell/bar/download.ts';
import { rasterise } from './raster.ts';

/** The file of a picture, named after what it shows. */
export async function pictureFile(svg: string, name: string, format: 'svg' | 'png'): Promise<DownloadFile> {
  const { safeFileName } = await import('../../interchange/index.ts');
  const fileName = safeFileName(name, `.${format}`);
  if (format === 'svg') return { content: svg, fileName, mediaType: 'image/svg+xml' };
  return { content: await rasterise(svg), fileName, mediaType: 'image/png' };
}
