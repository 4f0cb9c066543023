/**
 * The network and the planned faults of a document, in the kernel's words. What a fault of an unknown kind would do is
 * not guessed: it is kept in the document and listed among its problems.
 */
import type { ResolvedDocument } from '../document/index.ts';
import type { LinkModel, Message, NetworkModel, Partition } from '../kernel/index.ts';
import { actorOfAgent, coordinatorActor, type Plan } from '../plan/index.ts';

/** In partitions and links the coordinator goes by this name. */
const coordinatorName = 'coordinator';

export function networkOf(document: ResolvedDocument, plan: Plan): NetworkModel {
  const { network } = document;
  const actors = new Map(plan.agents.map((agent, at) => [agent.id, actorOfAgent(at)]));
  if (!actors.has(coordinatorName)) actors.set(coordinatorName, coordinatorActor);
  const link: LinkModel = {
    delayMinMs: network.delay.minMs,
    delayMaxMs: network.delay.maxMs,
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
          delayMinMs: each.delay?.minMs ?? link.delayMinMs,
          delayMaxMs: each.delay?.maxMs ?? link.delayMaxMs,
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
    return { atMs: each.atMs, healMs: each.healMs, group };
  });
  return { link, overrides, partitions };
}

/** Faults as inputs at their times. */
export function faultsOf(document: ResolvedDocument, plan: Plan): { atMs: number; to: number; message: Message }[] {
  const actors = new Map(plan.agents.map((agent, at) => [agent.id, actorOfAgent(at)]));
  return document.faults.flatMap((fault) => {
    const actor = actors.get(typeof fault['agent'] === 'string' ? fault['agent'] : '');
    if (actor === undefined) return [];
    return faultMessages(fault, actor);
  });
}

function faultMessages(
  fault: ResolvedDocument['faults'][number],
  actor: number,
): { atMs: number; to: number; message: Message }[] {
  const made: { atMs: number; to: number; message: Message }[] = [];
  const add = (atMs: unknown, to: number, message: Message): void => {
    if (typeof atMs === 'number') made.push({ atMs, to, message });
  };
  if (fault.kind === 'crash') {
    add(fault['atMs'], -1, { type: 'kernel.crash', actor } as Message);
    add(fault['recoverMs'], -1, { type: 'kernel.recover', actor } as Message);
  } else if (fault.kind === 'slow') {
    add(fault['atMs'], actor, { type: 'agent.slow', factor: fault['factor'] } as Message);
    add(fault['untilMs'], actor, { type: 'agent.slow', factor: 1 } as Message);
  }
  return made;
}
