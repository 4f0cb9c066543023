/** The place of the run that a menu was asked for: where in the page it opens, and what of the run is there. */
import type { RunSession } from '../state/index.ts';

interface Here {
  readonly x: number;
  readonly y: number;
  readonly step: number;
  /** A task or agent that is there; null for a place of no node. */
  readonly node: string | null;
}

export class HerePlace {
  at = $state.raw<Here | null>(null);

  /** Opens at the pointer; asked for by key, at the element that has the focus. */
  open(event: MouseEvent & { currentTarget: EventTarget & HTMLElement }, step: number, node: string | null): void {
    event.preventDefault();
    event.stopPropagation();
    const { left, top, width } = event.currentTarget.getBoundingClientRect();
    this.at = isKeyed(event)
      ? { x: left + Math.min(width / 2, 160), y: top + 16, step, node }
      : { x: event.clientX, y: event.clientY, step, node };
  }

  /** Opens at a row of a list: at its step, about its task if it has one. */
  openRow(
    event: MouseEvent & { currentTarget: EventTarget & HTMLElement },
    row: { readonly step: number; readonly nodes: readonly string[] } | undefined,
    run: RunSession,
  ): void {
    if (row === undefined) return;
    const task = row.nodes.find((each) => run.taskView(each) !== undefined);
    this.open(event, row.step, task ?? row.nodes[0] ?? null);
  }

  close(): void {
    this.at = null;
  }
}

/** Whether a menu was asked for without a pointer. */
export function isKeyed({ clientX, clientY }: MouseEvent): boolean {
  return clientX === 0 && clientY === 0;
}
