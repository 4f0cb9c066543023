/**
 * Whether what comes again and again to an agent that works in slices is done in time, said before anything runs: with numbers, and where
 * it is not, with the policy or the priorities by which it would be.
 */
import {
  exactTime,
  isDecided,
  isSliced,
  problemAt,
  resolvedAgent,
  resolvedTask,
  type Document,
  type Edit,
  type Fix,
  type Problem,
} from '../../../document/index.ts';
import { blockedMs, pieceBehindMs, type Load } from './loads.ts';
import { isWithinHyperbolic, liuLaylandBound, overloadedMs, responseMs, utilizationOf } from './schedulability.ts';

type Agent = NonNullable<Document['agents']>[number];

export function admissionProblems(document: Document): Problem[] {
  const { agents = [], tasks = [] } = document;
  if (tasks.every(({ period }) => period === undefined)) return [];
  const able = new Map(tasks.map((task, at) => [at, ablest(agents, task)]));
  return [
    ...agents.flatMap((agent, at) => {
      if (!isSliced(agent)) return [];
      const loads = tasks.flatMap((task, place) =>
        able.get(place) === agent.id && task.period?.everyMs !== undefined ? [loadOf(agent, task, place)] : [],
      );
      return loads.length === 0 ? [] : [verdict(document, at, loads)];
    }),
    ...tasks.flatMap((task, at) => untested(document, task, at, able.get(at) ?? null)),
  ];
}

type Task = NonNullable<Document['tasks']>[number];

/** The only agent that can do it; null where several can, or none. */
function ablest(agents: readonly Agent[], task: Task): string | null {
  if (isDecided(task.action)) return null;
  if (task.agent !== undefined) return task.agent;
  const { requires } = resolvedTask(task);
  const able = agents.filter((agent) => {
    const { capabilities, role } = resolvedAgent(agent);
    return requires.length === 0 ? role !== 'manager' : requires.every((each) => Object.hasOwn(capabilities, each));
  });
  return able.length === 1 ? able[0]!.id : null;
}

/** A period that is held against nothing. */
function untested(document: Document, { id, period }: Task, at: number, agent: string | null): Problem[] {
  if (period === undefined || Object.keys(period).length === 0) return [];
  const found = document.agents?.find((each) => each.id === agent);
  const problem = (what: string): Problem[] => [
    problemAt(document, ['tasks', at, 'period'], { code: 'period-untested', severity: 'info', message: what }),
  ];
  if (period.everyMs === undefined)
    return problem(
      `The task "${id}" has a deadline for each of its periods and does not say how often it comes; give its period everyMs.`,
    );
  if (agent === null || found === undefined)
    return problem(
      `The task "${id}" comes every ${exactTime(period.everyMs)}, and it is not known to whom; pin it to an agent to see whether its deadlines are met.`,
    );
  return isSliced(found)
    ? []
    : problem(
        `The task "${id}" comes every ${exactTime(period.everyMs)} to "${agent}", which does one task after the other; let it work in time slices to see whether deadlines are met.`,
      );
}

/** With the time that it takes to turn to it and away from it. */
function loadOf(agent: Agent, task: Task, at: number): Load {
  const { speed, slice } = resolvedAgent(agent);
  const { model, priority, weight, pieceMs, resources, holds } = resolvedTask(task);
  const { duration } = model;
  const longest =
    duration.kind === 'fixed'
      ? duration.ms
      : duration.kind === 'uniform'
        ? duration.maxMs
        : duration.kind === 'normal'
          ? duration.meanMs
          : Object.hasOwn(duration.ms, agent.id)
            ? duration.ms[agent.id]!
            : duration.otherwiseMs;
  const workMs = longest / speed;
  const everyMs = task.period!.everyMs!;
  const sections = [
    ...resources.map(({ id }) => ({ resource: id, ms: workMs })),
    ...holds.map(({ resource, fromMs, toMs }) => ({
      resource,
      ms: Math.max(0, Math.min(toMs ?? workMs, workMs) - Math.min(fromMs, workMs)),
    })),
  ];
  return {
    ...{ id: task.id, at, priority, weight, sections, everyMs, pieceMs: Math.min(pieceMs, workMs) },
    costMs: workMs + 2 * slice.switchMs,
    deadlineMs: task.period!.deadlineMs ?? everyMs,
  };
}

/** What is assumed here and not run. */
const onceEach = 'This assumes that they come again and again; a run does each of them once.';

/** More are not looked through at each change of a document. */
const loadsMax = 200;

