/**
 * What is said before a run of tasks that compete: deadlocks and inversions that may come about, tasks that may be passed by for long,
 * what can be taken away from nobody, and how long tasks wait for what many want. Each names the tasks, and offers what mends it.
 */
import {
  exactTime,
  problemAt,
  type Document,
  type Edit,
  type FieldPath,
  type Fix,
  type Problem,
  type Severity,
} from '../../../document/index.ts';
import { serviceAt, taskAt, type Plan } from '../../../plan/index.ts';
import { draftOf } from '../../planning/drafted.ts';
import { Claims, type Claim } from './claims.ts';
import { contentionsOf, type Contention } from './contention.ts';
import { deadlocksOf, type Halt } from './deadlocks.ts';
import { shortagesOf, type Shortage } from './demand.ts';
import { inversionsOf, starvingOf, type Inversion, type Starving } from './inversions.ts';
import { restartsOf, type Restarts } from './restarts.ts';

/** Documents of more tasks are not looked at: nobody would read as much. */
const tasksMax = 5000;
/** So many names stand in one sentence. */
const namesMax = 6;

/** Of a document that has no errors. */
export function conflictProblems(document: Document): Problem[] {
  const { tasks = [], resources = [], agents = [] } = document;
  if (resources.length === 0 || agents.length === 0 || tasks.length > tasksMax) return [];
  const { plan } = draftOf(document);
  const claims = new Claims(plan);
  if (claims.byTask.size === 0) return [];
  return new Told(document, claims).problems();
}

class Told {
  readonly #document: Document;
  readonly #claims: Claims;
  readonly #plan: Plan;

  constructor(document: Document, claims: Claims) {
    this.#document = document;
    this.#claims = claims;
    this.#plan = claims.plan;
  }

