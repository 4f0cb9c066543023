/*
 * A document as a Mermaid flowchart. Labels stand in double quotes, and every character that is not a letter, a digit
 * or one of a few harmless signs is written as a number (#34;), so no label can end its quotes, start a directive or
 * become HTML or Markdown.
 */
import type { Document } from '../../document/index.ts';
import { drawingOf, type DrawnEdge, type DrawnNode } from './drawing.ts';

const BRACKETS = {
  task: ['[', ']'],
  manager: ['{{', '}}'],
  agent: ['(', ')'],
  resource: ['[/', '/]'],
  memory: ['[(', ')]'],
} as const;

/** The document as the text of a flowchart from left to right. */
export function writeMermaid(document: Document): string {
  const { agents, tasks, shares, edges } = drawingOf(document);
  const lines = ['flowchart LR'];
  if (agents.length > 0) {
    lines.push('  subgraph agents["Agents"]', '    direction TB');
    for (const agent of agents) lines.push(`    ${node(agent)}`);
    for (const edge of edges) if (edge.kind === 'reports') lines.push(`    ${edge.from} --- ${edge.to}`);
    lines.push('  end');
  }
  for (const task of tasks) lines.push(...block(task, '  '));
  for (const share of shares) lines.push(`  ${node(share)}`);
  for (const edge of edges) if (edge.kind !== 'reports') lines.push(`  ${arrow(edge)}`);
  return `${lines.join('\n')}\n`;
}

/** A task on its line, or a composite with all that stands in it. */
function block(task: DrawnNode, indent: string): string[] {
  if (task.parts.length === 0) return [`${indent}${node(task)}`];
  const inner = task.parts.flatMap((part) => block(part, nextIndent(indent)));
  return [`${indent}subgraph ${task.key}["${escaped(task.label)}"]`, ...inner, `${indent}end`];
}

/** One step further in, up to a depth at which nobody reads it any more. */
function nextIndent(indent: string): string {
  return indent.length >= 40 ? indent : `${indent}  `;
}

function node({ key, label, shape }: DrawnNode): string {
  const text = `"${escaped(label)}"`;
  const [open, close] = BRACKETS[shape];
  return `${key}${open}${text}${close}`;
}

function arrow({ from, to, kind, label }: DrawnEdge): string {
  if (kind === 'pinned') return `${from} -.-> ${to}`;
  if (kind === 'shares') return label === '' ? `${from} -.- ${to}` : `${from} -. "${escaped(label)}" .- ${to}`;
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
