/**
 * A run as one page that needs nothing else: the viewer that was built beside this page, with the run file written into it as data. The
 * data is never code: nothing in it can end the block that it stands in. It asks our own origin for the viewer, and no other.
 */
import { formatBytes, formatCount } from '../design/index.ts';

/** The viewer, beside the page. */
export const viewerAddress = 'replay-viewer.html';
/** Where the run's data belongs in the viewer. */
export const dataPlace = '<script id="run" type="application/json"></script>';
/** More than this is not put into one page: it has to be computed again each time that it is opened. */
export const stepsMax = 200_000;
export const textMax = 8_000_000;

/** Why a run is not put into one page, as a sentence; null when it can be. */
export function tooLargeForPage(text: string, steps: number): string | null {
  const instead = 'take the run file and open it in Conclave instead.';
  if (steps > stepsMax)
    return `This run has ${formatCount(steps)} steps, and a page replays up to ${formatCount(stepsMax)}: ${instead}`;
  if (text.length > textMax)
    return `This run takes ${formatBytes(text.length)}, and a page holds up to ${formatBytes(textMax)}: ${instead}`;
  return null;
}

/** JSON as the content of a data block: the same value, without anything that a parser of pages or of scripts could stop at. */
export function inert(json: string): string {
  return json
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('&', '\\u0026')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

/** The page with a run in it. */
export function replayPage(viewer: string, text: string): string {
  const at = viewer.indexOf(dataPlace);
  if (at === -1 || viewer.includes(dataPlace, at + 1))
    throw new Error('The viewer has no place for a run; reload the page.');
  const open = dataPlace.slice(0, dataPlace.indexOf('</'));
  const data = `${open}${inert(JSON.stringify(JSON.parse(text)))}</script>`;
  return viewer.slice(0, at) + data + viewer.slice(at + dataPlace.length);
}
