/**
 * A second workflow engine, written plainly from the rules and sharing nothing with the first: one list of events, one
 * object a task, no messages. It plays sagas of pinned tasks on agents of one slot each, without a network, and says what
 * must come of them. `Twist`s bend one rule each, so that tests can show that a bent rule is noticed.
 */

export interface Part {
  readonly id: string;
  readonly agent: number;
  readonly ms: number;
  readonly priority: number;
  readonly before: readonly {
    readonly id: string;
    readonly transferMs: number;
    /** The dependency counts only if that task ended so; null for always. */
    readonly when: { readonly id: string; readonly ok: boolean } | null;
  }[];
  readonly trigger: 'all-success' | 'all-done' | number;
  readonly parent: string | null;
  readonly combine: 'all' | number;
  readonly off: boolean;
  readonly failsFirst: number;
  readonly attempts: number;
  readonly backoffMs: number;
  readonly cancelMs: number;
  readonly deaf: boolean;
  readonly graceMs: number;
  readonly timeoutMs: number;
  readonly queueMs: number;
  readonly onFailure: 'fail-run' | 'skip-dependents' | 'continue' | 'compensate';
  readonly undo: {
    readonly ms: number;
    readonly failsFirst: number;
    readonly timeoutMs: number;
    readonly attempts: number;
    readonly backoffMs: number;
  } | null;
}

export interface Told {
  readonly outcome: string;
  readonly makespanMs: number;
  readonly tasks: Readonly<
    Record<string, readonly [state: string, start: number | null, end: number | null, attempts: number]>
  >;
}

export type Twist =
  | 'limits exclude their instant'
  | 'queue timeouts are tried again'
  | 'queue timeouts stop what has begun'
  | 'data on its way is no waiting'
  | 'undoing by the limits of the work'
  | 'undoing in order of success'
  | 'undoing while others work'
  | 'the failed hand over'
  | 'a doubled dependency counts twice'
  | 'k of fewer than k waits'
  | 'a late run is cancelled';

interface Event {
  readonly time: number;
  readonly phase: number;
  readonly order: number;
  readonly act: () => void;
  dead: boolean;
}

interface Task {
  readonly of: Part;
  readonly parts: Task[];
  readonly above: Task | null;
  /** For an undoing, the task that it undoes. */
  readonly undoes: Task | null;
  state: string;
  attempt: number;
  begun: number;
  startMs: number | null;
  endMs: number | null;
  ran: boolean;
  /** Dependencies that said something, and those that count. */
  readonly told: Map<string, boolean>;
  readonly taken: Set<string>;
  readonly postponed: Set<string>;
  queueLimit: Event | null;
  limit: Event | null;
  work: Event | null;
  stop: Event | null;
  stopping: 'timeout' | 'cancelled' | null;
  doomed: boolean;
  closing: boolean;
  failing: boolean;
}

const over = new Set(['succeeded', 'failed', 'skipped', 'cancelled', 'compensated']);

export function modelled(parts: readonly Part[], agents: number, runMs: number, twist: Twist | null = null): Told {
  return new Model(parts, agents, runMs, twist).play();
}

class Model {
  readonly tasks: Task[];
  readonly byId: Map<string, Task>;
  readonly busy: (Task | null)[];
  readonly waiting: Set<Task>[];
  readonly done: Task[] = [];
  readonly twist: Twist | null;
  readonly runMs: number;
  events: Event[] = [];
  order = 0;
  now = 0;
  phase: 'running' | 'stopping' | 'undoing' | 'finished' = 'running';
  late = false;
  untold: { readonly task: Task; readonly success: boolean }[] = [];
  telling = false;
  deciding = false;

  constructor(parts: readonly Part[], agents: number, runMs: number, twist: Twist | null) {
    this.twist = twist;
    this.runMs = runMs;
    this.byId = new Map();
    this.tasks = parts.map((of) => {
      const above = of.parent === null ? null : this.byId.get(of.parent)!;
      const task = blank(of, above, null);
      if (above !== null) above.parts.push(task);
      this.byId.set(of.id, task);
      return task;
    });
    this.busy = Array.from({ length: agents }, () => null);
    this.waiting = Array.from({ length: agents }, () => new Set<Task>());
  }

