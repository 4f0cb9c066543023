/**
 * What could make a run better, as edits to try: who waits for whom decides which come into question, and a trial run of each decides
 * what is told. Nothing here promises anything. Pure.
 */
import type { RunMetrics } from '../../../bridge/index.ts';
import { isSliced, patternOf, resolvedCapabilities, type Document, type Edit } from '../../../document/index.ts';
import { patternCardOf, patternCards, type CardRemedy } from '../../../protocols/index.ts';
import { formatTime, plural } from '../../design/index.ts';
import type { NameOf } from '../names.ts';
import { conflictRemedies } from './conflict-remedies.ts';

type Bottleneck = NonNullable<RunMetrics['bottleneck']>;

/** One change of a document, in words that can stand before its figure. */
export interface Remedy {
  readonly words: string;
  readonly edit: Edit;
}

/** More are not tried. */
const remediesMax = 16;

/** What is worth a trial after a run that waited so; who gets what is changed before anybody is added. */
export function remediesFor(document: Document, bottleneck: Bottleneck | null, nameOf: NameOf): readonly Remedy[] {
  const sharing = sharingRemedies(document);
  const idle = bottleneck?.idle ?? [];
  const more =
    bottleneck === null
      ? []
      : bottleneck.resource === undefined
        ? capacityRemedies(document, bottleneck, nameOf)
        : unitRemedies(document, bottleneck.resource, nameOf);
  const conflicts = conflictRemedies(document)
    .filter((change) => isChange(document, change))
    .map((change) => changeOf(document, change));
  // With somebody idle, more slots would only hide what keeps the work from them.
  return [...conflicts, ...(idle.length > 0 ? [] : more), ...sharing].slice(0, remediesMax);
}

function capacityRemedies(document: Document, { agents, requires }: Bottleneck, nameOf: NameOf): readonly Remedy[] {
  const all = document.agents ?? [];
  const able = all.filter(({ id }) => agents.includes(id)).slice(0, 4);
  // Who works in slices works at one task at a time, however many share it.
  const slots = able
    .filter((agent) => !isSliced(agent))
    .map((agent): Remedy => ({
      words: `${ordinal((agent.slots ?? 1) + 1)} slot for ${nameOf(agent.id)}`,
      edit: {
        kind: 'update-node',
        collection: 'agents',
        id: agent.id,
        field: ['slots'],
        value: (agent.slots ?? 1) + 1,
      },
    }));
  const others = all.filter(({ id, role }) => role !== 'manager' && !agents.includes(id)).slice(0, 4);
  const skills = others.map((agent): Remedy => ({
    words: `${requires.join(' and ')} for ${nameOf(agent.id)} too`,
    edit: {
      kind: 'update-node',
      collection: 'agents',
      id: agent.id,
      field: ['capabilities'],
      value: { ...resolvedCapabilities(agent), ...Object.fromEntries(requires.map((skill) => [skill, 1])) },
    },
  }));
  return [...slots, ...(requires.length === 0 ? [] : skills)];
}

/** Of what has one holder at a time there can be no more. */
function unitRemedies({ resources = [] }: Document, wanted: string, nameOf: NameOf): readonly Remedy[] {
  return resources.flatMap(({ id, mode, units = 1, everyMs }): Remedy[] => {
    if (id !== wanted || mode === 'exclusive') return [];
    const often = everyMs === undefined ? '' : ` every ${formatTime(everyMs)}`;
    return [
      {
        words: `${String(units + 1)} instead of ${plural(units, 'unit')} of ${nameOf(id)}${often}`,
        edit: { kind: 'update-node', collection: 'resources', id, field: ['units'], value: units + 1 },
      },
    ];
  });
}

function ordinal(count: number): string {
  return ['no', 'one', 'a second', 'a third', 'a fourth'][count] ?? String(count);
}

/** Other ways to decide who gets what: what the pattern's card offers, the order, and then other patterns. */
function sharingRemedies(document: Document): readonly Remedy[] {
  const pattern = patternOf(document);
  const changes: readonly CardRemedy[] = [...(patternCardOf(pattern)?.remedies ?? []), criticalFirst];
  const others = [...patternCards].reverse().filter(({ name }) => name !== pattern);
  return [
    ...changes.filter((change) => isChange(document, change)).map((change) => changeOf(document, change)),
    ...others.flatMap(({ name, alternative }) =>
      alternative === undefined ? [] : [{ words: alternative, edit: patternEdit(document, name) }],
    ),
  ];
}

const criticalFirst: CardRemedy = {
  path: ['scheduling', 'order'],
  value: 'critical-path',
  words: 'the critical path first',
};

function sectionOf(document: Document, { path: [section] }: CardRemedy): Readonly<Record<string, unknown>> | undefined {
  return document[section];
}

/** Whether the document says otherwise, by as much as counts. */
function isChange(document: Document, remedy: CardRemedy): boolean {
  const said = sectionOf(document, remedy)?.[remedy.path[1]];
  if (remedy.above === undefined) return said !== remedy.value;
  return typeof said === 'number' && said > remedy.above;
}

function changeOf(document: Document, remedy: CardRemedy): Remedy {
  const { path, value, words } = remedy;
  const [section, key] = path;
  return {
    words,
    edit:
      sectionOf(document, remedy) === undefined
        ? { kind: 'set-field', path: [section], value: { [key]: value } }
        : { kind: 'set-field', path: [section, key], value },
  };
}

function patternEdit(document: Document, pattern: string): Edit {
  return document.coordination === undefined
    ? { kind: 'set-field', path: ['coordination'], value: { pattern } }
    : { kind: 'set-field', path: ['coordination', 'pattern'], value: pattern };
}
