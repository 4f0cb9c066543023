/**
 * The network and the planned faults of a document, in the kernel's words. What a fault of an unknown kind would do is
 * not guessed: it is kept in the document and listed among its problems.
 */
import { COORDINATOR_NAME, type ResolvedDocument } from '../document/index.ts';
import { toMs, type LinkModel, type Message, type NetworkModel, type Partition } from '../kernel/index.ts';
import { actorOfAgent, coordinatorActor, type Plan } from '../plan/index.ts';

export function networkOf(document: ResolvedDocument, plan: Plan): NetworkModel {
  const { network } = document;
  const actors = new Map(plan.agents.map((agent, at) => [agent.id, actorOfAgent(at)]));
  if (!actors.has(COORDINATOR_NAME)) actors.set(COORDINATOR_NAME, coordinatorActor);
  const link: LinkModel = {
    delayMinMs: toMs(network.delay.minMs),
    delayMaxMs: toMs(network.delay.maxMs),
    loss: network.loss,
    duplicate: network.duplicate,
    reorder: network.reorder,
  };
  const overrides = network.links.flatMap((each) => {
    const [from, to] = [actors.get(each.from), actors.get(each.to)];
    if (from === undefined || to === undefined) return [];
    return [
      {
        from,
        to,
        link: {
          ...link,
          delayMinMs: each.delay === null ? link.delayMinMs : toMs(each.delay.minMs),
          delayMaxMs: each.delay === null ? link.delayMaxMs : toMs(each.delay.maxMs),
          loss: each.loss ?? link.loss,
        },
      },
    ];
  });
  const partitions = network.partitions.map((each): Partition => {
    const group = new Array<number>(plan.agents.length + actorOfAgent(0)).fill(-1);
    each.groups.forEach((names, number) => {
      for (const name of names) {
        const index = actors.get(name);
        if (index !== undefined) group[index] = number;
      }
    });
    return { atMs: toMs(each.atMs), healMs: each.healMs === null ? null : toMs(each.healMs), group };
  });
  return { link, overrides, partitions };
}

/** Faults as inputs at their times. */
export function faultsOf(document: ResolvedDocument, plan: Plan): { atMs: number; to: number; message: Message }[] {
  const faults = document.faults.map((fault) => ({ fault, kind: fault.kind, agent: fault['agent'] }));
  return plan.agents.flatMap(({ id }, at) => {
    const of = (kind: string): Fault[] =>
      faults.filter((each) => each.kind === kind && each.agent === id).map(({ fault }) => fault);
    return faultsOfAgent(of('crash'), of('slow'), actorOfAgent(at));
  });
}

type Fault = ResolvedDocument['faults'][number];

/**
 * Crashes and recoveries as they are written. Slowness is told anew at every time at which it changes, and after
 * every recovery, since an agent that is down hears nothing: where spells overlap, their factors multiply.
 */
function faultsOfAgent(
  crashes: readonly Fault[],
  slows: readonly Fault[],
  actor: number,
): { atMs: number; to: number; message: Message }[] {
  const made: { atMs: number; to: number; message: Message }[] = [];
  const changes: number[] = [];
  for (const crash of crashes) {
    const [atMs, recoverMs] = [timeOf(crash, 'atMs'), timeOf(crash, 'recoverMs')];
    if (atMs !== null) made.push({ atMs, to: -1, message: { type: 'kernel.crash', actor } as Message });
    if (recoverMs === null) continue;
    made.push({ atMs: recoverMs, to: -1, message: { type: 'kernel.recover', actor } as Message });
    if (slows.length > 0) changes.push(recoverMs);
  }
  for (const slow of slows)
    for (const at of [timeOf(slow, 'atMs'), timeOf(slow, 'untilMs')]) if (at !== null) changes.push(at);
  for (const atMs of [...new Set(changes)].sort((a, b) => a - b)) {
    let factor = 1;
    for (const slow of slows)
      if ((timeOf(slow, 'atMs') ?? 0) <= atMs && atMs < (timeOf(slow, 'untilMs') ?? Infinity))
        factor *= slow['factor'] as number;
    made.push({ atMs, to: actor, message: { type: 'agent.slow', factor } as Message });
  }
  return made;
}

function timeOf(fault: Fault, field: 'atMs' | 'recoverMs' | 'untilMs'): number | null {
  const written = fault[field];
  return typeof written === 'number' ? toMs(written) : null;
}
