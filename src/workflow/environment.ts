/**
 * The network of a document in the kernel's words: names become actors, times whole milliseconds. What befalls it during a
 * run stands among the inputs.
 */
import { plainWord } from '../agents/index.ts';
import type { ResolvedDocument } from '../document/index.ts';
import { keyOfText, toMs, type LinkModel, type Message, type NetworkModel, type Partition } from '../kernel/index.ts';
import type { Plan } from '../plan/index.ts';
import { Cast } from './inputs/cast.ts';

/**
 * What messages say about which task, for the draws of the network: the same in every pattern where it means the same, so
 * that patterns are compared under the same delays.
 */
export function topicsOf(plan: Plan): (message: Message) => number {
  /** Of each type of message the topics of all tasks; 0 where one was not asked for yet. */
  const topics = new Map<string, Int32Array>();
  return (message) => {
    const { type, task, work } = message as About;
    const about = task ?? work?.task;
    if (about === undefined) return 0;
    let known = topics.get(type);
    if (known === undefined) topics.set(type, (known = new Int32Array(plan.tasks.length)));
    const topic = known[about] ?? 0;
    if (topic !== 0) return topic;
    const word = keyOfText(plainWord(type.slice(type.indexOf('.') + 1)));
    return (known[about] = keyOfText(plan.tasks[about]?.id ?? '', word) | 1);
  };
}

/** The fields of a message that say what it is about; what moves on by itself is work. */
interface About extends Message {
  readonly task?: number;
  readonly work?: { readonly task?: number };
}

export function networkOf(document: ResolvedDocument, plan: Plan): NetworkModel {
  const { network } = document;
  const cast = new Cast(plan);
  const link: LinkModel = {
    delayMinMs: toMs(network.delay.minMs),
    delayMaxMs: toMs(network.delay.maxMs),
    loss: network.loss,
    duplicate: network.duplicate,
    reorder: network.reorder,
  };
  const overrides = network.links.flatMap(({ from: sender, to: receiver, delay, loss }) => {
    const model: LinkModel = {
      ...link,
      delayMinMs: delay === null ? link.delayMinMs : toMs(delay.minMs),
      delayMaxMs: delay === null ? link.delayMaxMs : toMs(delay.maxMs),
      loss: loss ?? link.loss,
    };
    return cast.named(sender).flatMap((from) => cast.named(receiver).map((to) => ({ from, to, link: model })));
  });
  const partitions = network.partitions.map((each): Partition => ({
    atMs: toMs(each.atMs),
    healMs: each.healMs === null ? null : toMs(each.healMs),
    group: cast.groups(each.groups),
  }));
  const stableMs = network.stableAfterMs === null ? null : toMs(network.stableAfterMs);
  const boundMs = network.boundMs === null ? null : toMs(network.boundMs);
  const model: NetworkModel = { link, overrides, partitions, stableMs, boundMs };
  return plan.snapshots === undefined ? model : { ...model, ordered: true };
}
