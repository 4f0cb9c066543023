/**
 * Published workflows against a list scheduler of forty lines, to the millisecond: identical agents, no transfers, the
 * longest way to an end first, ties by id, decisions after all completions of their instant. The files stand beside the
 * checkout, or where CONCLAVE_DATA points; without them this suite is skipped.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../src/document/index.ts';
import { importFile, supplyAgents } from '../../src/interchange/index.ts';
import { resultOf, Run } from '../../src/replay/index.ts';
import { compile } from '../../src/workflow/index.ts';

const folder = path.resolve(
  process.env['CONCLAVE_DATA'] ?? path.resolve(import.meta.dirname, '../../../shared/data'),
  'wfcommons',
);
const present = existsSync(folder);
const files = present
  ? readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
  : [];

interface Node {
  readonly id: string;
  readonly ms: number;
  readonly parents: readonly string[];
}

/** Read for the reference alone, past every reader of ours. */
function nodesOf(name: string): Node[] {
  const { workflow } = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as {
    workflow: {
      specification: { tasks: { id: string; parents: string[] }[] };
      execution: { tasks: { id: string; runtimeInSeconds: number }[] };
    };
  };
  const runtimes = new Map(workflow.execution.tasks.map((task) => [task.id, task.runtimeInSeconds]));
  return workflow.specification.tasks.map(({ id, parents }) => ({
    id,
    parents,
    ms: Math.floor((runtimes.get(id) ?? 0) * 1000 + 0.5),
  }));
}

/** The reference list scheduler: the makespan on so many identical machines, ms. */
function listSchedule(nodes: readonly Node[], machines: number): number {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const children = new Map(nodes.map((node) => [node.id, nodes.filter((other) => other.parents.includes(node.id))]));
  const ranks = new Map<string, number>();
  const rankOf = ({ id, ms }: Node): number => {
    let rank = ranks.get(id);
    if (rank === undefined) {
      rank = ms + Math.max(0, ...children.get(id)!.map(rankOf));
      ranks.set(id, rank);
    }
    return rank;
  };
  const waiting = new Map(nodes.map((node) => [node.id, new Set(node.parents).size]));
  const ready = nodes.filter((node) => node.parents.length === 0);
  const running: { node: Node; until: number }[] = [];
  let now = 0;
  for (let done = 0; done < nodes.length;) {
    ready.sort((a, b) => rankOf(b) - rankOf(a) || (a.id < b.id ? -1 : 1));
    while (running.length < machines && ready.length > 0) {
      const node = ready.shift()!;
      running.push({ node, until: now + node.ms });
    }
    now = Math.min(...running.map((each) => each.until));
    for (const each of running.filter(({ until }) => until === now)) {
      running.splice(running.indexOf(each), 1);
      done += 1;
      for (const { id } of children.get(each.node.id)!) {
        waiting.set(id, waiting.get(id)! - 1);
        if (waiting.get(id) === 0) ready.push(byId.get(id)!);
      }
    }
  }
  return now;
}

function documentOf(name: string, agents: number): Document {
  const imported = importFile(readFileSync(path.join(folder, name)), name);
  if (!imported.ok) throw new Error(JSON.stringify(imported.error));
  return supplyAgents({ document: { ...imported.value.document, agents: [] }, problems: [] }, agents).document;
}

/** Makespans of PROTOCOLS, seconds: on 4 and on 16 agents. */
const table: Readonly<Record<string, readonly [number, number]>> = {
  'helloworld-chain-5-chameleon.json': [501.24, 501.24],
  'helloworld-forkjoin-10-chameleon.json': [409.835, 307.36],
  'epigenomics-chameleon-hep-1seq-100k-001.json': [192.452, 104.822],
  'blast-chameleon-small-001.json': [95.937, 28.644],
  '1000genome-chameleon-2ch-100k-001.json': [729.741, 252.404],
  'montage-chameleon-dss-05d-001.json': [1399.641, 559.794],
  'soykb-chameleon-10fastq-10ch-001.json': [4454.143, 3147.304],
  'rnaseq-dirt02-001.json': [759.454, 759.454],
};

describe.skipIf(!present)(`published workflows${present ? '' : ' (skipped: there is no data folder)'}`, () => {
  it.each(files)('[W7] %s on 1 to 16 agents, to the millisecond, every rule held', (name) => {
    const nodes = nodesOf(name);
    for (let agents = 1; agents <= 16; agents += 1) {
      const made = compile(documentOf(name, agents));
      if (!made.ok) throw new Error(JSON.stringify(made.error));
      const run = new Run(made.value).finish();
      const result = resultOf(run);
      expect([agents, result.outcome, result.makespanMs]).toEqual([agents, 'succeeded', listSchedule(nodes, agents)]);
      expect(result.workMs).toBe(nodes.reduce((sum, node) => sum + node.ms, 0));
      expect(run.watch.views().filter((view) => !view.holds)).toEqual([]);
      expect(run.watch.views().some(({ rule }) => rule === 'W7')).toBe(true);
      const [four, sixteen] = table[name] ?? [];
      if (agents === 4 && four !== undefined) expect(result.makespanMs / 1000).toBe(four);
      if (agents === 16 && sixteen !== undefined) expect(result.makespanMs / 1000).toBe(sixteen);
    }
  });
});
