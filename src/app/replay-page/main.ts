/**
 * The beginning of a standalone replay: reads the run file that was written into this page, and shows it. Everything comes from this one
 * file; nothing is asked of a network or stored.
 */
import { mount } from 'svelte';
import '../../studio/design/tokens.css';
import '../../studio/design/base.css';
import './fonts.css';
import { importFile } from '../../interchange/index.ts';
import { Notices, Theme } from '../../studio/state/index.ts';
import ReplayPage from './ReplayPage.svelte';

const text = document.getElementById('run')?.textContent ?? '';
const file = importFile(new TextEncoder().encode(text), 'run.json');

mount(ReplayPage, {
  target: document.getElementById('app') ?? document.body,
  props: {
    text,
    opened: file.ok ? file.value.document : null,
    refusal: file.ok ? null : file.error.message,
    notices: new Notices(),
    theme: new Theme(document.documentElement, matchMedia('(prefers-color-scheme: dark)')),
  },
});
