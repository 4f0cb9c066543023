/**
 * What of the page a step speaks of, so that a ring can be drawn round it: the control that a person needs next. A step about a node
 * that is not selected speaks of its card first. It only looks, and may find nothing.
 */
import type { Deed, Document } from '../../document/index.ts';
import { isViewOfRun, nodeOf, tabIds, type NodeName } from './deeds.ts';

const collections: Readonly<Record<NodeName, 'agents' | 'tasks' | 'resources' | 'memories'>> = {
  agent: 'agents',
  task: 'tasks',
  resource: 'resources',
  memory: 'memories',
};

/** Where the person stands. */
export interface Standing {
  readonly document: Document | null;
  readonly selected: string | null;
  readonly player: string | null;
  readonly inspector: string | null;
}

export function ringedBy(deed: Deed, standing: Standing, page: ParentNode = document): Element | null {
  const node = nodeOf(deed);
  const away = node !== null && standing.selected !== node.id;
  const card = () => (node === null ? null : cardOf(node.id, page));
  switch (deed.kind) {
    case 'run':
      return page.querySelector('[data-hint="run"]');
    case 'back':
      return page.querySelector('[data-hint="playhead"]');
    case 'comparison':
      return page.querySelector('[data-hint="compare"]');
    case 'select':
      return card();
    case 'tab':
      if (isViewOfRun(deed.tab)) return page.querySelector(`#player-tab-${deed.tab}`);
      return away ? card() : page.querySelector(`#inspector-tab-${tabIds[deed.tab] ?? deed.tab}`);
    case 'fault': {
      if (away) return card();
      return standing.inspector === 'break' ? null : page.querySelector('#inspector-tab-break');
    }
    case 'setting':
      if (away) return card();
      if (node === null && deed.field === 'coordination.pattern')
        return page.querySelector('header [aria-label^="Coordination"]');
      if (standing.inspector !== 'settings') return page.querySelector('#inspector-tab-settings');
      return fieldAt(pathOf(deed, standing.document), page);
  }
}

function cardOf(id: string, page: ParentNode): Element | null {
  const card = page.querySelector(`.svelte-flow__node[data-id="${CSS.escape(id)}"]`);
  const ground = card?.closest('.svelte-flow')?.getBoundingClientRect();
  if (card === null || ground === undefined) return null;
  const { left, right, top, bottom } = card.getBoundingClientRect();
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  return x > ground.left && x < ground.right && y > ground.top && y < ground.bottom ? card : null;
}

/** The path of a setting as fields of the inspector carry it. */
function pathOf(deed: Deed & { readonly kind: 'setting' }, drawn: Document | null): string {
  const node = nodeOf(deed);
  const field = deed.field.replaceAll(/\.(\d+)/gu, '[$1]');
  if (node === null) return field;
  const at = drawn?.[collections[node.name]]?.findIndex(({ id }) => id === node.id) ?? -1;
  return `${collections[node.name]}[${String(at)}].${field}`;
}

/** The field of a path, or the smallest one around it; the head of the fold that it lies in while that is closed. */
function fieldAt(path: string, page: ParentNode): Element | null {
  let best: HTMLElement | null = null;
  for (const field of page.querySelectorAll<HTMLElement>('[data-field]')) {
    const at = field.dataset['field'] ?? '';
    const covers = path === at || (at !== '' && (path.startsWith(`${at}.`) || path.startsWith(`${at}[`)));
    if (covers && at.length > (best?.dataset['field']?.length ?? 0)) best = field;
  }
  const fold = best?.closest('details') ?? null;
  return fold === null || fold.open ? best : fold.querySelector('summary');
}
