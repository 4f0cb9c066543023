/**
 * What one agent remembers from run to run, on a person's desk: followed live, changed thing by thing or as a whole, taken out as a file
 * and brought in again. Each change can be taken back, and what fails or is refused is said and changes nothing.
 */
import type { Json } from '../../../base/index.ts';
import type { Memories } from '../../../interchange/index.ts';
import type { KeptItem, Library } from '../../../storage/index.ts';
import { formatCount } from '../../format/index.ts';
import type { DownloadFile } from '../../shell/bar/download.ts';
import { textIn, type Notices } from '../../state/index.ts';
import { MemorySearch } from './memory-search.ts';

const files = () => import('../../../interchange/index.ts');

export interface DeskOf {
  readonly documentId: string;
  readonly agent: string;
  readonly name: string;
  /** By which those are chosen that are kept where they are too many. */
  readonly score: () => string;
}

type Outlived = NonNullable<ReturnType<Memories['get']>>;

/** Memories of others in a file, until the person has chosen whose are meant. */
export type Others = readonly { readonly agent: string; readonly items: readonly KeptItem[] }[];

const nothing = new MemorySearch([]);

export class MemoryDesk {
  /** Null until it was read. */
  search = $state.raw<MemorySearch | null>(null);
  /** Rows that are damaged and left out. */
  damaged = $state(0);
  others = $state.raw<Others | null>(null);
  readonly #of: DeskOf;
  readonly #library: Pick<Library, 'memories'>;
  readonly #notices: Notices;

  constructor(of: DeskOf, library: Pick<Library, 'memories'>, notices: Notices) {
    this.#of = of;
    this.#library = library;
    this.#notices = notices;
  }

  get items(): readonly KeptItem[] {
    return (this.search ?? nothing).items;
  }

  /** Follows what is kept, changes in other tabs too; returns how to stop. */
  watch(): () => void {
    const { documentId, agent } = this.#of;
    let stop: (() => void) | null = null;
    let over = false;
    const failed = (error: unknown) => {
      this.#notices.failure('What is remembered could not be read.', error, { key: 'memories' });
    };
    this.#library.memories().then((memories) => {
      if (over) return;
      stop = memories.observe(
        documentId,
        ({ agents, damaged }) => {
          this.search = new MemorySearch(agents.get(agent) ?? []);
          this.damaged = damaged.get(agent) ?? 0;
        },
        failed,
      );
    }, failed);
    return () => {
      over = true;
      stop?.();
    };
  }

  /** Changes one thing; false where nothing was changed, which was said. */
  change(
    item: KeptItem,
    fields: { readonly value: Json; readonly importance: number; readonly pinned: boolean },
  ): Promise<boolean> {
    const { pinned: _, ...rest } = item;
    const changed = {
      ...rest,
      value: fields.value,
      importance: fields.importance,
      ...(fields.pinned && { pinned: true }),
    };
    return this.#put(`${item.key} is changed.`, { put: [changed], remove: [] }, { put: [item], remove: [] });
  }

  remove(item: KeptItem): Promise<boolean> {
    return this.#put(`${item.key} is deleted.`, { put: [], remove: [item.key] }, { put: [item], remove: [] });
  }

  wipe(): Promise<boolean> {
    const { length } = this.items;
    return this.#all(`All that ${this.#of.name} remembered is wiped: ${things(length)}.`, []);
  }

  async file(): Promise<DownloadFile | null> {
    try {
      const { MEMORIES_ENDING, safeFileName, writeMemories } = await files();
      const { agent } = this.#of;
      return {
        content: writeMemories(new Map([[agent, this.items]]) as unknown as Memories),
        fileName: safeFileName(agent, MEMORIES_ENDING),
        mediaType: 'application/json',
      };
    } catch (error) {
      this.#notices.failure('The memories could not be exported.', error, { key: 'memories' });
      return null;
    }
  }

  /** The same of a file that was chosen. */
  async bringFile(file: File): Promise<void> {
    const text = await textIn(file);
    if (text.ok) await this.bring(text.value);
    else this.#notices.toast(`${file.name} cannot be taken: ${text.error}`, { tone: 'error', key: 'memories' });
  }

  /** Brings in what a file holds of this agent; where it holds that of others alone, the person is asked. */
  async bring(text: string): Promise<void> {
    try {
      const { readMemories } = await files();
      const read = readMemories(text);
      if (!read.ok) {
        this.#notices.toast(`This file cannot be taken: ${read.error}.`, { tone: 'error', key: 'memories' });
        return;
      }
      const all = read.value.memories as unknown as ReadonlyMap<string, readonly KeptItem[]>;
      const own = all.get(this.#of.agent);
      if (own !== undefined) await this.take(own);
      else if (all.size === 0)
        this.#notices.toast('This file holds no memories of anybody.', { tone: 'error', key: 'memories' });
      else this.others = [...all].map(([agent, items]) => ({ agent, items }));
    } catch (error) {
      this.#notices.failure('This file could not be taken.', error, { key: 'memories' });
    }
  }

  /** Memories in the place of those that are here. */
  async take(items: readonly KeptItem[]): Promise<void> {
    this.others = null;
    const { boundMemories, leftOutWords } = await files();
    const { name, score } = this.#of;
    const { kept, left } = boundMemories(items as unknown as Outlived, score());
    const before = this.items.length;
    const gone = before === 0 ? '' : `, in the place of ${things(before)}`;
    const less = left === 0 ? '' : ` ${leftOutWords(name, left)}`;
    await this.#all(
      `${name} remembers ${things(kept.length)} of the file${gone}.${less}`,
      kept as unknown as typeof items,
    );
  }

  #all(said: string, items: readonly KeptItem[]): Promise<boolean> {
    const before = this.items;
    const { documentId, agent } = this.#of;
    const put = async (all: readonly KeptItem[]) => {
      await (await this.#library.memories()).replace(documentId, agent, all);
    };
    return this.#attempt(
      said,
      () => put(items),
      () => put(before),
    );
  }

  #put(said: string, change: Change, back: Change): Promise<boolean> {
    const { documentId, agent } = this.#of;
    const put = async (what: Change) => {
      await (await this.#library.memories()).change(documentId, agent, what);
    };
    return this.#attempt(
      said,
      () => put(change),
      () => put(back),
    );
  }

  async #attempt(said: string, work: () => Promise<void>, undo?: () => Promise<void>): Promise<boolean> {
    try {
      await work();
    } catch (error) {
      this.#notices.failure('Nothing was changed.', error, { key: 'memories' });
      return false;
    }
    const actions =
      undo === undefined ? [] : [{ label: 'Undo', run: () => void this.#attempt('It is as it was.', undo) }];
    this.#notices.toast(said, { key: 'memories', actions, stayMs: 12_000 });
    return true;
  }
}

interface Change {
  readonly put: readonly KeptItem[];
  readonly remove: readonly string[];
}

export const things = (count: number): string => (count === 1 ? 'one thing' : `${formatCount(count)} things`);
