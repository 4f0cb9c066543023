/**
 * What runs in the browser of the canvas bench: puts a contender on the stage, moves the view by wheel events as a hand does,
 * and measures frames. The times are handed back as they are; nothing is judged here.
 */
import { flushSync } from 'svelte';
import '../../../src/studio/design/fonts.css';
import '../../../src/studio/design/tokens.css';
import '../../../src/studio/design/base.css';
import { plain, studio, type Contender } from './contenders.ts';
import { drawnDocument } from './graph.ts';

export interface Bench {
  /** Milliseconds from the wish to draw until what is in view is on the screen. */
  open(name: 'conclave' | 'plain', nodes: number): Promise<number>;
  /** Brings the view to a zoom, with this place of the drawing in the middle. */
  view(zoom: number, x: number, y: number): Promise<number>;
  /** Moves the view frame by frame; the milliseconds between the frames. */
  pan(frames: number, step: { readonly x: number; readonly y: number }): Promise<number[]>;
  /** Zooms in or out frame by frame, by a factor in all. */
  zoom(frames: number, factor: number): Promise<number[]>;
  /** Changes 100 tasks in the middle of the view, so many times at 10 a second: milliseconds of script, style and layout of each. */
  update(times: number): Promise<{ costs: number[]; frames: number[] }>;
  close(): Promise<void>;
}

const stage = document.getElementById('stage') ?? document.body;
for (const element of [document.documentElement, document.body, stage])
  Object.assign(element.style, { height: '100%', margin: '0' });
let contender: Contender | undefined;
let laidOut = 0;
let places: ReadonlyMap<string, { readonly x: number; readonly y: number }> = new Map();

const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const found = (selector: string): Element => {
  const element = stage.querySelector(selector);
  if (element === null) throw new Error(`${selector} is not there`);
  return element;
};

function viewport(): { x: number; y: number; zoom: number } {
  const matrix = new DOMMatrix(getComputedStyle(found('.svelte-flow__viewport')).transform);
  return { x: matrix.e, y: matrix.f, zoom: matrix.a };
}

function wheel(change: WheelEventInit): void {
  const at = { clientX: innerWidth / 2, clientY: innerHeight / 2, bubbles: true, cancelable: true };
  found('.svelte-flow__pane').dispatchEvent(new WheelEvent('wheel', { ...at, ...change }));
}

/** The wheel that multiplies the zoom by a factor. */
const zoomBy = (factor: number): void => wheel({ ctrlKey: true, deltaY: -Math.log2(factor) / 0.002 });

/** Does something in every frame; the times between them. */
async function animate(frames: number, act: (at: number) => void): Promise<number[]> {
  const times: number[] = [];
  let before = await frame();
  for (let at = 0; at < frames; at += 1) {
    act(at);
    const now = await frame();
    times.push(now - before);
    before = now;
  }
  return times;
}

/** The tasks nearest to the middle of the view. */
function central(count: number): string[] {
  const { x, y, zoom } = viewport();
  const [middleX, middleY] = [(innerWidth / 2 - x) / zoom, (innerHeight / 2 - y) / zoom];
  const distance = (id: string): number => {
    const place = places.get(id) ?? { x: 0, y: 0 };
    return Math.max(Math.abs(place.x - middleX) / innerWidth, Math.abs(place.y - middleY) / innerHeight);
  };
  const tasks = [...places.keys()].filter((id) => id.startsWith('t'));
  return tasks.sort((one, other) => distance(one) - distance(other)).slice(0, count);
}

const bench: Bench = {
  async open(name, nodes) {
    const drawn = drawnDocument(nodes);
    places = new Map(Object.entries(drawn.view?.nodes ?? {}));
    contender = name === 'plain' ? plain(drawn) : studio(drawn);
    await contender.prepare();
    await pause(800);
    await frame();
    const began = performance.now();
    contender.mount(stage);
    while (!contender.ready(stage)) await frame();
    // What is painted in a frame of its own comes one later; the pause ends after that frame was handed over.
    await frame();
    await frame();
    await pause(0);
    const time = performance.now() - began;
    await pause(500);
    return time;
  },
  async view(zoom, x, y) {
    zoomBy(zoom / viewport().zoom);
    await pause(300);
    const now = viewport();
    wheel({ deltaX: x * now.zoom - innerWidth / 2 + now.x, deltaY: y * now.zoom - innerHeight / 2 + now.y });
    await pause(700);
    return stage.querySelectorAll('.svelte-flow__node').length;
  },
  async pan(frames, { x, y }) {
    const times = await animate(frames, () => wheel({ deltaX: x, deltaY: y }));
    await pause(400);
    return times;
  },
  async zoom(frames, factor) {
    const times = await animate(frames, () => zoomBy(factor ** (1 / frames)));
    await pause(400);
    return times;
  },
  async update(times) {
    const ids = central(100);
    const costs: number[] = [];
    const frames: number[] = [];
    let running = true;
    const watch = async (): Promise<void> => {
      let before = await frame();
      while (running) {
        const now = await frame();
        frames.push(now - before);
        before = now;
      }
    };
    const watched = watch();
    for (let turn = 0; turn < times; turn += 1) {
      await frame();
      const began = performance.now();
      flushSync(() => contender?.change(ids, turn));
      // Asked for, so that style and layout are part of what is measured.
      laidOut += stage.offsetHeight;
      costs.push(performance.now() - began);
      await pause(100);
    }
    running = false;
    await watched;
    if (laidOut === 0) throw new Error('the stage has no height');
    return { costs, frames };
  },
  async close() {
    await contender?.unmount();
    contender = undefined;
    stage.replaceChildren();
    await pause(300);
  },
};
Object.assign(globalThis, { bench });
