/**
 * Whose turn it is at an agent that works in slices, as plain data: those that could be worked at, in the order of their round, and
 * what each policy goes by. Nothing here stops or starts anything.
 */
import type { SlicePlan } from '../../plan/index.ts';

export interface Turn {
  readonly task: number;
  readonly lease: number;
  readonly weight: number;
  readonly priority: number;
  /** The pieces in which it is cut, ms; 0 for anywhere. */
  readonly pieceMs: number;
  /** Whether it could be worked at, has its turn, keeps its place while all stand still, or stands for another reason. */
  place: 'ready' | 'now' | 'held' | 'away';
  /** Whether it was told that it waits. */
  told: boolean;
  /** By when it should be over, ms; -1 for any time. */
  deadlineMs: number;
  /** How long it was worked at for its weight, and what it is still owed of its rounds, ms. */
  pass: number;
  creditMs: number;
  /** What is left of a turn in which it was suspended, ms: it goes on with that. */
  restMs: number;
}

export interface TurnsState {
  /** In the order of the round: who was served or has come goes to its end. */
  all: Turn[];
  /** Since when the present slice lasts, how much of its work was done then, and for how long it may last, ms; -1 while it is turned to. */
  sinceMs: number;
  doneMs: number;
  lengthMs: number;
  /** What its pass was when the last one that was ready had least, so that who comes is owed nothing of the past. */
  pass: number;
  /** Timer of the end of the turn, or of turning to a task; 0 for none; and when it fires. */
  timer: number;
  timerMs: number;
  /** What was worked at last, for which nothing has to be turned; -1 for nothing. */
  lastTask: number;
  lastLease: number;
}

export function noTurns(): TurnsState {
  const none = { sinceMs: -1, doneMs: 0, lengthMs: 0, pass: 0, timer: 0, timerMs: 0, lastTask: -1, lastLease: -1 };
  return { all: [], ...none };
}

export function turnNow({ all }: TurnsState): Turn | undefined {
  return all.find(({ place }) => place === 'now');
}

export function turnOf({ all }: TurnsState, task: number, lease: number): Turn | undefined {
  return all.find((turn) => turn.task === task && turn.lease === lease);
}

/** Goes to the end of the round. */
export function toTheEnd({ all }: TurnsState, turn: Turn): void {
  all.splice(all.indexOf(turn), 1);
  all.push(turn);
}

/** How much of its work is done and left, ms. */
type ProgressOf = (turn: Turn) => { readonly doneMs: number; readonly leftMs: number };

/** Whether one goes strictly before another whatever the round says, so that it need not wait for the end of a turn. */
export function goesBefore({ policy }: SlicePlan, a: Turn, b: Turn): boolean {
  if (policy === 'edf') return a.deadlineMs !== -1 && (b.deadlineMs === -1 || a.deadlineMs < b.deadlineMs);
  return policy === 'priority' && a.priority > b.priority;
}

/** What a policy goes by, as it is told. */
export function keyOf({ policy }: SlicePlan, turn: Turn): number {
  switch (policy) {
    case 'edf':
      return turn.deadlineMs;
    case 'priority':
      return turn.priority;
    case 'stride':
      return turn.pass;
    case 'weighted':
    case 'deficit':
      return turn.creditMs;
  }
}

/** Whether turns go round; else the best of all that are ready has the next. */
export function inRounds({ policy }: SlicePlan): boolean {
  return policy === 'weighted' || policy === 'deficit';
}

/** The next of those that are ready; undefined where nobody is. */
export function nextTurn(slice: SlicePlan, { all }: TurnsState, progress: ProgressOf): Turn | undefined {
  const ready = all.filter(({ place }) => place === 'ready');
  if (inRounds(slice)) return ready.find(({ restMs }) => restMs > 0) ?? firstPaid(slice, ready, progress);
  return ready.reduce<Turn | undefined>((best, turn) => {
    if (best === undefined) return turn;
    const isBetter = slice.policy === 'stride' ? turn.pass < best.pass : goesBefore(slice, turn, best);
    return isBetter ? turn : best;
  }, undefined);
}

/** The first that can pay for its next piece (by weight alone, for the least turn), in the first round in which any of them can. */
function firstPaid(slice: SlicePlan, ready: readonly Turn[], progress: ProgressOf): Turn | undefined {
  let first: { readonly turn: Turn; readonly rounds: number } | undefined;
  for (const turn of ready) {
    const rounds = roundsOf(slice, turn, progress);
    if (first === undefined || rounds < first.rounds) first = { turn, rounds };
  }
  return first?.turn;
}

