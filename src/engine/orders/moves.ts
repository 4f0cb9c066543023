/**
 * The page's wishes about the playhead, carried out on the open run: play, pause, step, go somewhere. It shows nothing and
 * computes nothing by itself.
 */
import type { Command } from '../../bridge/index.ts';
import type { OpenRun } from '../open/open-run.ts';

export type MoveCommand = Exclude<Extract<Command, { kind: `player.${string}` }>, { kind: 'player.breakpoints' }>;

/** Carries one wish out at this time of the real clock, ms. */
export function movePlayhead(open: OpenRun, command: MoveCommand, now: number): void {
  if (command.kind !== 'player.speed') open.forgetTarget();
  switch (command.kind) {
    case 'player.playTo':
      open.playTo(command.to, now);
      break;
    case 'player.play':
      open.playback.play(open.track, now);
      break;
    case 'player.pause':
      open.playback.pause();
      break;
    case 'player.step':
      open.playback.pause();
      open.seek(Math.max(0, open.playback.step + command.by), now);
      break;
    case 'player.seek':
      open.seek(command.step, now);
      break;
    case 'player.seekTime':
      open.seekTime(command.timeMs, now);
      break;
    case 'player.toChange':
      open.playback.pause();
      open.toChange(command.node, command.direction, now);
      break;
    case 'player.toMessage':
      open.playback.pause();
      open.toMessage(command.direction, now);
      break;
    case 'player.toLast':
      open.playback.pause();
      open.toLast(command.node, now);
      break;
    case 'player.speed':
      open.playback.setSpeed(command.speed, open.track, now);
  }
}
