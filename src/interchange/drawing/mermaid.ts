/*
 * A document as a Mermaid flowchart. Labels stand in double quotes, and every character that is not a letter, a digit
 * or one of a few harmless signs is written as a number (#34;), so no label can end its quotes, start a directive or
 * become HTML or Markdown.
 */
import type { Document } from '../../document/index.ts';
import { drawingOf, type DrawnEdge, type DrawnNode } from './drawing.ts';

/** The document as the text of a flowchart from left to right. */
export function writeMermaid(document: Document): string {
  const { agents, tasks, edges } = drawingOf(document);
  const lines = ['flowchart LR'];
  if (agents.length > 0) {
    lines.push('  subgraph agents["Agents"]', '    direction TB');
    for (const agent of agents) lines.push(`    ${node(agent)}`);
    for (const edge of edges) if (edge.kind === 'reports') lines.push(`    ${edge.from} --- ${edge.to}`);
    lines.push('  end');
  }
  for (const task of tasks) lines.push(`  ${node(task)}`);
  for (const edge of edges) if (edge.kind !== 'reports') lines.push(`  ${arrow(edge)}`);
  return `${lines.join('\n')}\n`;
}

function node({ key, label, shape }: DrawnNode): string {
  const text = `"${escaped(label)}"`;
  return shape === 'task' ? `${key}[${text}]` : shape === 'manager' ? `${key}{{${text}}}` : `${key}(${text})`;
}

function arrow({ from, to, kind, label }: DrawnEdge): string {
  if (kind === 'pinned') return `${from} -.-> ${to}`;
  return label === '' ? `${from} --> ${to}` : `${from} -->|"${escaped(label)}"| ${to}`;
}

function escaped(label: string): string {
  if (label === '') return ' ';
  // A number with a dot, or a dash, at the beginning would make a Markdown list.
  const safe = label.replaceAll(/[^\p{L}\p{M}\p{N} .,:_-]|^-|^\d+\.|__/gu, (text) =>
    Array.from(text, (character) => `#${String(character.codePointAt(0))};`).join(''),
  );
  return safe;
}
