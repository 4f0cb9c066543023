/** The door of sharing: links that hold a workflow, and pictures of it. What a link opens as is `SharedRoute`, which comes by dynamic import. */
export { pictureWords } from './picture-words.ts';
export { rasterise } from './raster.ts';
export { shareLink, thisPage } from './share.ts';
