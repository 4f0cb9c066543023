/** Hands the person a file. It touches the page only for the moment of the download. */

/** Downloads a text under a name made safe for file systems. */
export function download(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => { URL.revokeObjectURL(url); }, 10_000);
}

/** A file name from a title: `Field report` and `.json` give `field-report.json`. */
export function fileNameOf(title: string, ending: string): string {
  const stem = title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '').slice(0, 80);
  return `${stem === '' ? 'untitled' : stem}${ending}`;
}
