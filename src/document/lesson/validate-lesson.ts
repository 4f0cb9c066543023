/*
 * Problems of a lesson: steps that cannot be told apart, that nothing a person does would tick off, or that speak of what there is not.
 * None of them keeps a document from running.
 */
import { problemAt, type Problem } from '../validate/problem.ts';
import { COLLECTIONS, NODE_KINDS, type FieldPath } from '../validate/references.ts';
import { nearestName } from '../validate/unknown/nearest.ts';
import { entriesOf } from '../schema/field.ts';
import { agentSchema } from '../schema/agent.ts';
import { isFaultKind, faultSchemas } from '../schema/fault.ts';
import { DEED_KINDS, isDeedKind, type Deed } from './lesson-schema.ts';
import { exactTime } from '../display/units.ts';
import { taskSchema } from '../schema/task.ts';
import { memorySchema, resourceSchema } from '../schema/world.ts';
import { documentSchema, type Document } from '../schema.ts';

const schemas = { agent: agentSchema, task: taskSchema, resource: resourceSchema, memory: memorySchema } as const;
const kinds = COLLECTIONS.map((collection) => NODE_KINDS[collection]);
/** What may be put in by hand although no document plans it. */
const byHand: ReadonlySet<string> = new Set(['mind', 'snapshot', 'recover', 'heal']);
/** Of these the fields follow from what is chosen in them. */
const open: ReadonlySet<string> = new Set(['coordination', 'action', 'compensation']);

export function lessonProblems(document: Document): Problem[] {
  const steps = document.lesson?.steps ?? [];
  const titles = new Map<string, number>();
  return steps.flatMap(({ title, done }, at) => {
    const path = ['lesson', 'steps', at];
    const warn = (inner: FieldPath, code: string, message: string): Problem =>
      problemAt(document, [...path, ...inner], { code, severity: 'warning', message });
    const step = `The step "${title}"`;
    const problems: Problem[] = [];
    const first = titles.get(title);
    if (first === undefined) titles.set(title, at);
    else {
      const message = `Two steps of the lesson are called "${title}", so that both are ticked off at once; rename one.`;
      problems.push(warn(['title'], 'lesson-title', message));
    }
    const { kind } = done as { readonly kind: string };
    if (!isDeedKind(kind)) {
      const message = `${step} is done by "${kind}", which this version does not know, so nothing ticks it off; choose one of ${DEED_KINDS.join(', ')}.`;
      return [...problems, warn(['done', 'kind'], 'lesson-kind', message)];
    }
    for (const [inner, code, message] of deedProblems(step, done))
      problems.push(warn(['done', ...inner], code, message));
    return problems;
  });
}

type Told = readonly [at: FieldPath, code: string, message: string];

function deedProblems(step: string, deed: Deed): Told[] {
  const named = kinds.filter((kind) => (deed as { readonly [Kind in typeof kind]?: unknown })[kind] !== undefined);
  const told: Told[] = [];
  if (named.length > 1)
    told.push([
      [named[1] ?? ''],
      'lesson-nodes',
      `${step} names ${named.join(' and ')}, and one node is meant; leave one.`,
    ]);
  switch (deed.kind) {
    case 'select':
      if (named.length === 0)
        told.push([
          [],
          'lesson-select',
          `${step} does not say what is to be selected; name an agent, a task, a resource or a memory.`,
        ]);
      break;
    case 'setting':
      told.push(...settingProblems(step, deed, named[0]));
      break;
    case 'fault': {
      const { fault } = deed;
      if (fault === undefined || isFaultKind(fault) || byHand.has(fault)) break;
      const meant = nearestName(fault, Object.keys(faultSchemas));
      told.push([
        ['fault'],
        'lesson-fault',
        `${step} waits for the fault "${fault}", which there is not; ${perhaps(meant, 'name another kind')}.`,
      ]);
      break;
    }
    case 'run':
      if (deed.underMs !== undefined && deed.overMs !== undefined && deed.overMs >= deed.underMs)
        told.push([
          ['overMs'],
          'lesson-span',
          `${step} waits for a run that takes more than ${exactTime(deed.overMs)} and less than ${exactTime(deed.underMs)}, which none does; raise the one or lower the other.`,
        ]);
      break;
    default:
      break;
  }
  return told;
}

function settingProblems(
  step: string,
  deed: Deed & { readonly kind: 'setting' },
  node: keyof typeof schemas | undefined,
): Told[] {
  const [first = '', ...rest] = deed.field.split('.');
  const owner = node === undefined ? 'the document' : node === 'agent' ? 'an agent' : `a ${node}`;
  const entries = entriesOf(node === undefined ? documentSchema : schemas[node]);
  const told: Told[] = [];
  const entry = Object.hasOwn(entries, first) ? entries[first] : undefined;
  const inner = entry === undefined || open.has(first) ? {} : entriesOf(entry);
  const [second] = rest;
  const unknown =
    entry === undefined
      ? first
      : second !== undefined && Object.keys(inner).length > 0 && !Object.hasOwn(inner, second)
        ? second
        : null;
  if (unknown !== null) {
    const meant = nearestName(unknown, Object.keys(entry === undefined ? entries : inner));
    told.push([
      ['field'],
      'lesson-field',
      `${step} waits for the setting "${deed.field}", and "${unknown}" is none of ${owner}; ${perhaps(meant, 'name a field as the reference of the document does')}.`,
    ]);
  }
  if (deed.least !== undefined && deed.most !== undefined && deed.least > deed.most)
    told.push([
      ['least'],
      'lesson-span',
      `${step} waits for at least ${String(deed.least)} and at most ${String(deed.most)}, which no number is; swap them.`,
    ]);
  return told;
}

function perhaps(meant: string | null, otherwise: string): string {
  return meant === null ? otherwise : `perhaps "${meant}" is meant`;
}
