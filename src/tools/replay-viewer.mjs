/**
 * Builds the viewer of a standalone replay: one page with its script and its styles written into it, and a policy that allows these by
 * their digests and nothing else. The studio writes a run into it when one is taken away.
 */
import { createHash } from 'node:crypto';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';
import { root } from './node.mjs';
import { notices, packagesOf } from './notices.mjs';

export const fileName = 'replay-viewer.html';

/** @param {string} text */
const digest = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing in a script may end the element that it stands in, nor open a comment: said so that texts and patterns mean the same. @param {string} code */
const within = (code) => code.replaceAll(/<(?=\/script|!--)/gi, '\\x3C');

/** A text as a comment of the page, which nothing in it can end. @param {string} text */
const comment = (text) => `<!--\n${text.replaceAll(/--(!?)>/g, '-- $1>')}-->`;

/** @param {string} script @param {string} style @param {string} licences */
function page(script, style, licences) {
  const policy = [
    `default-src 'none'`,
    `script-src ${digest(script)}`,
    `style-src ${digest(style)}`,
    `img-src data:`,
    `font-src data:`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `require-trusted-types-for 'script'`,
    `trusted-types svelte-trusted-html`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Conclave replay</title>
<style>${style}</style>
</head>
<body>
<div id="app"></div>
<noscript>This replay needs JavaScript, all of which is in this file.</noscript>
<script id="run" type="application/json"></script>
<script type="module">${script}</script>
${comment(licences)}
</body>
</html>
`;
}

/** @returns {Promise<string>} */
export async function buildReplayViewer() {
  const result = await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'error',
    plugins: [svelte()],
    build: {
      write: false,
      target: 'baseline-widely-available',
      modulePreload: false,
      cssCodeSplit: false,
      assetsInlineLimit: Number.MAX_SAFE_INTEGER,
      rolldownOptions: { input: 'src/app/replay-page/main.ts', output: { format: 'es', codeSplitting: false } },
    },
  });
  const { output } = /** @type {import('vite').Rolldown.RolldownOutput} */ (Array.isArray(result) ? result[0] : result);
  const scripts = output.flatMap((item) => (item.type === 'chunk' ? [item.code] : []));
  const styles = output.flatMap((item) =>
    item.type === 'asset' && item.fileName.endsWith('.css') ? [item.source] : [],
  );
  if (scripts.length !== 1 || output.length !== scripts.length + styles.length)
    throw new Error(`The viewer is not one file: ${output.map((item) => item.fileName).join(', ')}`);
  const [script = ''] = scripts;
  return page(
    within(script),
    styles.map(String).join('\n'),
    notices(packagesOf(Object.fromEntries(output.map((item) => [item.fileName, item])))),
  );
}

/** Puts the viewer beside the built page, and serves it while developing. @returns {import('vite').Plugin} */
export function replayViewer() {
  let serving = false;
  return {
    name: 'replay-viewer',
    configResolved(config) {
      serving = config.command === 'serve';
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        if (!(request.url ?? '').split('?')[0]?.endsWith(`/${fileName}`)) {
          next();
          return;
        }
        buildReplayViewer().then((html) => {
          response.setHeader('content-type', 'text/html; charset=utf-8');
          response.end(html);
        }, next);
      });
    },
    async generateBundle() {
      if (!serving) this.emitFile({ type: 'asset', fileName, source: await buildReplayViewer() });
    },
  };
}
