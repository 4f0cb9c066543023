/**
 * The account of a task as a person reads it in a terminal: the answer, who could have done it, and for every handing-over
 * who was weighed, by which rule, and what carried it. The words are replay's own; nothing is decided here.
 */
import { exactTime } from '../document/index.ts';
import type { Why, WhyAttempt, WhyCandidate, WhyDecision } from '../replay/index.ts';

/** Lines of a handing-over that are printed; the whole is in the JSON. */
const linesMax = 40;

export function account(why: Why): string[] {
  const { title, task, requires, capable, incapable, composite, answer, attempts, earlier } = why;
  const names = capable.map(({ name }) => name).join(', ') || 'nobody';
  const head = [`why            ${title}${title === task ? '' : ` (${task})`}: ${answer}`];
  if (composite) return head;
  return [
    ...head,
    `requires       ${requires.join(', ') || 'no capability'}`,
    `eligible       ${names}`,
    ...(incapable.length === 0
      ? []
      : [
          `not eligible   ${incapable.map(({ name, note }) => `${name} (${note})`).join(', ')}${others(why.incapableMore)}`,
        ]),
    ...(earlier === 0 ? [] : ['', `${String(earlier)} earlier assignments are left out`]),
    ...attempts.flatMap((attempt, at) => ['', ...handingOver(attempt, earlier + at + 1)]),
  ];
}

function others(count: number): string {
  return count === 0 ? '' : ` and ${String(count)} more`;
}

function handingOver({ attempt, outcome, decisions, lines, more }: WhyAttempt, number: number): string[] {
  const shown = lines.slice(0, linesMax);
  const left = more + lines.length - shown.length;
  return [
    `${String(number)}. attempt ${String(attempt)}${outcome === '' ? '' : `: ${outcome}`}`,
    ...decisions.flatMap(decided),
    ...shown.map(({ step, timeMs, text }) => `${moment(step, timeMs)}  ${text}`),
    ...(left === 0 ? [] : [`${' '.repeat(28)}and ${String(left)} more`]),
  ];
}

function decided({ step, timeMs, by, text, says, measure, candidates, more }: WhyDecision): string[] {
  const width = Math.max(0, ...candidates.map(({ name }) => name.length));
  return [
    `${moment(step, timeMs)}  ${text}${by === null ? '' : `, by ${by.name}`}`,
    `${' '.repeat(28)}${says}`,
    ...(candidates.length === 0 || measure === null ? [] : [`${' '.repeat(30)}${''.padEnd(width)}  ${measure}`]),
    ...candidates.map((each) => `${' '.repeat(28)}${row(each, width)}`.trimEnd()),
    ...(more === 0 ? [] : [`${' '.repeat(30)}and ${String(more)} more`]),
  ];
}

function row({ name, standing, value, note }: WhyCandidate, width: number): string {
  const worth = value === null ? '' : String(Math.round(value * 1000) / 1000);
  return `${standing === 'chosen' ? '*' : ' '} ${name.padEnd(width)}  ${worth.padStart(10)}  ${note}`;
}

function moment(step: number, timeMs: number): string {
  return `${exactTime(timeMs).padStart(8)}  step ${String(step).padStart(6)}`;
}