  play(): Told {
    if (this.runMs > 0) this.at(this.runMs, 2, () => this.timeout());
    // At the start what is switched off comes last.
    const inTurn = [...this.tasks].sort((a, b) => Number(a.of.off) - Number(b.of.off));
    for (const task of inTurn) {
      if (task.state !== 'pending') continue;
      const verdict = this.verdict(task);
      if (verdict === 'never' && this.twist !== 'k of fewer than k waits') this.skip(task);
      else if (verdict === 'start' && task.above === null) this.start(task);
    }
    this.proceed();
    while (this.phase !== 'finished') {
      let first: Event | null = null;
      for (const event of this.events) if (!event.dead && (first === null || comesBefore(event, first))) first = event;
      if (first === null) throw new Error('the model stands still');
      first.dead = true;
      if (this.events.length > 200) this.events = this.events.filter(({ dead }) => !dead);
      this.now = first.time;
      first.act();
    }
    return {
      outcome: this.outcome(),
      makespanMs: this.now,
      tasks: Object.fromEntries(
        this.tasks
          .filter(({ of }) => !of.off)
          .map(({ of, state, startMs, endMs, begun }) => [of.id, [state, startMs, endMs, begun] as const]),
      ),
    };
  }

  at(time: number, phase: number, act: () => void): Event {
    const first = this.twist === 'limits exclude their instant' && phase === 2;
    const event: Event = { time, phase: first ? -1 : phase, order: (this.order += 1), act, dead: false };
    this.events.push(event);
    return event;
  }

  // --- readiness

  dependencies(task: Task): readonly Part['before'][number][] {
    if (this.twist === 'a doubled dependency counts twice') return task.of.before;
    const seen = new Set<string>();
    return task.of.before.filter(({ id }) => !seen.has(id) && seen.add(id));
  }

  verdict(task: Task): 'start' | 'wait' | 'never' {
    const list = this.dependencies(task);
    if (list.length === 0) return 'start';
    const told = list.filter(({ id }) => task.told.has(id)).length;
    const taken = list.filter(({ id }) => task.told.get(id) === true).length;
    const { trigger } = task.of;
    if (trigger === 'all-done') return told === list.length ? 'start' : 'wait';
    const wanted = trigger === 'all-success' ? list.length : trigger;
    if (taken >= wanted) return 'start';
    return taken + list.length - told < wanted ? 'never' : 'wait';
  }

  start(task: Task): void {
    if (task.of.off) {
      task.state = 'succeeded';
      this.settle(task, true);
      for (const part of task.parts) if (part.state === 'pending' && this.verdict(part) === 'start') this.start(part);
    } else if (isWhole(task)) this.open(task);
    else this.ready(task);
  }

  /** All that wait for an end hear of it before anything that follows from it is told on, the latest first. */
  settle(task: Task, success: boolean): void {
    this.untold.push({ task, success });
    if (this.telling) return;
    this.telling = true;
    for (let end = this.untold.pop(); end !== undefined; end = this.untold.pop()) {
      for (const next of this.tasks) {
        if (next.state !== 'pending' || this.phase !== 'running') continue;
        const { id } = end.task.of;
        const edge = next.of.before.find((each) => each.id === id);
        if (edge === undefined || next.told.has(id)) continue;
        if (!end.success) this.tell(next, id, false);
        else if (edge.when === null) this.tell(next, id, true);
        else next.postponed.add(id);
      }
      if (this.phase === 'running') this.readPostponed();
    }
    this.telling = false;
  }

  readPostponed(): void {
    for (const next of this.tasks)
      for (const id of [...next.postponed]) {
        const { when } = next.of.before.find((each) => each.id === id)!;
        const named = this.byId.get(when!.id)!;
        if (!over.has(named.state) || next.state !== 'pending' || !next.postponed.delete(id)) continue;
        this.tell(next, id, (named.state === 'succeeded') === when!.ok);
      }
  }

  tell(next: Task, id: string, taken: boolean): void {
    next.told.set(id, taken);
    if (taken) next.taken.add(id);
    const verdict = this.verdict(next);
    if (verdict === 'never') this.skip(next);
    else if (verdict === 'start' && this.isInside(next)) this.start(next);
  }

