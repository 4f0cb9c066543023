/**
 * The design tokens as colours that a canvas understands. Tokens are written as `light-dark(...)`, which a canvas cannot read, so the
 * browser resolves each on a probe element. Read again when the theme changes; no colour is written here.
 */
export interface TonePair {
  readonly strong: string;
  readonly soft: string;
}

export interface Palette {
  readonly panel: string;
  readonly line: string;
  readonly grid: string;
  readonly text: string;
  readonly muted: string;
  readonly accent: string;
  readonly running: TonePair;
  readonly succeeded: TonePair;
  readonly failed: TonePair;
  readonly waiting: TonePair;
  readonly idle: TonePair;
  readonly lie: TonePair;
  readonly font: string;
}

/** Reads the palette as it is inside `host`. */
export function readPalette(host: HTMLElement): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  host.append(probe);
  const style = getComputedStyle(probe);
  const colour = (token: string): string => {
    probe.style.color = `var(--${token})`;
    return style.color;
  };
  const tone = (token: string): TonePair => ({ strong: colour(token), soft: colour(`${token}-soft`) });
  const palette: Palette = {
    panel: colour('panel'),
    line: colour('line'),
    grid: colour('line'),
    text: colour('text'),
    muted: colour('muted'),
    accent: colour('accent'),
    running: tone('running'),
    succeeded: tone('succeeded'),
    failed: tone('failed'),
    waiting: tone('waiting'),
    idle: tone('idle'),
    lie: tone('lie'),
    font: style.fontFamily,
  };
  probe.remove();
  return palette;
}
