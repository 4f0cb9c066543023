/** Hands the person a file. It touches the page only for the moment of the download. */
import type { Exported } from '../../../interchange/index.ts';

/** Downloads a file that is text. */
export function download({ text, fileName, mediaType }: Exported): void {
  const url = URL.createObjectURL(new Blob([text], { type: mediaType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => { URL.revokeObjectURL(url); }, 10_000);
}