  isInside({ above }: Task): boolean {
    return above === null || above.state === 'open' || (above.of.off && above.state === 'succeeded');
  }

  skip(task: Task): void {
    this.end(task, 'skipped');
    this.settle(task, false);
    for (const part of task.parts) if (part.state === 'pending') this.skip(part);
    this.review(task.above);
  }

  // --- attempts

  ready(task: Task): void {
    task.attempt += 1;
    task.state = 'queued';
    const { agent, queueMs } = task.of;
    this.waiting[agent]!.add(task);
    if (queueMs > 0 && task.undoes === null) {
      const { attempt } = task;
      task.queueLimit = this.at(this.now + queueMs, 2, () => this.overdue(task, attempt));
    }
    this.decideSoon();
  }

  decideSoon(): void {
    if (this.deciding) return;
    this.deciding = true;
    this.at(this.now, 1, () => {
      this.deciding = false;
      this.waiting.forEach((waiting, agent) => {
        if (this.busy[agent] !== null) return;
        let best: Task | null = null;
        for (const task of waiting) if (best === null || task.of.priority > best.of.priority) best = task;
        if (best !== null) this.hold(best);
      });
    });
  }

  hold(task: Task): void {
    const { agent } = task.of;
    this.waiting[agent]!.delete(task);
    this.busy[agent] = task;
    task.state = 'held';
    if (this.twist === 'data on its way is no waiting' && task.queueLimit !== null) task.queueLimit.dead = true;
    const there = this.arrival(task);
    if (there <= this.now) this.begin(task);
    else task.work = this.at(there, 0, () => this.begin(task));
  }

  arrival(task: Task): number {
    let there = this.now;
    for (let around: Task | null = task; around !== null; around = around.above)
      for (const { id, transferMs } of this.dependencies(around)) {
        const before = this.byId.get(id)!;
        const gave = before.state === 'succeeded' && around.told.get(id) !== false && !before.of.off;
        const failed = this.twist === 'the failed hand over' && before.state === 'failed' && before.ran;
        if (!gave && !failed) continue;
        const here = !isWhole(before) && before.of.agent === task.of.agent;
        if (!here) there = Math.max(there, before.endMs! + transferMs);
      }
    return there;
  }

  begin(task: Task): void {
    const { ms, timeoutMs } = task.of;
    task.state = 'running';
    task.work = null;
    task.ran = true;
    task.begun = task.attempt;
    task.startMs ??= this.now;
    if (task.queueLimit !== null && this.twist !== 'queue timeouts stop what has begun') task.queueLimit.dead = true;
    task.work = this.at(this.now + ms, 0, () => this.finished(task));
    if (timeoutMs > 0) task.limit = this.at(this.now + timeoutMs, 2, () => this.tellToStop(task, 'timeout'));
  }

  finished(task: Task): void {
    const { stopping } = task;
    this.letGo(task);
    if (stopping === 'timeout') this.ended(task, 'failed');
    else this.ended(task, task.attempt <= task.of.failsFirst ? 'failed' : 'succeeded');
  }

  tellToStop(task: Task, why: 'timeout' | 'cancelled'): void {
    if (task.stopping !== null) return;
    const { deaf, cancelMs, graceMs } = task.of;
    task.stopping = why;
    const wait = deaf || cancelMs > graceMs ? graceMs : cancelMs;
    const stopped = (): void => {
      this.letGo(task);
      this.ended(task, why === 'timeout' ? 'failed' : 'cancelled');
    };
    if (wait === 0) stopped();
    else task.stop = this.at(this.now + wait, 0, stopped);
  }

  /** Takes it from its agent and from its queue, with every clock that runs for it. */
  letGo(task: Task): void {
    const { agent } = task.of;
    this.waiting[agent]!.delete(task);
    if (this.busy[agent] === task) this.busy[agent] = null;
    for (const event of [task.queueLimit, task.limit, task.work, task.stop]) if (event !== null) event.dead = true;
    task.queueLimit = task.limit = task.work = task.stop = null;
    task.stopping = null;
    this.decideSoon();
  }

