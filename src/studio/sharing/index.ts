/** The door of sharing: links that hold a workflow, pictures of it, and replays. What a link opens as is `SharedRoute`, which comes by dynamic import. */
export { pictureWords } from './picture-words.ts';
export { pictureFile } from './picture-file.ts';
export { replayPage, tooLargeForPage, viewerAddress } from './replay-page.ts';
export { shareLink } from './share.ts';
export { SharedKeeper } from './shared-keeper.ts';
