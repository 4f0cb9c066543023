/** Where the view is on its way to: presses in quick succession add up, and a hand that takes the view ends its way. */
import { expect, it } from 'vitest';
import { Aim } from '../../../../src/studio/canvas/stage/aim.ts';

/** A view that is on its way until it is let arrive. */
function gliding() {
  let at = { x: 0, y: 0, zoom: 1 };
  let arrive = (): void => undefined;
  const aim = new Aim(
    {
      now: () => at,
      move: (to) =>
        new Promise<void>((resolve) => {
          arrive = () => {
            at = to;
            resolve();
          };
        }),
    },
    () => ({ width: 800, height: 600, least: 0.1, most: 2 }),
  );
  return {
    aim,
    put: (view: typeof at) => {
      at = view;
    },
    now: () => at,
    arrive: async () => {
      arrive();
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

it('presses that come before the view has arrived add up', async () => {
  const { aim, arrive, now, put } = gliding();
  aim.zoomTo(aim.zoom * 0.5);
  // It is somewhere on its way.
  put({ x: 100, y: 75, zoom: 0.75 });
  aim.zoomTo(aim.zoom * 0.5);
  await arrive();
  expect(now()).toEqual({ x: 300, y: 225, zoom: 0.25 });
});

it('a zoom while everything is being fitted keeps the middle of what will be seen', async () => {
  const { aim, arrive, now } = gliding();
  aim.go({ x: -400, y: -300, zoom: 1 });
  aim.zoomTo(0.5);
  await arrive();
  expect(now()).toEqual({ x: 0, y: 0, zoom: 0.5 });
});

it('a hand that takes the view, and a view that has arrived, are gone on from', async () => {
  const { aim, arrive, now, put } = gliding();
  aim.zoomTo(0.5);
  put({ x: 10, y: 20, zoom: 0.8 });
  aim.letGo();
  expect(aim.zoom).toBe(0.8);
  aim.centreOn({ x: 100, y: 50 });
  await arrive();
  expect(now()).toEqual({ x: 320, y: 260, zoom: 0.8 });
  put({ x: 0, y: 0, zoom: 1.5 });
  expect(aim.zoom).toBe(1.5);
});

it('the bounds of the zoom hold', async () => {
  const { aim, arrive, now } = gliding();
  aim.zoomTo(100);
  await arrive();
  expect(now().zoom).toBe(2);
  aim.zoomTo(0);
  await arrive();
  expect(now().zoom).toBe(0.1);
});
