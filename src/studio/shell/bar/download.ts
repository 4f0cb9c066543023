/** Hands the person a file. It touches the page only for the moment of the download. */

export interface DownloadFile {
  readonly content: string | Blob;
  readonly fileName: string;
  readonly mediaType: string;
}

/** Downloads a file. */
export function download({ content, fileName, mediaType }: DownloadFile): void {
  const url = URL.createObjectURL(new Blob([content], { type: mediaType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 10_000);
}