  problems(): Problem[] {
    const { deadlock, inversion } = this.#plan.conflicts;
    return [
      ...(deadlock === 'detect' ? deadlocksOf(this.#claims).map((cycle) => this.#deadlock(cycle)) : []),
      ...(inversion === 'none' ? inversionsOf(this.#claims).map((each) => this.#inversion(each)) : []),
      ...(inversion === 'ceiling' ? restartsOf(this.#claims).map((each) => this.#restart(each)) : []),
      ...(this.#plan.ageingMs === 0 ? starvingOf(this.#claims).map((each) => this.#starving(each)) : []),
      ...[...this.#claims.byTask].flatMap(([task, all]) => this.#idle(task, all) ?? []),
      ...shortagesOf(this.#claims).map((each) => this.#shortage(each)),
      ...contentionsOf(this.#claims).map((each) => this.#contention(each)),
    ];
  }

  #deadlock(cycle: readonly Halt[]): Problem {
    const each = cycle.map(({ task, wants, holds }) => {
      const held = [...new Set(holds.map(({ service }) => this.#resource(service)))].join(' and ');
      return `${this.#task(task)} waits for ${this.#resource(wants.service)} while it holds ${held}`;
    });
    // What is taken away is asked for again, out of any order.
    const [advice, label, value] = cycle.some(({ taken }) => taken)
      ? ['Let each take all that it needs at once', 'Take all at once', 'all-or-nothing']
      : ['Let all take resources in one order', 'Take resources in one order', 'ordered'];
    const message = `A deadlock may come about: ${each.join('; ')}. ${advice}.`;
    const fix = this.#setting(label, ['conflicts', 'deadlock'], value);
    return this.#say(this.#pathOf(cycle[0]!.task), { code: 'deadlock-possible', severity: 'warning', message, fix });
  }

  #inversion({ high, middle, low, lock, over }: Inversion): Problem {
    const of = (task: number): string => `${this.#task(task)} (priority ${String(taskAt(this.#plan, task).priority)})`;
    const message = `${of(high)} may have to wait for ${of(middle)}, which wants nothing of what it waits for: ${of(low)} holds ${this.#resource(lock)}, and cannot go on while ${this.#task(middle)} has ${this.#resource(over)}. Lend the priority of whoever waits.`;
    const fix = this.#setting('Lend priority', ['conflicts', 'inversion'], 'inherit');
    return this.#say(this.#pathOf(low), { code: 'inversion-possible', severity: 'warning', message, fix });
  }

  #restart({ task, other, service, lock }: Restarts): Problem {
    const message = `${this.#task(task)} and ${this.#task(other)} may make each other begin anew without end: while it holds ${this.#resource(lock)} the first has the priority of its ceiling and takes ${this.#resource(service)} from the other, and then has to give it up again. Let ${this.#task(task)} resume where it was.`;
    const path = [...this.#pathOf(task), 'preemptible'];
    const fix = this.#setting(`Let ${this.#task(task)} resume`, path, 'resume');
    return this.#say(path, { code: 'restarts-endless', severity: 'warning', message, fix });
  }

  #starving({ task, service, others, waitMs }: Starving): Problem {
    const message = `${this.#task(task)} may be passed by at ${this.#resource(service)} by ${this.#names(others)}, which have higher priority: some ${exactTime(waitMs)} in all; let priority grow with waiting.`;
    const ageingMs = Math.max(1, Math.round(waitMs / others.length));
    const fix = this.#setting('Let waiting raise priority', ['scheduling', 'ageingMs'], ageingMs);
    return this.#say(this.#pathOf(task), { code: 'priority-starves', severity: 'warning', message, fix });
  }

  /** A task that could be interrupted, and nothing can ever interrupt it. */
  #idle(task: number, all: readonly Claim[]): Problem | null {
    const { preemptible } = this.#document.tasks![this.#placeOf(task)]!;
    const why = preemptible === undefined ? null : this.#whyIdle(task, all);
    if (why === null) return null;
    const path = [...this.#pathOf(task), 'preemptible'];
    const message = `${this.#task(task)} is preemptible, and ${why}; leave that out.`;
    const fix: Fix = { label: 'Leave it out', edits: [{ kind: 'set-field', path }] };
    return this.#say(path, { code: 'preemptible-idle', severity: 'warning', message, fix });
  }

  #whyIdle(task: number, all: readonly Claim[]): string | null {
    if (this.#plan.conflicts.deadlock === 'all-or-nothing') return 'under all-or-nothing nothing is taken away';
    const takeable = all.filter((claim) => claim.takeable !== undefined);
    if (takeable.length === 0) return 'it holds nothing for the whole of its work that could be taken away';
    const services = new Set(takeable.map(({ service }) => service));
    const rivals = [...this.#claims.byTask].filter(
      ([other, claims]) => other !== task && claims.some(({ service }) => services.has(service)),
    );
    return rivals.length > 0
      ? null
      : `nobody else wants ${[...services].map((each) => this.#resource(each)).join(' or ')}`;
  }

  #contention({ service, tasks, units, meanMs, lastMs }: Contention): Problem {
    const { units: all, way, resource } = serviceAt(this.#plan, service);
    const isShared = way !== 'exclusive' || resource!.everyMs > 0;
    const there =
      way === 'exclusive' ? 'one has it at a time' : `there ${all === 1 ? 'is 1 unit' : `are ${String(all)} units`}`;
    const renews = resource!.everyMs > 0 ? ` every ${exactTime(resource!.everyMs)}` : '';
    const advice = isShared
      ? 'add units, or let them come one after the other'
      : 'let them come one after the other, or share it';
    const wants = isShared ? `${String(units)} units of ${this.#resource(service)}` : this.#resource(service);
    const message = `${this.#names(tasks)} may want ${wants} at once, and ${there}${renews}: they wait some ${exactTime(meanMs)} each, the last ${exactTime(lastMs)}; ${advice}.`;
    const path = this.#pathAt(service);
    const fix: Fix | undefined = isShared
      ? {
          label: `Make it ${String(units)} units`,
          edits: [{ kind: 'set-field', path: [...path, 'units'], value: units }],
        }
      : undefined;
    return this.#say(path, { code: 'resource-contention', severity: 'info', message, ...(fix && { fix }) });
  }

  #shortage({ service, tasks, fromMs, toMs, needs, has, last, enoughMs, enoughUnits }: Shortage): Problem {
    const { units, way, resource } = serviceAt(this.#plan, service);
    const renews = resource!.everyMs > 0;
    const amount = (of: number): string => (renews ? `${String(of)} units` : exactTime(of));
    const gives = renews
      ? `no more than ${String(has)} can be had by then`
      : way === 'exclusive' || units === 1
        ? 'one has it at a time'
        : `its ${String(units)} units give ${amount(has)}`;
    const isShort = `${this.#names(tasks)} need ${amount(needs)} of ${this.#resource(service)} in all between ${exactTime(fromMs)} and ${exactTime(toMs)} to meet their deadlines, and ${gives}: not all of them can be in time.`;
    const until = `${this.#task(last)} until ${exactTime(enoughMs)}`;
    const fix =
      enoughUnits === null
        ? this.#setting(`Give ${until}`, [...this.#pathOf(last), 'deadlineMs'], enoughMs)
        : this.#setting(`Make it ${String(enoughUnits)} units`, [...this.#pathAt(service), 'units'], enoughUnits);
    const message = `${isShort} ${enoughUnits === null ? `Give ${until}` : 'Add units'}, or let them need less.`;
    const path = [...this.#pathOf(last), 'deadlineMs'];
    return this.#say(path, { code: 'deadlines-infeasible', severity: 'warning', message, fix });
  }

  #say(
    path: FieldPath,
    rest: { readonly code: string; readonly severity: Severity; readonly message: string; readonly fix?: Fix },
  ): Problem {
    return problemAt(this.#document, path, rest);
  }

  #setting(label: string, path: FieldPath, value: string | number): Fix {
    const edit: Edit = { kind: 'set-field', path, value };
    return { label, edits: [edit] };
  }

  #placeOf(task: number): number {
    const { id } = taskAt(this.#plan, task);
    return this.#document.tasks!.findIndex((each) => each.id === id);
  }
  #pathOf(task: number): FieldPath {
    return ['tasks', this.#placeOf(task)];
  }
  #pathAt(service: number): FieldPath {
    const { id } = serviceAt(this.#plan, service);
    return ['resources', this.#document.resources!.findIndex((each) => each.id === id)];
  }
  #task(task: number): string {
    return `"${taskAt(this.#plan, task).id}"`;
  }
  #resource(service: number): string {
    return `"${serviceAt(this.#plan, service).id}"`;
  }
  #names(tasks: readonly number[]): string {
    const names = tasks.slice(0, namesMax).map((task) => this.#task(task));
    const more = tasks.length - names.length;
    if (more > 0) return `${names.join(', ')} and ${String(more)} more`;
    return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;
  }
}
