/*
 * The colours of a picture: the design tokens with their value in one theme, because a picture stands alone and has no
 * style sheet. A test holds them to the tokens of the page. No colour of a document gets in here.
 */

export type PictureTheme = 'light' | 'dark';

const TOKENS = {
  canvas: ['#fafaf8', '#16181c'],
  raised: ['#ffffff', '#20232a'],
  line: ['#e6e5df', '#2a2d34'],
  'line-strong': ['#d3d1c9', '#3a3e47'],
  edge: ['#a9a69d', '#565b66'],
  text: ['#1d1c1a', '#e9e8e4'],
  muted: ['#65635c', '#a9a8a1'],
  accent: ['#4f46c8', '#9a94ff'],
  'accent-soft': ['#ecebfb', '#272548'],
  running: ['#0a69b5', '#5cb3f5'],
  succeeded: ['#1a7546', '#5cc98d'],
  failed: ['#b82f26', '#f2857c'],
  'failed-soft': ['#fbe8e6', '#47201d'],
  waiting: ['#8a5c00', '#e0b64a'],
  'waiting-soft': ['#fbf1d9', '#3d3014'],
  lie: ['#9b2c8f', '#e48ad9'],
  'lie-soft': ['#f8e6f5', '#421f3e'],
  idle: ['#87847b', '#7d7f87'],
} as const;

export type Token = keyof typeof TOKENS;
export type Palette = Readonly<Record<Token, string>>;

/** Every token in a theme. */
export function paletteOf(theme: PictureTheme): Palette {
  const colours = {} as Record<Token, string>;
  for (const token of Object.keys(TOKENS) as Token[]) colours[token] = TOKENS[token][theme === 'light' ? 0 : 1];
  return colours;
}
