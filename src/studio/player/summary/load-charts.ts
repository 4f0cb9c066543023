/**
 * Fetches the library of the charts. While it loads it asks for the browser's own language and makes a formatter of it, and it fails for
 * good where that is no tag of a language, such as `C` or `en-US@posix`: then it is told English, for as long as it loads.
 */
import type uPlot from 'uplot';

export async function loadCharts(): Promise<typeof uPlot> {
  const known = isLanguage(navigator.language);
  if (!known) Object.defineProperty(navigator, 'language', { value: 'en', configurable: true });
  try {
    const [{ default: loaded }] = await Promise.all([import('uplot'), import('uplot/dist/uPlot.min.css')]);
    return loaded;
  } finally {
    if (!known) Reflect.deleteProperty(navigator, 'language');
  }
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag).length >= 0;
  } catch {
    return false;
  }
}
