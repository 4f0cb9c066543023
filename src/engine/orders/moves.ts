/**
 * The page's wishes about the playhead: play, pause, step, go somewhere, and where playing is to pause. Nothing is computed for
 * them at once.
 */
import type { Order } from '../../bridge/index.ts';
import type { Playhead } from '../open/playhead.ts';
import type { Stage } from '../stage/stage.ts';
import type { CarriesOut, OrderOf } from './order.ts';

export type MoveKind = Extract<Order['kind'], `player.${string}`>;

/** Moves the playhead of the open run at this time of the real clock, ms, and shows where it stands. */
export function move(stage: Stage, go: (playhead: Playhead, nowMs: number) => void): null {
  go(stage.run.playhead, stage.host.clock());
  stage.show();
  stage.wake();
  return null;
}

/** A move after which playing goes on to the end again. */
const anew =
  <Kind extends MoveKind>(go: (playhead: Playhead, order: OrderOf<Kind>, nowMs: number) => void): CarriesOut<Kind> =>
  (stage, order) =>
    move(stage, (playhead, nowMs) => {
      playhead.forgetTarget();
      go(playhead, order, nowMs);
    }) as ReturnType<CarriesOut<Kind>>;

export function play(stage: Stage): void {
  move(stage, (playhead, nowMs) => {
    playhead.forgetTarget();
    playhead.play(nowMs);
  });
}

export const moves: { readonly [Kind in MoveKind]: CarriesOut<Kind> } = {
  'player.play': anew((playhead, _, nowMs) => {
    playhead.play(nowMs);
  }),
  'player.playTo': anew<'player.playTo'>((playhead, { to }, nowMs) => {
    playhead.playTo(to, nowMs);
  }),
  'player.pause': anew((playhead) => {
    playhead.pause();
  }),
  'player.step': anew<'player.step'>((playhead, { by }, nowMs) => {
    playhead.pause();
    playhead.seek(Math.max(0, playhead.step + by), nowMs);
  }),
  'player.seek': anew<'player.seek'>((playhead, { step }, nowMs) => {
    playhead.seek(step, nowMs);
  }),
  'player.seekTime': anew<'player.seekTime'>((playhead, { timeMs }, nowMs) => {
    playhead.seekTime(timeMs, nowMs);
  }),
  'player.toChange': anew<'player.toChange'>((playhead, { node, direction }, nowMs) => {
    playhead.pause();
    playhead.toChange(node, direction, nowMs);
  }),
  'player.toMessage': anew<'player.toMessage'>((playhead, { direction }, nowMs) => {
    playhead.pause();
    playhead.toMessage(direction, nowMs);
  }),
  'player.toLast': anew<'player.toLast'>((playhead, { node }, nowMs) => {
    playhead.pause();
    playhead.toLast(node, nowMs);
  }),
  'player.speed': (stage, { speed }) =>
    move(stage, (playhead, nowMs) => {
      playhead.setSpeed(speed, nowMs);
    }),
  'player.breakpoints': (stage, { nodes, kinds }) => {
    stage.breakAt({ nodes: new Set(nodes), kinds: new Set(kinds) });
    return null;
  },
};
