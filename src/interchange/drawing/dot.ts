/*
 * A document as a Graphviz graph. Labels stand in double quotes with quotes and backslashes escaped; what Graphviz
 * would read as an entity or HTML is written as an entity, so every label is shown as the text that it is.
 */
import type { Document } from '../../document/index.ts';
import { drawingOf, type DrawnEdge, type DrawnNode } from './drawing.ts';

const SHAPES = { manager: 'hexagon', agent: 'ellipse', task: 'box', resource: 'box3d', memory: 'cylinder' } as const;

/** The document as the text of a directed graph from left to right. */
export function writeDot(document: Document): string {
  const { title, agents, tasks, shares, edges } = drawingOf(document);
  const composites = new Set(all(tasks).flatMap(({ key, parts }) => (parts.length > 0 ? [key] : [])));
  const clusters = composites.size > 0 ? ['  compound=true;'] : [];
  const lines = [
    'digraph conclave {',
    '  rankdir=LR;',
    ...clusters,
    `  label=${quoted(title)};`,
    '  node [style=rounded];',
  ];
  if (agents.length > 0) {
    lines.push('  subgraph cluster_agents {', '    label="Agents";');
    for (const agent of agents) lines.push(`    ${node(agent)}`);
    for (const edge of edges) if (edge.kind === 'reports') lines.push(`    ${arrow(edge, composites)}`);
    lines.push('  }');
  }
  for (const task of tasks) lines.push(...block(task, '  '));
  for (const share of shares) lines.push(`  ${node(share)}`);
  for (const edge of edges) if (edge.kind !== 'reports') lines.push(`  ${arrow(edge, composites)}`);
  return `${lines.join('\n')}\n}\n`;
}

/** A task on its line, or a composite as a cluster; wires to a composite end at its border, at a point in it. */
function block(task: DrawnNode, indent: string): string[] {
  if (task.parts.length === 0) return [`${indent}${node(task)}`];
  const further = indent.length >= 40 ? indent : `${indent}  `;
  return [
    `${indent}subgraph cluster_${task.key} {`,
    `${further}label=${quoted(task.label)};`,
    `${further}${task.key} [shape=point, style=invis];`,
    ...task.parts.flatMap((part) => block(part, further)),
    `${indent}}`,
  ];
}

function all(tasks: readonly DrawnNode[]): DrawnNode[] {
  const found = [...tasks];
  for (const { parts } of found) found.push(...parts);
  return found;
}

function node({ key, label, shape }: DrawnNode): string {
  return `${key} [shape=${SHAPES[shape]}, label=${quoted(label)}];`;
}

function arrow({ from, to, kind, label }: DrawnEdge, composites: ReadonlySet<string>): string {
  const attributes = [
    ...(kind === 'reports' ? ['arrowhead=none'] : []),
    ...(kind === 'pinned' ? ['style=dashed'] : []),
    ...(kind === 'shares' ? ['style=dotted', 'arrowhead=none'] : []),
    ...(label === '' ? [] : [`label=${quoted(label)}`]),
    ...(composites.has(from) ? [`ltail=cluster_${from}`] : []),
    ...(composites.has(to) ? [`lhead=cluster_${to}`] : []),
  ];
  return attributes.length === 0 ? `${from} -> ${to};` : `${from} -> ${to} [${attributes.join(', ')}];`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '\\"', '\\': '\\\\' };

function quoted(label: string): string {
  return `"${label.replaceAll(/[&<>"\\]/g, (sign) => ENTITIES[sign] ?? '')}"`;
}
