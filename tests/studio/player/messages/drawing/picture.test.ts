/** The messages as a picture: read back as SVG it has every row, whole names that do no harm, and says what part of the run it is. */
import { describe, expect, it } from 'vitest';
import { drawPlot } from '../../../../../src/interchange/index.ts';
import { MessageRows } from '../../../../../src/replay/index.ts';
import { extentOf } from '../../../../../src/studio/player/messages/drawing/keeping.ts';
import { pictureOf } from '../../../../../src/studio/player/messages/drawing/picture.ts';
import { ran } from '../../../../support/running.ts';

const hostile = '<script>alert(1)</script> & "Ana"';
function windowOf(from = 0, count = 400) {
  const { plan, run } = ran({
    agents: [{ id: 'ana', name: hostile, behaviour: 'equivocating' }, { id: 'ben' }, { id: 'cleo' }, { id: 'dan' }],
    tasks: [{ id: 'go', action: { kind: 'consensus', value: 'go' } }],
    network: { delayMs: 20, loss: 0.1 },
    seed: 3,
  });
  const filter = { phases: { all: false, except: [] }, joined: { all: true, except: [] } };
  return new MessageRows(plan, run.log).window(from, count, filter, run.log.length);
}
function read(shown = windowOf()) {
  const svg = drawPlot(pictureOf(shown), { title: 'Messages', lines: [extentOf(shown)] });
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
  expect(parsed.querySelector('parsererror')).toBeNull();
  return { parsed, texts: [...parsed.querySelectorAll('text')].map(({ textContent }) => textContent) };
}

describe('a picture of the messages', () => {
  it('has the names of all who speak, whole, and none of them does harm', () => {
    const { parsed, texts } = read();
    expect(texts).toContain(hostile);
    expect(parsed.querySelector('script')).toBeNull();
  });

  it('has every row: phases with what they hold, and what is lost or a lie by its word', () => {
    const shown = windowOf();
    const { texts } = read(shown);
    for (const { phase } of shown.rows)
      if (phase !== null) expect(texts.some((each) => each.startsWith(`${phase.says} · `))).toBe(true);
    expect(texts.filter((each) => each.includes('a lie')).length).toBeGreaterThan(1);
    expect(texts.filter((each) => /lost$/.test(each)).length).toBeGreaterThan(1);
  });

  it('says whether it is the whole run', () => {
    const shown = windowOf();
    expect(extentOf(shown)).toMatch(/^The whole run: \d+ messages, \d+ lies?, \d+ lost$/);
    expect(extentOf(windowOf(2, 5))).toMatch(/^Rows 3 to 7 of \d+; in the whole run/);
    expect(read(windowOf(2, 5)).texts.length).toBeLessThan(read(shown).texts.length);
  });

  it('draws nothing outside of itself', () => {
    const { width, height, marks } = pictureOf(windowOf());
    for (const mark of marks)
      for (const [x, y] of 'points' in mark ? mark.points : [mark.at]) {
        expect([x >= 0, x <= width, y >= 0, y <= height + 5]).toEqual([true, true, true, true]);
      }
  });
});
