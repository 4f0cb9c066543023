/** A plot as a picture: it stands alone, in the light theme, with its heading and the names of its lines, and nothing in it is markup. */
import { expect, it } from 'vitest';
import { drawPlot, type PlotScene } from '../../../src/interchange/index.ts';
import { paletteOf } from '../../../src/interchange/picture/palette.ts';

const scene: PlotScene = {
  width: 300,
  height: 200,
  marks: [
    {
      kind: 'path',
      points: [
        [0, 0],
        [10.123, 20],
      ],
      tone: 'accent',
      dash: '4 2',
    },
    {
      kind: 'area',
      points: [
        [0, 0],
        [5, 5],
        [0, 5],
      ],
      tone: 'lie',
      opacity: 0.2,
    },
    { kind: 'circle', at: [7, 8], r: 3, tone: 'failed', hollow: true },
    { kind: 'text', at: [1, 2], text: '<script>alert(1)</script> & more', tone: 'muted', bold: true },
  ],
  legend: [
    { name: 'Contract net', tone: 'accent' },
    { name: 'a "quoted" one', tone: 'waiting', dash: '7 3' },
  ],
};

it('says what is drawn, of how many runs, and what its lines are called', () => {
  const svg = drawPlot(scene, { title: 'Total time <by> setting', lines: ['30 seeds a setting', 'Means'] });
  for (const text of [
    'Total time &lt;by&gt; setting',
    '30 seeds a setting',
    'Means',
    'Contract net',
    'a &quot;quoted&quot; one',
  ])
    expect(svg).toContain(`>${text}<`);
  const [, width = '', height = ''] = /^<svg [^>]*viewBox="0 0 (\d+) (\d+)"/u.exec(svg) ?? [];
  expect(Number(width)).toBeGreaterThanOrEqual(340);
  expect(Number(height)).toBeGreaterThan(300);
});

it('stands alone: no style sheet, no script, no link, colours by value in the light theme', () => {
  const svg = drawPlot(scene, { title: 'x', lines: [] });
  expect(svg).not.toMatch(/<script|style=|class=|href|url\(|var\(/u);
  const { accent, lie, failed, raised } = paletteOf('light');
  for (const colour of [`stroke="${accent}"`, `fill="${lie}"`, `fill="${raised}" stroke="${failed}"`])
    expect(svg).toContain(colour);
  expect(svg).toContain('d="M0 0L10.1 20"');
});

it('a title wider than the plot widens the picture, and its lines go on to more rows', () => {
  const widthOf = (title: string): number =>
    Number(/viewBox="0 0 (\d+)/u.exec(drawPlot({ ...scene, legend: [] }, { title, lines: [] }))?.[1]);
  expect(widthOf('w'.repeat(80))).toBeGreaterThan(widthOf('w'));
  const names = Array.from({ length: 8 }, (_, at) => ({
    name: `A setting with a long name ${String(at)}`,
    tone: 'accent' as const,
  }));
  const heightOf = (legend: PlotScene['legend']): number =>
    Number(/viewBox="0 0 \d+ (\d+)/u.exec(drawPlot({ ...scene, legend }, { title: 'x', lines: [] }))?.[1]);
  expect(heightOf(names)).toBeGreaterThan(heightOf(names.slice(0, 1)));
});
