/**
 * What the quick add lists: kinds that are found by what is typed, and nodes that are made of it. What one most likely means comes
 * first, because Enter takes it. Pure.
 */
import { formatTime, shownName, type Document, type Place } from '../../../document/index.ts';
import { plural } from '../../format/index.ts';
import type { Wire } from '../graph/edits.ts';
import { nodeKinds, type NodeKindId, type NodeKindItem } from '../graph/node-kinds.ts';
import { kindAtStart, nodesCalled, readQuickText, type QuickText } from './quick-text.ts';

/** The quick add that is open. */
export interface QuickAdd {
  /** Where it opens, in pixels of the page. */
  readonly client: Place;
  /** Where what is added goes, in the drawing; null for beside what it is wired to, or after others of its kind. */
  readonly place: Place | null;
  readonly wire: Wire | null;
  /** What can be added here, the likeliest first. */
  readonly kinds: readonly NodeKindId[];
}

export interface QuickRow {
  readonly id: string;
  readonly kind: NodeKindItem;
  readonly label: string;
  /** What of the text was understood, or what the kind is for. */
  readonly detail: string;
  /** What the text makes of it; null for the kind as it comes. */
  readonly said: QuickText | null;
  /** Ids of what it comes after. */
  readonly after: readonly string[];
  /** Why it cannot be taken as it is written. */
  readonly problem?: string;
}

/** The rows for a text; `offered`: what can be added here, the likeliest first. */
export function quickRows(text: string, offered: readonly NodeKindId[], document: Document): readonly QuickRow[] {
  const kinds = offered.flatMap((id) => nodeKinds.filter((kind) => kind.id === id));
  const typed = text.trim();
  if (typed === '') return kinds.map(plainRow);
  const named = kindAtStart(typed);
  const begun = kinds.find(({ id }) => id === named?.kind);
  const [usual] = kinds;
  if (named !== null && begun !== undefined) {
    const rows = [madeRow(begun, named.rest, document)];
    if (usual !== undefined) rows.push(madeRow(usual, typed, document));
    return rows;
  }
  const { sure, perhaps } = kindsFound(typed, kinds, usual);
  const all = kinds.map((kind) => madeRow(kind, typed, document));
  // Where times or skills were understood, only kinds are listed that have them.
  const told = all.filter(({ detail }) => detail !== '');
  return [...sure.map(plainRow), ...(told.length > 0 ? told : all), ...perhaps.map(plainRow)];
}

/**
 * Kinds by a word: surely meant are those whose name begins so, or that another tool calls exactly so. What is called so and comes
 * anyway, with the word for its name, is not.
 */
function kindsFound(
  typed: string,
  kinds: readonly NodeKindItem[],
  usual: NodeKindItem | undefined,
): { readonly sure: readonly NodeKindItem[]; readonly perhaps: readonly NodeKindItem[] } {
  const wanted = typed.toLowerCase();
  const begins = kinds.filter(({ label }) => wanted.length > 1 && label.toLowerCase().startsWith(wanted));
  const isCalled = (kind: NodeKindItem) => kind !== usual && kind.words.split(' ').includes(wanted);
  const called = kinds.filter((kind) => !begins.includes(kind) && isCalled(kind));
  const sure = [...begins, ...called];
  const near = ({ words, label }: NodeKindItem) =>
    wanted.length > 1 && `${label} ${words}`.toLowerCase().includes(wanted);
  return { sure, perhaps: kinds.filter((kind) => !sure.includes(kind) && near(kind)) };
}

function plainRow(kind: NodeKindItem): QuickRow {
  return { id: kind.id, kind, label: kind.label, detail: kind.hint, said: null, after: [] };
}

function madeRow(kind: NodeKindItem, text: string, document: Document): QuickRow {
  const said = readQuickText(text, kind.id);
  const found = nodesCalled(document, kind.id, said.after);
  const after = 'ids' in found ? found.ids : [];
  const row = {
    id: `made-${kind.id}`,
    kind,
    label: said.name === '' ? kind.label : `${kind.label} “${said.name}”`,
    said,
    after,
  };
  if ('problem' in found) return { ...row, detail: found.problem, problem: found.problem };
  return { ...row, detail: told(kind.id, said, after, document) };
}

/** What was understood besides the name. */
function told(kind: NodeKindId, said: QuickText, after: readonly string[], document: Document): string {
  const agent = kind === 'worker' || kind === 'manager';
  const { duration, capabilities, count } = said;
  const nodes = agent ? document.agents : document.tasks;
  const names = after.map((id) => shownName(nodes?.find((node) => node.id === id) ?? { id })).join(', ');
  const time =
    duration === null
      ? ''
      : typeof duration === 'number'
        ? formatTime(duration)
        : `${formatTime(duration.min)} to ${formatTime(duration.max)}`;
  const skills = capabilities.length === 0 ? '' : `${agent ? 'can' : 'needs'} ${capabilities.join(', ')}`;
  const many = count === null ? '' : plural(count, agent ? 'slot' : 'unit');
  const follows = names === '' ? '' : `${agent ? 'reports to' : 'after'} ${names}`;
  return [time, skills, many, follows].filter((part) => part !== '').join(' · ');
}
