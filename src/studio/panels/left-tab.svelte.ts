/** Which of add, outline and problems shows on the left: kept apart from the panel, because it can be asked for while that is folded. */
import { isString, recall, remember } from '../state/index.ts';

export const leftTabs = ['add', 'outline', 'problems'] as const;
export type LeftTabId = (typeof leftTabs)[number];

const isTab = (value: unknown): value is LeftTabId => isString(value) && leftTabs.some((id) => id === value);

export class LeftTab {
  #value = $state<LeftTabId>(recall<LeftTabId>('left-tab', 'add', isTab));
  /** Grows each time the person asks to find something. */
  finds = $state(0);

  get value(): LeftTabId {
    return this.#value;
  }

  choose(id: LeftTabId): void {
    this.#value = id;
    remember('left-tab', id);
  }

  find(): void {
    this.choose('outline');
    this.finds += 1;
  }
}
