/**
 * Light, dark, or as the system has it. It sets `data-theme` on the root, from which the tokens and `color-scheme` follow,
 * and remembers the choice. It must never be asked for a colour: colours are tokens.
 */
import { recall, remember } from './remembered.ts';

export type ThemeChoice = 'light' | 'dark' | 'system';
const isChoice = (value: unknown): value is ThemeChoice => value === 'light' || value === 'dark' || value === 'system';

export class Theme {
  #choice = $state<ThemeChoice>('system');
  #systemDark = $state(false);
  readonly #root: HTMLElement;

  constructor(root: HTMLElement, media?: MediaQueryList) {
    this.#root = root;
    this.#choice = recall<ThemeChoice>('theme', 'system', isChoice);
    if (media !== undefined) {
      this.#systemDark = media.matches;
      media.addEventListener('change', (event) => {
        this.#systemDark = event.matches;
      });
    }
    this.#apply();
  }

  get choice(): ThemeChoice {
    return this.#choice;
  }

  /** What is shown now. xyflow's `colorMode` takes it. */
  get shown(): 'light' | 'dark' {
    return this.#choice === 'system' ? (this.#systemDark ? 'dark' : 'light') : this.#choice;
  }

  choose(choice: ThemeChoice): void {
    this.#choice = choice;
    remember('theme', choice === 'system' ? null : choice);
    this.#apply();
  }

  #apply(): void {
    if (this.#choice === 'system') delete this.#root.dataset['theme'];
    else this.#root.dataset['theme'] = this.#choice;
  }
}