  ended(task: Task, how: 'succeeded' | 'failed' | 'cancelled'): void {
    if (task.doomed) this.lose(task);
    else if (how === 'succeeded') this.succeed(task);
    else if (how === 'cancelled') this.cancel(task);
    else if (task.attempt >= task.of.attempts) this.lose(task);
    else if (this.isStopping(task)) this.cancel(task);
    else {
      task.state = 'between';
      const pause = Math.min(30_000, task.of.backoffMs * 2 ** (task.attempt - 1));
      task.work = this.at(this.now + pause, 0, () => this.ready(task));
    }
  }

  overdue(task: Task, attempt: number): void {
    if (task.attempt !== attempt || !['queued', 'held', 'running'].includes(task.state) || this.isStopping(task))
      return;
    this.letGo(task);
    if (this.twist === 'queue timeouts are tried again' && task.attempt < task.of.attempts) this.ended(task, 'failed');
    else this.lose(task);
  }

  succeed(task: Task): void {
    if (task.undoes !== null) {
      task.state = 'succeeded';
      task.undoes.state = 'compensated';
      this.undoNext();
      return;
    }
    this.end(task, 'succeeded');
    if (task.of.undo !== null) this.done.push(task);
    this.settle(task, true);
    this.review(task.above);
    this.proceed();
  }

  lose(task: Task): void {
    if (task.undoes !== null) {
      this.phase = 'finished';
      return;
    }
    this.end(task, 'failed');
    const { onFailure } = task.of;
    if ((onFailure === 'fail-run' || onFailure === 'compensate') && task.above === null) this.stopAll();
    else if ((onFailure === 'fail-run' || onFailure === 'compensate') && task.above!.of.combine === 'all')
      this.close(task.above!, true);
    this.settle(task, onFailure === 'continue');
    this.review(task.above);
    this.proceed();
  }

  cancel(task: Task): void {
    this.end(task, 'cancelled');
    for (const part of task.parts) this.stopTask(part);
    this.settle(task, false);
    this.review(task.above);
    this.proceed();
  }

  end(task: Task, state: string): void {
    task.state = state;
    if (!task.of.off) task.endMs = this.now;
  }

  // --- composites

  open(task: Task): void {
    task.state = 'open';
    task.startMs = this.now;
    task.begun = 1;
    if (task.of.timeoutMs > 0) task.limit = this.at(this.now + task.of.timeoutMs, 2, () => this.close(task, true));
    for (const part of task.parts) if (part.state === 'pending' && this.verdict(part) === 'start') this.start(part);
    this.review(task);
  }

  close(task: Task, failing: boolean): void {
    if (task.state !== 'open') return;
    if (!task.closing) {
      task.closing = true;
      task.failing = failing;
      for (const part of task.parts) this.stopTask(part);
    }
    this.review(task);
  }

  review(task: Task | null): void {
    if (task === null || task.state !== 'open') return;
    const parts = task.parts.filter(({ of }) => !of.off);
    const left = parts.filter(({ state }) => !over.has(state)).length;
    const lost = parts.filter(({ state, of }) => state === 'failed' && of.onFailure !== 'continue').length;
    const good = parts.filter(({ state }) => state === 'succeeded' || state === 'failed').length - lost;
    const stopped = parts.filter(({ state }) => state === 'cancelled').length;
    const { combine } = task.of;
    if (left > 0) {
      if (combine === 'all' || task.closing || this.phase !== 'running') return;
      if (good >= combine) this.close(task, false);
      else if (good + left < combine) this.close(task, true);
      return;
    }
    if (task.limit !== null) task.limit.dead = true;
    if (task.failing) this.lose(task);
    else if (combine !== 'all' && good >= combine) this.succeed(task);
    else if (lost > 0) this.lose(task);
    else if (stopped > 0) this.cancel(task);
    else if (good === 0) {
      this.skip(task);
      this.proceed();
    } else if (combine === 'all') this.succeed(task);
    else this.lose(task);
  }

  // --- ends

  isStopping(task: Task): boolean {
    return this.phase === 'stopping' || task.above?.closing === true;
  }

