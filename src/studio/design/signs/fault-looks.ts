/**
 * How each way of misbehaving, and each thing that befalls agents and network, is shown: an icon, a word and a tone together. Canvas,
 * inspector and timeline read this one table.
 */
import Copy from '@lucide/svelte/icons/copy';
import Crown from '@lucide/svelte/icons/crown';
import Gavel from '@lucide/svelte/icons/gavel';
import Hourglass from '@lucide/svelte/icons/hourglass';
import MailX from '@lucide/svelte/icons/mail-x';
import Megaphone from '@lucide/svelte/icons/megaphone';
import PowerOff from '@lucide/svelte/icons/power-off';
import Repeat from '@lucide/svelte/icons/repeat-2';
import Shuffle from '@lucide/svelte/icons/shuffle';
import Split from '@lucide/svelte/icons/split';
import Turtle from '@lucide/svelte/icons/turtle';
import Unplug from '@lucide/svelte/icons/unplug';
import Users from '@lucide/svelte/icons/users';
import VenetianMask from '@lucide/svelte/icons/venetian-mask';
import VolumeX from '@lucide/svelte/icons/volume-x';
import Zap from '@lucide/svelte/icons/zap';
import type { Look } from './looks.ts';

const looks = {
  crash: { icon: PowerOff, word: 'crashed', tone: 'failed' },
  slow: { icon: Turtle, word: 'slow', tone: 'waiting' },
  silent: { icon: VolumeX, word: 'silent', tone: 'waiting' },
  equivocate: { icon: Split, word: 'says two things', tone: 'lie' },
  lie: { icon: VenetianMask, word: 'lies', tone: 'lie' },
  'flip-votes': { icon: Repeat, word: 'flips votes', tone: 'lie' },
  'selective-send': { icon: Megaphone, word: 'sends selectively', tone: 'lie' },
  replay: { icon: Copy, word: 'replays old messages', tone: 'lie' },
  'false-view-change': { icon: Crown, word: 'demands new leaders', tone: 'lie' },
  'bad-new-view': { icon: Gavel, word: 'corrupts leader changes', tone: 'lie' },
  'other-order': { icon: Shuffle, word: 'tells two orders', tone: 'lie' },
  gaps: { icon: Hourglass, word: 'leaves gaps', tone: 'lie' },
  'rogue-proposals': { icon: Gavel, word: 'proposes out of turn', tone: 'lie' },
  censor: { icon: VolumeX, word: 'censors', tone: 'lie' },
  collude: { icon: Users, word: 'colludes', tone: 'lie' },
  loss: { icon: MailX, word: 'loses messages', tone: 'failed' },
  delay: { icon: Hourglass, word: 'delays messages', tone: 'waiting' },
  duplicate: { icon: Copy, word: 'duplicates messages', tone: 'waiting' },
  reorder: { icon: Shuffle, word: 'reorders messages', tone: 'waiting' },
  partition: { icon: Unplug, word: 'partitioned', tone: 'failed' },
} as const satisfies Readonly<Record<string, Look>>;

/** Icon, word and tone of a kind of fault; a bolt for one that is not known. */
export function faultLook(kind: string): Look {
  return Object.hasOwn(looks, kind) ? looks[kind as keyof typeof looks] : { icon: Zap, word: kind, tone: 'failed' };
}
