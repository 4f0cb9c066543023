/**
 * Documents with a hostile text in every text field that the schema knows: of the document, agents, tasks with each kind of action,
 * dependencies, resources, memories, faults, notes and frames. The fields are found in the schema itself, so a new one is hostile too.
 */
import * as v from 'valibot';
import { isForbiddenKey } from '../../src/base/index.ts';
import {
  actionSchemas,
  agentSchema,
  documentSchema,
  fieldsOf,
  taskSchema,
  type FormField,
} from '../../src/document/index.ts';
import { itemOf } from '../../src/document/schema/field.ts';
import { memorySchema, resourceSchema } from '../../src/document/schema/world.ts';
import { hostileTexts } from '../studio/sharing/hostile.ts';

/** What is odd without being an attack: names that objects carry, templates, directions, length. */
const oddTexts: readonly string[] = [
  'constructor',
  'toString',
  'hasOwnProperty',
  '__proto__x',
  '<%= globalThis.hit=1 %>',
  '#{globalThis.hit=1}',
  '{@html "<img src=x onerror=globalThis.hit=1>"}',
  '[x](javascript:globalThis.hit=1)',
  '![x](https://example.org/beacon.png)',
  'data:text/html,<script>globalThis.hit=1</script>',
  'vbscript:globalThis.hit=1',
  '\u2066<b>\u2069\u202Etxt.exe',
  'x\u0007\u001b[31m\u0008y',
  '👩‍👩‍👧‍👦🏳️‍🌈e\u0301\u0301\u0301',
  '=HYPERLINK("https://example.org")',
  '%3Cscript%3EglobalThis.hit=1%3C/script%3E',
  `<img src=x onerror=globalThis.hit=1>${'Z'.repeat(20_000)}`,
  '<math><mtext></table><img src=x onerror=globalThis.hit=1>',
  '<noscript><p title="</noscript><img src=x onerror=globalThis.hit=1>">',
  '<details open ontoggle=globalThis.hit=1>',
];

/** All texts as a document may hold them: a lone half of a pair is refused before anything else. */
export const texts: readonly string[] = [...hostileTexts, ...oddTexts].map((text) =>
  text.replaceAll(/\p{Cs}/gu, '\ufffd'),
);

/** Fields that are references, or that decide what the rest is. */
const untouched: ReadonlySet<string> = new Set(['id', 'kind', 'reportsTo', 'dependsOn', 'parent', 'agent', 'action']);

type Fields = Record<string, unknown>;

/** Every field of a schema that can hold the text, with it. */
export function filled(schema: v.GenericSchema, text: string): Fields {
  const out: Fields = {};
  for (const field of fieldsOf(schema)) {
    if (untouched.has(field.key)) continue;
    const value = fitting(field, text);
    if (value !== undefined) out[field.key] = value;
  }
  return out;
}

/** The first shape with the text in it that the field takes. */
function fitting({ schema }: FormField, text: string): unknown {
  const nested = filled(schema, text);
  const item = itemOf(schema);
  const within = item === undefined ? {} : filled(item, text);
  // A name that every object carries is refused as a key wherever it stands; as a value it is a text like others.
  const key = isForbiddenKey(text) ? `a ${text}` : text;
  const shapes = [
    ...(Object.keys(nested).length > 0 ? [nested] : []),
    ...(Object.keys(within).length > 0 ? [[{ id: 'i', ...within }], [within]] : []),
    text,
    [text],
    { [key]: text },
    { [key]: 1 },
  ];
  return shapes.find((shape) => v.safeParse(schema, shape).success);
}

export interface HostileDocument {
  readonly [key: string]: unknown;
  readonly agents: readonly Fields[];
  readonly tasks: readonly Fields[];
}

/** One document with these texts, each in every field of every kind of node; `name` is its own name. */
export function hostileDocument(chosen: readonly string[], name: string): HostileDocument {
  const kinds = Object.keys(actionSchemas) as (keyof typeof actionSchemas)[];
  const agents = chosen.map((text, at) => ({ ...filled(agentSchema, text), id: `a${String(at)}`, role: 'worker' }));
  const tasks = kinds.flatMap((kind) =>
    chosen.map((text, at) => ({
      ...filled(taskSchema, text),
      id: `${kind}${String(at)}`,
      action: { ...filled(actionSchemas[kind], text), kind },
      ...(at === 0 ? {} : { dependsOn: [{ task: `${kind}${String(at - 1)}`, when: text }] }),
    })),
  );
  return {
    ...filled(documentSchema, chosen[0] ?? ''),
    format: 'conclave',
    version: 1,
    name,
    agents,
    tasks,
    resources: chosen.map((text, at) => ({ ...filled(resourceSchema, text), id: `r${String(at)}` })),
    memories: chosen.map((text, at) => ({ ...filled(memorySchema, text), id: `m${String(at)}` })),
    faults: chosen.map((text) => ({ kind: text, note: text })),
    view: {
      notes: chosen.map((text, at) => ({ id: `n${String(at)}`, text, x: at * 260, y: -600, colour: 'yellow' })),
      frames: chosen.map((text, at) => ({ id: `f${String(at)}`, title: text, x: at * 340, y: -1000 })),
    },
  };
}

/** All texts in documents of so many each, every document named by another of them. */
export function hostileDocuments(perDocument: number): readonly HostileDocument[] {
  return Array.from({ length: Math.ceil(texts.length / perDocument) }, (_, at) => {
    const chosen = texts.slice(at * perDocument, (at + 1) * perDocument);
    return hostileDocument(chosen, chosen[at % chosen.length] ?? '');
  });
}