  stopTask(task: Task): void {
    if (task.of.off) {
      if (task.state === 'pending') this.skip(task);
    } else if (task.state === 'pending') this.cancel(task);
    else if (task.state === 'between') {
      this.letGo(task);
      if (this.late && task.of.onFailure !== 'continue') this.lose(task);
      else this.cancel(task);
    } else if (task.state === 'open') this.close(task, false);
    else if (task.state === 'queued' || task.state === 'held') {
      // The word to stop and its answer come behind what is being done at this instant.
      this.at(this.now, 0, () => {
        if (task.state !== 'queued' && task.state !== 'held') return;
        this.letGo(task);
        if (task.doomed) this.lose(task);
        else this.cancel(task);
      });
    } else if (task.state === 'running')
      this.at(this.now, 0, () => {
        if (task.state === 'running') this.tellToStop(task, 'cancelled');
      });
  }

  stopAll(): void {
    if (this.phase !== 'running') return;
    this.phase = 'stopping';
    for (const task of this.tasks) if (task.above === null) this.stopTask(task);
    this.proceed();
  }

  timeout(): void {
    if (this.phase !== 'running') return;
    this.late = true;
    for (const task of this.tasks) {
      const under = task.state === 'running' || (['queued', 'held'].includes(task.state) && task.attempt > 1);
      if (under && task.of.onFailure !== 'continue') task.doomed = true;
    }
    this.stopAll();
  }

  proceed(): void {
    if (this.phase === 'undoing' || this.phase === 'finished') return;
    const working = this.tasks.some(({ of, state }) => !of.off && !over.has(state));
    const early = this.twist === 'undoing while others work' && this.phase === 'stopping' && this.done.length > 0;
    if (working && !early) return;
    if (this.done.length > 0 && this.asked()) {
      this.phase = 'undoing';
      this.undoNext();
    } else if (!working) this.phase = 'finished';
  }

  asked(): boolean {
    return this.tasks.some(
      ({ of, above, state }) =>
        !of.off &&
        above === null &&
        of.onFailure === 'compensate' &&
        (state === 'failed' || (this.late && state === 'cancelled')),
    );
  }

  undoNext(): void {
    const last = this.twist === 'undoing in order of success' ? this.done.shift() : this.done.pop();
    if (last === undefined) {
      this.phase = 'finished';
      return;
    }
    const { undo, attempts, timeoutMs, backoffMs } = last.of;
    const own = this.twist !== 'undoing by the limits of the work';
    const of: Part = {
      ...last.of,
      ms: undo!.ms,
      failsFirst: undo!.failsFirst,
      attempts: own ? undo!.attempts : attempts,
      timeoutMs: own ? undo!.timeoutMs : timeoutMs,
      backoffMs: own ? undo!.backoffMs : backoffMs,
      cancelMs: 0,
      deaf: false,
      before: [],
      onFailure: 'continue',
    };
    this.ready(blank(of, null, last));
  }

  outcome(): string {
    const own = this.tasks.filter(({ of }) => !of.off);
    const top = own.filter(({ above }) => above === null);
    const failed = top.some(({ state, of }) => state === 'failed' && of.onFailure !== 'continue');
    const standing = own.some(({ state, of }) => state === 'succeeded' && of.undo !== null);
    const undone = own.some(({ state }) => state === 'compensated');
    if (this.late && this.twist !== 'a late run is cancelled')
      return this.asked() && undone && !standing ? 'compensated' : 'failed';
    if (failed) return this.asked() && !standing ? 'compensated' : 'failed';
    return top.some(({ state }) => state === 'cancelled') ? 'cancelled' : 'succeeded';
  }
}

function isWhole(task: Task): boolean {
  return task.parts.some(({ of }) => !of.off);
}

function comesBefore(a: Event, b: Event): boolean {
  return a.time < b.time || (a.time === b.time && (a.phase < b.phase || (a.phase === b.phase && a.order < b.order)));
}

function blank(of: Part, above: Task | null, undoes: Task | null): Task {
  const none = { startMs: null, endMs: null, queueLimit: null, limit: null, work: null, stop: null, stopping: null };
  const lists = { parts: [], told: new Map<string, boolean>(), taken: new Set<string>(), postponed: new Set<string>() };
  const no = { ran: false, doomed: false, closing: false, failing: false };
  return { of, above, undoes, state: 'pending', attempt: 0, begun: 0, ...none, ...lists, ...no };
}
