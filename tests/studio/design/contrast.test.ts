import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync('src/studio/design/tokens.css', 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(([, name, light, dark]) => [
    name ?? '',
    { light: light ?? '', dark: dark ?? '' },
  ]),
);

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string, theme: 'light' | 'dark'): number {
  const [a = 0, b = 0] = [one, other].map((name) => luminance(tokens.get(name)?.[theme] ?? '')).sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
}

const grounds = ['page', 'canvas', 'panel', 'raised', 'hover', 'sunken'];
const states = ['accent', 'running', 'succeeded', 'failed', 'waiting', 'lie'];
const pairs = [
  ...['text', 'muted', 'faint'].flatMap((text) => grounds.map((ground) => [text, ground] as const)),
  ...states.flatMap((state) =>
    ['page', 'canvas', 'panel', 'raised', `${state}-soft`].map((ground) => [state, ground] as const),
  ),
  ['on-accent', 'accent'] as const,
  ['on-accent', 'accent-strong'] as const,
  ['muted', 'idle-soft'] as const,
  ['text', 'failed-soft'] as const,
  ['text', 'waiting-soft'] as const,
  ['text', 'accent-soft'] as const,
];

describe.each(['light', 'dark'] as const)('contrast, %s', (theme) => {
  it.each(pairs)('%s on %s can be read (AA, 4.5:1)', (text, ground) => {
    expect(contrast(text, ground, theme)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['line-control', 'accent', 'idle'])('%s on a panel can be told apart (3:1)', (name) => {
    expect(contrast(name, 'panel', theme)).toBeGreaterThanOrEqual(3);
  });
});
