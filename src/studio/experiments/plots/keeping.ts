/** A chart as a file: its picture with a heading that says of what and of how many runs. The writers come when one is wanted. */
import type { PlotScene } from '../../../interchange/index.ts';
import { pictureFile } from '../../sharing/index.ts';
import { download } from '../../shell/bar/download.ts';
import { plural } from '../../design/index.ts';

export interface Picture {
  readonly title: string;
  readonly scene: PlotScene;
  /** How it is to be read. */
  readonly note: string;
}

/** Of what runs a picture is. */
export interface Origin {
  /** The name of the document. */
  readonly name: string;
  readonly seeds: readonly number[];
  readonly engine: string | null;
}

/** Hands the person the picture. */
export async function keepPicture(picture: Picture, origin: Origin, format: 'svg' | 'png'): Promise<void> {
  const { drawPlot } = await import('../../../interchange/index.ts');
  const { title, scene, note } = picture;
  const svg = drawPlot(scene, { title, lines: linesOf(origin, note) });
  download(await pictureFile(svg, `${origin.name} ${title.toLowerCase()}`, format));
}

/** Of what, of how many runs, by which engine, and how it is to be read. */
export function linesOf({ name, seeds, engine }: Origin, note: string): string[] {
  const [first, last] = [seeds[0], seeds.at(-1)];
  const which = first === undefined || first === last ? '' : `: ${String(first)} to ${String(last)}`;
  const by = engine === null ? '' : `; Conclave, engine ${engine}`;
  return [`${name}; ${plural(seeds.length, 'seed')} a setting${which}${by}`, ...wrapped(note, 120)];
}

/** Text in lines of so many letters at most. */
function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= most) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
