/* What the player's bench does inside of the page: it moves the playhead and the timeline as a hand does, and takes the time until it is drawn. */
(() => {
  /** @returns {Promise<number>} */
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  /** @param {string | undefined} text */
  const count = (text) => Number((text ?? '').replace(/\D/g, ''));
  /** Step and number of steps as the transport tells them. */
  const where = () => {
    const [step = 0, steps = 0] = (document.querySelector('.transport .where span')?.textContent ?? '')
      .split('/')
      .map(count);
    return { step, steps };
  };

  /** @param {string} selector @param {ParentNode} [within] @returns {HTMLElement} */
  function element(selector, within = document) {
    const found = within.querySelector(selector);
    if (!(found instanceof HTMLElement)) throw new Error(`There is no ${selector}.`);
    return found;
  }

  /**
   * Milliseconds from the press of the pointer until the step is told and a frame later.
   * @param {readonly number[]} shares
   */
  async function scrub(shares) {
    const slider = element('[role=slider][aria-label=Playhead]');
    // A pointer that is no hand's cannot be captured.
    slider.setPointerCapture = () => undefined;
    const times = [];
    for (const share of shares) {
      const track = element('.track', slider).getBoundingClientRect();
      const x = track.left + share * track.width;
      const wanted = Math.round(share * where().steps);
      const at = { clientX: x, clientY: track.top + 2, button: 0, pointerId: 1, bubbles: true, isPrimary: true };
      const began = performance.now();
      slider.dispatchEvent(new PointerEvent('pointerdown', at));
      slider.dispatchEvent(new PointerEvent('pointerup', at));
      for (let turn = 0; Math.abs(where().step - wanted) > where().steps / track.width && turn < 120; turn += 1)
        await frame();
      await frame();
      times.push(performance.now() - began);
      for (let rest = 0; rest < 6; rest += 1) await frame();
    }
    return times;
  }

  /**
   * Milliseconds from the press on a run of the history until its step is told and a frame later.
   * @param {number} row
   */
  async function open(row) {
    const began = performance.now();
    const button = document.querySelectorAll('ul[aria-label=Runs] button')[row];
    if (button instanceof HTMLElement) button.click();
    for (let turn = 0; turn < 1200; turn += 1) {
      await frame();
      if (where().step > 0) break;
    }
    await frame();
    return performance.now() - began;
  }

  /**
   * Milliseconds between frames while the wheel turns over the middle of the lanes.
   * @param {number} turns @param {{ deltaY: number, ctrlKey: boolean, shiftKey: boolean }} wheel
   */
  async function frames(turns, { deltaY, ctrlKey, shiftKey }) {
    const canvas = element('.drawing canvas');
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const at = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true, cancelable: true };
    const times = [];
    let before = await frame();
    for (let turn = 0; turn < turns; turn += 1) {
      canvas.dispatchEvent(new WheelEvent('wheel', { ...at, deltaY, ctrlKey, shiftKey }));
      const now = await frame();
      times.push(now - before);
      before = now;
    }
    return times;
  }

  /** @param {string} told `4.32 s` and `840 ms` as ms. */
  const msOf = (told) => {
    const [, figure = 'NaN', unit] = /([\d.]+) (ms|s)$/.exec(told.trim()) ?? [];
    return Number(figure) * (unit === 's' ? 1000 : 1);
  };

  /**
   * How old the timeline is while a run plays, each 50 ms until it rests: how long ago the playhead stood where the bars reach to, ms.
   * @param {number} longestMs
   */
  async function ages(longestMs) {
    const stood = [];
    const found = [];
    for (const began = performance.now(); performance.now() - began < longestMs;) {
      const now = performance.now();
      const known = msOf(document.querySelector('.timeline caption')?.textContent ?? '');
      const playhead = msOf(document.querySelector('.transport .where')?.textContent ?? '');
      stood.push({ now, playhead });
      const behind = stood.find((each) => each.playhead > known + 10);
      if (!Number.isNaN(known)) found.push(behind === undefined ? 0 : now - behind.now);
      if (document.querySelector('[aria-label="Play again from the start"]') !== null && behind === undefined) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return found;
  }

  /**
   * Frames while a run plays, and how often of its looks at the lanes one had no name, none was there, or the corner counted no agents.
   * @param {number} longestMs
   */
  async function plays(longestMs) {
    const times = [];
    let [blank, looks] = [0, 0];
    let last = await frame();
    for (const began = last; last - began < longestMs;) {
      const now = await frame();
      times.push(now - last);
      last = now;
      if (times.length % 6 !== 0) continue;
      const lanes = [...document.querySelectorAll('.timeline .lane')];
      const named =
        lanes.length > 0 && lanes.every((lane) => (lane.querySelector('.name')?.textContent ?? '').trim() !== '');
      looks += 1;
      if (!named || /\b0 agents/.test(element('.timeline').textContent ?? '')) blank += 1;
    }
    return { times, blank, looks };
  }

  Object.assign(globalThis, { bench: { scrub, open, frames, ages, plays } });
})();