function roundsOf(slice: SlicePlan, turn: Turn, progress: ProgressOf): number {
  const needMs = slice.policy === 'deficit' ? nextPiece(turn, progress) : 1;
  return Math.max(1, Math.ceil((needMs - turn.creditMs) / grant(slice, turn)));
}

/** What it gets in each round, ms. */
function grant({ quantumMs }: SlicePlan, { weight }: Turn): number {
  return quantumMs * weight;
}

/** The least that it can be worked at, ms. */
function nextPiece(turn: Turn, progress: ProgressOf): number {
  const { doneMs, leftMs } = progress(turn);
  return Math.min(leftMs, turn.pieceMs === 0 ? 1 : turn.pieceMs - (doneMs % turn.pieceMs));
}

/** Gives a turn to one that is ready: its round has come, and those of all whom it passed over. */
export function serve(slice: SlicePlan, state: TurnsState, turn: Turn, progress: ProgressOf): void {
  const { doneMs, leftMs } = progress(turn);
  state.doneMs = doneMs;
  if (turn.restMs > 0) {
    state.lengthMs = turn.restMs;
    Object.assign(turn, { place: 'now', restMs: 0 });
    return;
  }
  if (inRounds(slice)) {
    const ready = state.all.filter(({ place }) => place === 'ready');
    const rounds = roundsOf(slice, turn, progress);
    const at = ready.indexOf(turn);
    ready.forEach((each, index) => {
      each.creditMs += grant(slice, each) * (index <= at ? rounds : rounds - 1);
    });
    for (const passed of ready.slice(0, at)) toTheEnd(state, passed);
  }
  turn.place = 'now';
  state.lengthMs = lengthOf(slice, turn, { doneMs, leftMs });
}

function lengthOf(
  { policy, quantumMs }: SlicePlan,
  turn: Turn,
  { doneMs, leftMs }: { readonly doneMs: number; readonly leftMs: number },
): number {
  if (policy === 'weighted') {
    const lengthMs = Math.max(1, Math.floor(turn.creditMs));
    turn.creditMs -= lengthMs;
    return lengthMs;
  }
  if (policy !== 'deficit') return quantumMs;
  if (leftMs <= turn.creditMs) return Math.max(1, leftMs);
  const { pieceMs, creditMs } = turn;
  return Math.max(
    1,
    pieceMs === 0 ? Math.floor(creditMs) : Math.floor((doneMs + creditMs) / pieceMs) * pieceMs - doneMs,
  );
}

/** Takes its turn away from it after so long; what it is owed is that of its policy. Who is suspended keeps its place and the rest. */
export function served(slice: SlicePlan, state: TurnsState, turn: Turn, ranMs: number, suspended: boolean): void {
  turn.pass += ranMs / turn.weight;
  if (slice.policy === 'deficit') turn.creditMs = Math.max(0, turn.creditMs - ranMs);
  turn.place = 'ready';
  if (suspended && inRounds(slice)) turn.restMs = Math.max(0, state.lengthMs - ranMs);
  if (turn.restMs === 0) toTheEnd(state, turn);
}

/** Takes its turn away from it while it is turned to: in a round the whole of it is left. */
export function notServed(slice: SlicePlan, state: TurnsState, turn: Turn): void {
  turn.place = 'ready';
  if (inRounds(slice)) turn.restMs = state.lengthMs;
}

/** When the present turn is over at the soonest, ms: after whole turns, at the end of a piece; `asked` where somebody goes before it. */
export function cutMs(state: TurnsState, { pieceMs }: Turn, now: number, asked: boolean): number {
  const elapsed = now - state.sinceMs;
  const { lengthMs, doneMs } = state;
  const wanted = asked ? elapsed : (Math.floor(elapsed / lengthMs) + 1) * lengthMs;
  if (pieceMs === 0) return state.sinceMs + wanted;
  return state.sinceMs + Math.ceil((doneMs + wanted) / pieceMs) * pieceMs - doneMs;
}

/** What whoever comes now has to have had for its weight, so that it is owed nothing of the past. */
export function passNow(state: TurnsState, now: number): number {
  let least = Infinity;
  for (const { place, pass, weight } of state.all) {
    if (place === 'away') continue;
    const had = place === 'now' && state.sinceMs !== -1 ? pass + (now - state.sinceMs) / weight : pass;
    least = Math.min(least, had);
  }
  return least === Infinity ? state.pass : Math.max(state.pass, least);
}
