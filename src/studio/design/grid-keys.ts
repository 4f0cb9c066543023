/**
 * A table of buttons as one stop of the Tab key: arrows go from cell to cell, Home and End to the ends of a row, with Control to those of the
 * table. It only moves the focus; what a button does is its own.
 */
import type { Attachment } from 'svelte/attachments';

const stops = 'button, a[href]';

/** For a table with the role of a grid. */
export const gridKeys: Attachment<HTMLTableElement> = (table) => {
  let current: HTMLElement | null = null;

  const rove = () => {
    const all = [...table.querySelectorAll<HTMLElement>(stops)];
    if (current === null || !all.includes(current))
      current = table.querySelector(`tbody :is(${stops})`) ?? all[0] ?? null;
    for (const stop of all) stop.tabIndex = stop === current ? 0 : -1;
  };
  const came = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement) || !target.matches(stops)) return;
    current = target;
    rove();
  };
  const key = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey || event.shiftKey || !(event.target instanceof HTMLElement)) return;
    const cell = event.target.closest<HTMLTableCellElement>('td, th');
    const next = cell === null ? null : nextStop(table, cell, event);
    if (next === undefined || next === null) return;
    event.preventDefault();
    event.stopPropagation();
    next.focus();
  };
  const watch = new MutationObserver(rove);
  watch.observe(table, { subtree: true, childList: true });
  table.addEventListener('focusin', came);
  table.addEventListener('keydown', key);
  rove();
  return () => {
    watch.disconnect();
    table.removeEventListener('focusin', came);
    table.removeEventListener('keydown', key);
  };
};

/** Where a key leads from a cell: to the next one that has something to press; null where there is none, or it is no key of a grid. */
function nextStop(table: HTMLTableElement, cell: HTMLTableCellElement, event: KeyboardEvent): HTMLElement | null {
  const rows = [...table.rows];
  const row = cell.closest('tr');
  const at = row === null ? -1 : rows.indexOf(row);
  const stopIn = (one: Element | undefined) => one?.querySelector<HTMLElement>(stops) ?? null;
  const inRow = (of: HTMLTableRowElement | undefined) => [...(of?.cells ?? [])].flatMap((each) => stopIn(each) ?? []);
  const along = (steps: -1 | 1) => {
    for (let place = cell.cellIndex + steps; place >= 0 && place < (row?.cells.length ?? 0); place += steps) {
      const found = stopIn(row?.cells[place]);
      if (found !== null) return found;
    }
    return null;
  };
  const across = (steps: -1 | 1) => {
    for (let place = at + steps; place >= 0 && place < rows.length; place += steps) {
      const found = stopIn(rows[place]?.cells[cell.cellIndex]);
      if (found !== null) return found;
    }
    return null;
  };
  const all = rows.flatMap(inRow);
  switch (event.key) {
    case 'ArrowRight':
      return along(1);
    case 'ArrowLeft':
      return along(-1);
    case 'ArrowDown':
      return across(1);
    case 'ArrowUp':
      return across(-1);
    case 'Home':
      return (event.ctrlKey ? all : inRow(rows[at]))[0] ?? null;
    case 'End':
      return (event.ctrlKey ? all : inRow(rows[at])).at(-1) ?? null;
    default:
      return null;
  }
}
