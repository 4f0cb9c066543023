/*
 * What a document asks for and this version does not do: it is kept and drawn, and a run passes over it. Each thing is named
 * once, with where it stands first, so that nobody takes a run for more than it was.
 */
import type { Served } from '../schema/field.ts';
import { isActionKind, isDecided } from '../schema/action.ts';
import { CONSISTENCIES, memoryOf } from '../schema/world.ts';
import type { Document } from '../schema.ts';
import { shownName } from '../names.ts';
import { problemAt, type Problem } from './problem.ts';
import { servicesIn } from './references.ts';
import { unknownFieldProblems } from './unknown/fields.ts';
import { faultProblems } from './validate-faults.ts';

type Path = (string | number)[];

/** Kinds of actions that are done by their simulation model alone. */
const modelled = ['script', 'http', 'llm', 'human', 'map', 'workflow'];
/** Whatever a run of the document passes over. */
export function undone(document: Document, served: Served = {}): Problem[] {
  const asked = new Asked(document);
  const { tasks = [], memories = [] } = document;
  const serving = new Set(servicesIn(document, served));
  const composites = new Set(tasks.map(({ parent }) => parent));
  tasks.forEach((task, at) => {
    const path = ['tasks', at];
    // Only what an agent works at can use anything.
    const worked = !isDecided(task.action) && !composites.has(task.id);
    const isServed = (id: string): boolean => worked && serving.has(id);
    const needs = [
      ...(task.resources ?? []).map(({ id }, place) => ({ id, at: ['resources', place] })),
      ...(task.holds ?? []).map(({ resource: id }, place) => ({ id, at: ['holds', place] })),
    ];
    for (const { id, at: within } of needs)
      if (!isServed(id))
        asked.add([...path, ...within], `the units of the resource "${id}"`, 'nobody waits for them', shownName(task));
    for (const field of ['reads', 'writes'] as const)
      for (const id of new Set((task[field] ?? []).map(memoryOf)))
        if (!isServed(id))
          asked.add([...path, field], `the shared memory "${id}"`, 'nothing is read there or written', shownName(task));
    for (const field of ['recalls', 'remembers'] as const)
      if (!worked && (task[field] ?? []).length > 0)
        asked.add([...path, field], `what "${task.id}" ${field}`, 'no agent works at it by itself', null);
    const kind = task.action?.kind;
    if (kind !== undefined && isActionKind(kind) && modelled.includes(kind))
      asked.add([...path, 'action'], `the action "${kind}"`, 'its simulation model stands in for it', shownName(task));
  });
  memories.forEach(({ id, consistency }, at) => {
    if (consistency !== undefined && ![...CONSISTENCIES, ...(served.memories ?? [])].includes(consistency))
      asked.add(['memories', at, 'consistency'], `the consistency "${consistency}"`, 'it is not known', id);
  });
  const faults = faultProblems(document).filter(({ code }) => code === 'not-enforced' || code === 'unknown-fault');
  const others = [...unknownFieldProblems(document), ...faults];
  return [...asked.problems(), ...others.map((each): Problem => ({ ...each, severity: 'warning' }))];
}

/** Things asked for, each once, in the order in which they were met. */
class Asked {
  readonly #document: Document;
  readonly #found = new Map<string, { path: Path; thing: string; instead: string; who: string | null; more: number }>();

  constructor(document: Document) {
    this.#document = document;
  }

  add(path: Path, thing: string, instead: string, who: string | null): void {
    const known = this.#found.get(thing);
    if (known === undefined) this.#found.set(thing, { path, thing, instead, who, more: 0 });
    else if (known.who !== who) known.more += 1;
  }

  problems(): Problem[] {
    return [...this.#found.values()].map(({ path, thing, instead, who, more }) => {
      const asking = who === null ? '' : ` (asked for by ${who}${more === 0 ? '' : ` and ${String(more)} more`})`;
      const message = `This version leaves out ${thing}${asking}: ${instead}.`;
      return problemAt(this.#document, path, { code: 'not-done', severity: 'warning', message });
    });
  }
}
