/**
 * What agents remember from run to run, as the page keeps it: a run begins with what is kept in the library, as the text of a file of
 * memories, and leaves there what it ends with. What fails is said and stops no run.
 */
import type { RunStatus } from '../../bridge/index.ts';
import { resolvedAgent, type Document } from '../../document/index.ts';
import type { Memories } from '../../interchange/index.ts';
import type { Kept, KeptItem, Library } from '../../storage/index.ts';
import { formatCount } from '../format/index.ts';
import { inventId, type Notices, type RunSession, type StartOptions } from '../state/index.ts';

/** The writers and readers come when one is wanted. */
const files = () => import('../../interchange/index.ts');

export class MemoryKeeper {
  readonly #library: Pick<Library, 'memories'>;
  readonly #run: Pick<RunSession, 'memories' | 'runId'>;
  readonly #notices: Notices;
  /** Runs that were begun here with what is kept, and of which it was not said that another came between. */
  readonly #begun = new Set<string>();
  /** The ends that were handed over, by run. */
  readonly #ends = new Map<string, string | null>();

  constructor(library: Pick<Library, 'memories'>, run: Pick<RunSession, 'memories' | 'runId'>, notices: Notices) {
    this.#library = library;
    this.#run = run;
    this.#notices = notices;
  }

  /** What a new run of a document begins with. `without` begins it without, as often as a person likes. */
  async begin(documentId: string, document: Document, without: () => void): Promise<StartOptions> {
    const runId = inventId('r');
    try {
      const kept = await (await this.#library.memories()).begin(documentId, runId);
      this.#begun.add(runId);
      const agents = keptBy(kept, document);
      this.#tellDamage(kept, document);
      const count = [...agents.values()].reduce((sum, items) => sum + items.length, 0);
      if (count === 0) return { runId };
      const { lossesAtStart, writeMemories } = await files();
      const memories = writeMemories(agents as unknown as Memories);
      const many = count === 1 ? 'one memory' : `${formatCount(count)} memories`;
      const actions = [{ label: 'Run without', run: without }];
      const losses = (document.agents ?? []).flatMap((agent) => {
        const items = (agents as unknown as Memories).get(agent.id) ?? [];
        return lossesAtStart(agent.name ?? agent.id, items, resolvedAgent(agent).memory);
      });
      this.#notices.toast([`This run begins with ${many} of the run before.`, ...losses].join(' '), {
        key: 'memories',
        actions,
        stayMs: 12_000,
      });
      return { runId, memories };
    } catch (error) {
      this.#notices.failure('What agents remember could not be read, and this run begins without it.', error, {
        key: 'memories',
      });
      return { runId };
    }
  }

  /** A run is over: what its agents remember is kept, where no other was begun since. */
  async end({ runId, documentId, digest }: RunStatus, document: Document): Promise<void> {
    if (digest === null || this.#ends.get(runId) === digest) return;
    this.#ends.set(runId, digest);
    try {
      const text = await this.#run.memories();
      if (text === null || this.#run.runId !== runId) return;
      const { leftOutWords, readMemories } = await files();
      const read = readMemories(text);
      if (!read.ok) throw new Error(read.error);
      const keeping = keepers(document);
      const agents = new Map([...read.value.memories].filter(([id]) => keeping.has(id)));
      const kept = await this.#library.memories();
      const what = await kept.end(documentId, { runId, end: digest }, agents as unknown as Kept['agents']);
      if (what === 'kept') this.#tellLeftOut(read.value.leftOut, document, leftOutWords);
      if (what !== 'overtaken' || !this.#begun.delete(runId)) return;
      this.#notices.toast(
        'What agents remember of this run is not kept: another run was begun since, or their memories were changed.',
        { key: 'memories' },
      );
    } catch (error) {
      this.#ends.delete(runId);
      this.#notices.failure('What agents remember could not be kept.', error, { key: 'memories' });
    }
  }

  #tellLeftOut(
    leftOut: ReadonlyMap<string, number>,
    document: Document,
    words: (name: string, left: number) => string,
  ): void {
    const sentences = (document.agents ?? []).flatMap(({ id, name, memory }) => {
      const left = memory?.keep === true ? leftOut.get(id) : undefined;
      return left === undefined ? [] : [words(name ?? id, left)];
    });
    if (sentences.length > 0) this.#notices.toast(sentences.join(' '), { key: 'memories', stayMs: 12_000 });
  }

  #tellDamage({ damaged }: Kept, document: Document): void {
    const names = (document.agents ?? []).flatMap(({ id, name }) => (damaged.has(id) ? [name ?? id] : []));
    if (names.length === 0) return;
    this.#notices.banner(
      `A part of what ${names.join(', ')} remembered is damaged in this browser; this run begins without it.`,
      { key: 'memories-damaged', tone: 'warning' },
    );
  }
}

/** Who keeps its memories from run to run. */
export function keepers({ agents = [] }: Document): ReadonlySet<string> {
  return new Set(agents.flatMap(({ id, memory }) => (memory?.keep === true ? [id] : [])));
}

function keptBy({ agents }: Kept, document: Document): ReadonlyMap<string, readonly KeptItem[]> {
  const keeping = keepers(document);
  return new Map([...agents].filter(([id]) => keeping.has(id)));
}
