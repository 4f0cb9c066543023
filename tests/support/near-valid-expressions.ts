/** Expressions of documents that are nearly right. */
import type { Dice } from './documents.ts';

/** The tasks that an expression may name, and how often something is wrong. */
interface Named {
  readonly dice: Dice;
  readonly tasks: readonly string[];
  readonly wrong: number;
}

/** Conditions and reductions: right, of unknown names, of wrong kinds, unfinished, heavy. */
export function expression({ dice, tasks, wrong }: Named): string {
  const task = tasks.length === 0 ? 'nobody' : dice.one(tasks);
  const other = tasks.length === 0 ? 'nobody' : dice.one(tasks);
  const right = [
    'true',
    'false',
    `results.${task} == null`,
    `results.${task}.n > 1`,
    `results.${task}.ok`,
    `!(results.${task}.ok)`,
    `results["${task}"] != results["${other}"]`,
    `size(results) > 0`,
    `results.${task}.n * 2 + 1 >= 5.0`,
    `has(results.${task}.ok) && results.${task}.ok`,
    `results.${task} in [1, 2, "go"]`,
    `[1, 2, 3].exists(x, x == results.${task}.n)`,
    `results.${task}.list.map(e, e.n).size() == 2`,
    `results.${task}.ok ? results.${other}.ok : true`,
    `string(results.${task}.n).startsWith("2")`,
  ];
  const broken = [
    '',
    '(',
    '1 +',
    'nobody',
    'results.nobody.ok',
    `results.${task}-${other}`,
    '1 / 0',
    '"a" + 1',
    `'${'('.repeat(200)}'`,
    `${'('.repeat(200)}1${')'.repeat(200)}`,
    `${'!'.repeat(300)}true`,
    `${'1+'.repeat(400)}1`,
    'results',
    '{}[1]',
    '[].map(x, x)',
    '9223372036854775807 + 1',
    `[1,2,3,4,5,6,7,8,9].map(a, [1,2,3,4,5,6,7,8,9].map(b, [1,2,3,4,5,6,7,8,9].map(c, a*b*c)))`,
    'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a+)+$")',
    'results.__proto__',
    'constructor',
    '\u202e1',
    'a.b.c.d',
    'type(1)',
    'duration("1h")',
  ];
  return dice.chance(wrong > 0 ? 0.2 : 0.02) ? dice.one(broken) : dice.one(right);
}
