/**
 * The beginning: opens the library, then mounts the page. What the first screen does not need (studio, engine, importers) comes later
 * by dynamic import. It decides nothing but wiring.
 */
import { mount } from 'svelte';
import '../studio/design/fonts.css';
import '../studio/design/tokens.css';
import '../studio/design/base.css';
import type { Document } from '../document/index.ts';
import { Library } from '../storage/index.ts';
import { Notices, Theme } from '../studio/state/index.ts';
import App from './App.svelte';
import { tellOfLateParts } from './late.ts';
import { keepOffline } from './offline.ts';

const notices = new Notices();
tellOfLateParts(notices);
const theme = new Theme(document.documentElement, matchMedia('(prefers-color-scheme: dark)'));
const library = new Library({
  // The engine's worker says the same of its own database under the same key: once is enough.
  onWarning: (error) => {
    notices.banner(error.message, { key: error.code, tone: 'error' });
  },
});

const refusal = await library.open();
if (refusal !== null) notices.banner(refusal.message, { key: refusal.code, tone: 'error' });

const target = document.getElementById('app') ?? document.body;
mount(App, {
  target,
  props: {
    library,
    notices,
    theme,
    loadEngine: async () => (await import('./workers.ts')).engineLine(),
    importFile: async (bytes: Uint8Array, fileName: string) => (await import('./workers.ts')).readFile(bytes, fileName),
    startMeasurer: async () => (await import('./workers.ts')).measurer(),
    layOut: async (document: Document) => (await import('./workers.ts')).layOut(document),
  },
});

if (import.meta.env.PROD && 'serviceWorker' in navigator)
  void keepOffline(notices, {
    workers: navigator.serviceWorker,
    reload: () => {
      location.reload();
    },
    now: () => Date.now(),
    returned: (call) => {
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'visible') call();
      });
    },
  });
