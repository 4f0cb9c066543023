/*
 * A document as a Graphviz graph. Labels stand in double quotes with quotes and backslashes escaped; what Graphviz
 * would read as an entity or HTML is written as an entity, so every label is shown as the text that it is.
 */
import type { Document } from '../../document/index.ts';
import { drawingOf, type DrawnEdge, type DrawnNode } from './drawing.ts';

const SHAPES = { manager: 'hexagon', agent: 'ellipse', task: 'box' } as const;

/** The document as the text of a directed graph from left to right. */
export function writeDot(document: Document): string {
  const { title, agents, tasks, edges } = drawingOf(document);
  const lines = ['digraph conclave {', '  rankdir=LR;', `  label=${quoted(title)};`, '  node [style=rounded];'];
  if (agents.length > 0) {
    lines.push('  subgraph cluster_agents {', '    label="Agents";');
    for (const agent of agents) lines.push(`    ${node(agent)}`);
    for (const edge of edges) if (edge.kind === 'reports') lines.push(`    ${arrow(edge)}`);
    lines.push('  }');
  }
  for (const task of tasks) lines.push(`  ${node(task)}`);
  for (const edge of edges) if (edge.kind !== 'reports') lines.push(`  ${arrow(edge)}`);
  return `${lines.join('\n')}\n}\n`;
}

function node({ key, label, shape }: DrawnNode): string {
  return `${key} [shape=${SHAPES[shape]}, label=${quoted(label)}];`;
}

function arrow({ from, to, kind, label }: DrawnEdge): string {
  const line = `${from} -> ${to}`;
  if (kind === 'reports') return `${line} [arrowhead=none];`;
  if (kind === 'pinned') return `${line} [style=dashed];`;
  return label === '' ? `${line};` : `${line} [label=${quoted(label)}];`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '\\"', '\\': '\\\\' };

function quoted(label: string): string {
  return `"${label.replaceAll(/[&<>"\\]/g, (sign) => ENTITIES[sign] ?? '')}"`;
}