function verdict(document: Document, at: number, all: readonly Load[]): Problem {
  const loads = all.slice(0, loadsMax);
  const agent = document.agents![at]!;
  const { policy } = resolvedAgent(agent).slice;
  const inversion = document.conflicts?.inversion ?? 'inherit';
  const used = `The agent "${agent.id}" has ${loads.length === 1 ? 'one periodic task' : `${String(loads.length)} periodic tasks${loads.length < all.length ? ` (the first of ${String(all.length)})` : ''}`} that take ${share(utilizationOf(loads))} of its time`;
  const missed = missedBy(policy, loads, inversion);
  const path = ['agents', at, 'slice', 'policy'] as const;
  if (missed === null) {
    const message = `${used}, and every deadline is met${whyMet(policy, loads, inversion)}. ${onceEach}`;
    return problemAt(document, path, { code: 'admitted', severity: 'info', message });
  }
  const cure = cureOf(document, at, loads, inversion);
  const advice = cure === undefined ? 'let less come to it, less often, or let it be faster' : cure.advice;
  return problemAt(document, path, {
    code: 'not-admitted',
    severity: 'warning',
    message: `${used}: ${missed}; ${advice}. ${onceEach}`,
    ...(cure !== undefined && { fix: cure.fix }),
  });
}

/** The first deadline that is not met, in words; null where all are. */
function missedBy(policy: string, loads: readonly Load[], inversion: string): string | null {
  if (utilizationOf(loads) > 1 + 1e-9) return 'that is more than it has';
  if (policy === 'edf') {
    const atMs = overloadedMs(loads, (untilMs) => pieceBehindMs(loads, untilMs));
    if (atMs === Infinity) return 'it has too many deadlines to look through';
    return atMs === null ? null : `within ${exactTime(atMs)} more is due than it can do`;
  }
  if (policy === 'priority') {
    for (const load of loads) {
      const response = responseOf(load, loads, inversion);
      if (response <= load.deadlineMs) continue;
      return response === Infinity
        ? `"${load.id}" may wait for ever, and its deadline is ${exactTime(load.deadlineMs)}`
        : `"${load.id}" takes up to ${exactTime(response)}, and its deadline is ${exactTime(load.deadlineMs)}`;
    }
    return null;
  }
  const all = loads.reduce((sum, { weight }) => sum + weight, 0);
  const short = loads.find(({ weight, costMs, deadlineMs }) => weight / all < costMs / deadlineMs - 1e-9);
  return short === undefined
    ? null
    : `"${short.id}" has a share of ${share(short.weight / all)} by its weight and needs ${share(short.costMs / short.deadlineMs)} to be done in time`;
}

function responseOf(load: Load, loads: readonly Load[], inversion: string): number {
  const before = loads.filter((each) => each !== load && each.priority >= load.priority);
  return responseMs(load, before, blockedMs(load, loads, inversion));
}

/** By which test; by priorities, the bound where it is enough, and the response times in any case. */
function whyMet(policy: string, loads: readonly Load[], inversion: string): string {
  if (policy === 'edf') return ', the earliest first';
  if (policy !== 'priority') return ' by shares of their weights';
  const responses = loads.map((load) => `${load.id} ${exactTime(responseOf(load, loads, inversion))}`).join(', ');
  const monotonic = loads.every((a) => loads.every((b) => a.everyMs >= b.everyMs || a.priority > b.priority));
  const plain = loads.every(({ deadlineMs, everyMs }) => deadlineMs >= everyMs);
  const bound = liuLaylandBound(loads.length);
  const by =
    !monotonic || !plain
      ? ''
      : utilizationOf(loads) <= bound
        ? `, under the bound of ${share(bound)} for rate monotonic priorities`
        : isWithinHyperbolic(loads)
          ? ', within the hyperbolic bound for rate monotonic priorities'
          : `, though that is over the bound of ${share(bound)}`;
  return `${by}: at most ${responses} after they come`;
}

/** What would meet them: priorities by deadline, or the earliest deadline first. */
function cureOf(
  document: Document,
  at: number,
  loads: readonly Load[],
  inversion: string,
): { readonly advice: string; readonly fix: Fix } | undefined {
  const { policy } = resolvedAgent(document.agents![at]!).slice;
  const setPolicy = (value: string): Edit => ({
    kind: 'set-field',
    path: ['agents', at, 'slice', 'policy'],
    value,
  });
  if (policy === 'priority') {
    const order = [...loads].sort((a, b) => a.deadlineMs - b.deadlineMs || a.at - b.at);
    const ranked = order.map((load, place) => ({ ...load, priority: order.length - place }));
    if (missedBy('priority', ranked, inversion) === null) {
      const edits = ranked.map(({ at: task, priority }): Edit => ({
        kind: 'set-field',
        path: ['tasks', task, 'priority'],
        value: priority,
      }));
      return {
        advice: 'they are met if shorter deadlines have higher priorities',
        fix: { label: 'Give shorter deadlines higher priorities', edits },
      };
    }
  }
  if (policy === 'edf' || missedBy('edf', loads, inversion) !== null) return undefined;
  return {
    advice: 'they are met with the earliest deadline first',
    fix: { label: 'Take the earliest deadline first', edits: [setPolicy('edf')] },
  };
}

function share(of: number): string {
  const tenths = Math.floor(of * 1000 + 0.5);
  return `${String(Math.floor(tenths / 10))}.${String(tenths % 10)}%`;
}
