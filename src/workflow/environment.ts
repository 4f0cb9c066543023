/**
 * The network of a document in the kernel's words: names become actors, times whole milliseconds. What befalls it during a
 * run stands among the inputs.
 */
import { COORDINATOR_NAME, type ResolvedDocument } from '../document/index.ts';
import { toMs, type LinkModel, type NetworkModel, type Partition } from '../kernel/index.ts';
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
  const stableMs = network.stableAfterMs === null ? null : toMs(network.stableAfterMs);
  return { link, overrides, partitions, stableMs, boundMs: network.boundMs === null ? null : toMs(network.boundMs) };
}
