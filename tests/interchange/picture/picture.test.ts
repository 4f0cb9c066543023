/** The picture of a document in Node: the same bytes every time, places, states, and the page's own colours. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Agent, Document, Task } from '../../../src/document/index.ts';
import { drawPicture, type AgentWords, type PictureOptions, type TaskWords } from '../../../src/interchange/index.ts';
import { fit } from '../../../src/interchange/picture/fit.ts';
import { STATE_ICONS } from '../../../src/interchange/picture/icons.ts';
import { element, figure } from '../../../src/interchange/picture/markup.ts';
import { paletteOf } from '../../../src/interchange/picture/palette.ts';
import { angled, curveAcross, curveDown } from '../../../src/interchange/picture/wires.ts';

const agentWords =
  (changes: Partial<AgentWords> = {}) =>
  (agent: Agent): AgentWords => ({
    line: 'idle',
    initials: agent.id.slice(0, 2),
    lies: false,
    crashed: false,
    load: 0,
    running: [],
    ...changes,
  });
const taskWords =
  (changes: Partial<TaskWords> = {}) =>
  (task: Task): TaskWords => ({ state: null, line: task.id, who: null, ...changes });
const plain: PictureOptions = { theme: 'light', agentWords: agentWords(), taskWords: taskWords() };

const small: Document = {
  name: 'Small',
  agents: [
    { id: 'lead', role: 'manager' },
    { id: 'ana', reportsTo: 'lead' },
  ],
  tasks: [{ id: 'collect' }, { id: 'write', dependsOn: ['collect', { task: 'gone' }] }],
  view: {
    nodes: { lead: { x: 0, y: 0 }, ana: { x: 0, y: 120 }, collect: { x: 0, y: 260 }, write: { x: 240, y: 260 } },
  },
};

describe('what cannot be drawn', () => {
  it('refuses elements and attributes that are not on the list', () => {
    expect(() => element('script' as 'g', {})).toThrow();
    expect(() => element('g', { onload: 'x' } as object)).toThrow();
    expect(() => element('g', { href: 'https://example.org' } as object)).toThrow();
  });

  it('gives an empty document a picture, and a figure that is none a place', () => {
    expect(drawPicture({}, plain)).toContain('<title>Untitled</title>');
    expect([figure(NaN), figure(Infinity), figure(-0), figure(1.005), figure(2)]).toEqual(['0', '0', '0', '1', '2']);
    const lost = drawPicture({ tasks: [{ id: 'a' }], view: { nodes: { a: { x: 1e300, y: NaN } } } }, plain);
    expect(lost).not.toMatch(/NaN|Infinity|e\+/);
  });

  it('leaves out lines that lead nowhere or to themselves', () => {
    const lines = (document: Document): number => drawPicture(document, plain).split('stroke-width="1.5"').length - 1;
    expect(lines(small)).toBe(2);
    expect(
      lines({
        agents: [
          { id: 'a', reportsTo: 'a' },
          { id: 'b', reportsTo: 'gone' },
        ],
        tasks: [{ id: 't', dependsOn: ['t', '__proto__'] }],
      }),
    ).toBe(0);
  });
});

describe('what is drawn', () => {
  it('is the same bytes every time', () => {
    expect(drawPicture(structuredClone(small), plain)).toBe(drawPicture(small, plain));
    expect(drawPicture(small, { ...plain, theme: 'dark' })).not.toBe(drawPicture(small, plain));
  });

  it('holds all cards with a margin, whether placed or laid out', () => {
    expect(drawPicture(small, plain)).toContain('viewBox="-32 -32 480 386"');
    const { view: _view, ...loose } = small;
    for (const name of ['lead', 'ana', 'collect', 'write'])
      expect(drawPicture(loose, plain)).toContain(`>${name}</text>`);
    const moved = drawPicture(small, { ...plain, places: new Map([['lead', { x: 900, y: 40 }]]) });
    expect(moved).toContain('translate(900 40)');
  });

  it('shows states by icon, word and colour, satisfied edges, and who works on what', () => {
    const { succeeded, lie, accent, running } = paletteOf('light');
    const done = drawPicture(small, { ...plain, taskWords: taskWords({ state: 'succeeded', line: 'done in 1.00 s' }) });
    expect(done).toContain(STATE_ICONS.succeeded);
    expect(done).toContain('done in 1.00 s');
    expect(done.split(succeeded).length).toBeGreaterThan(6);
    const works = drawPicture(small, { ...plain, agentWords: agentWords({ running: ['write', 'gone'], load: 7 }) });
    expect(works.split('stroke-dasharray').length - 1).toBe(2);
    expect(works).toContain(`width="130" height="3" rx="1.5" fill="${running}"`);
    expect(works).toContain(`stroke="${accent}"`);
    const lies = drawPicture(small, { ...plain, agentWords: agentWords({ lies: true, running: ['write'] }) });
    expect(lies.split(lie).length).toBeGreaterThan(4);
  });

  it('holds notes and frames, in a colour of the palette or #rrggbb', () => {
    const view = {
      nodes: {},
      frames: [{ id: 'f', title: 'Inside', x: -100, y: -50, width: 900, height: 400, colour: 'green' }],
      notes: [
        { id: 'n', text: 'Watch who waits here.\nAnd why it is so long a time', x: 700, y: 500, colour: '#12aB34' },
        { id: 'm', x: 0, y: NaN, colour: 'constructor' },
      ],
    };
    const svg = drawPicture({ view }, plain);
    expect(svg).toContain('>Inside</text>');
    expect(svg).toContain('>Watch who waits here.</text>');
    expect(svg).toContain('fill="#12aB34"');
    expect(svg).toContain(`fill="${paletteOf('light').succeeded}"`);
    expect(svg).toContain('viewBox="-132 -82 1064 ');
    expect(svg).not.toMatch(/NaN|constructor/);
  });

  it('cuts a text that is longer than its card', () => {
    expect(fit('short', 100, 13)).toBe('short');
    expect(fit('a name that does not fit in here', 100, 13)).toMatch(/^a name.*…$/);
    expect(fit('漢字漢字漢字漢字漢字', 60, 13).length).toBeLessThan(6);
    expect(fit('anything', 0, 13)).toBe('…');
  });

  it('draws lines forward, backward and on the spot', () => {
    const [here, right, left] = [
      { x: 0, y: 0 },
      { x: 100, y: 50 },
      { x: -400, y: 0 },
    ];
    expect(curveAcross(here, right)).toBe('M0 0C50 0 50 50 100 50');
    expect(curveAcross(here, left)).toBe('M0 0C160 0 -560 0 -400 0');
    expect(curveDown(here, right, true)).toBe('M0 0C0 25 100 25 100 50');
    expect(angled(here, { x: 0, y: 100 })).toMatch(/^M0 0L0 46Q0 50/);
    expect(angled(here, { x: 200, y: -100 })).toMatch(/L200 -100$/);
    expect(angled(here, here)).not.toContain('NaN');
  });

  it('uses the tokens of the page', () => {
    const css = readFileSync('src/studio/design/tokens.css', 'utf8');
    const tokens = new Map(
      [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(([, name, light, dark]) => [
        name,
        [light, dark],
      ]),
    );
    const [light, dark] = [paletteOf('light'), paletteOf('dark')];
    for (const [name, colour] of Object.entries(light))
      expect([colour, dark[name as 'line']], name).toEqual(tokens.get(name));
  });
});
