/**
 * The names in expressions. A task that is named must be over before the expression can be told, so it has to be there,
 * to be run, and to stand before the one that asks; an id that is no plain name has to stand in brackets.
 */
import {
  disabledTasks,
  nearestName,
  problemAt,
  Standing,
  type Document,
  type FieldPath,
  type Fix,
  type Pair,
  type Problem,
  type Task,
} from '../../document/index.ts';
import { quoted, type Expression, type Named } from '../../plan/index.ts';

/** Where an expression stands. */
export interface Place {
  readonly path: FieldPath;
  /** Whose it is, as the beginning of a sentence. */
  readonly subject: string;
  readonly text: string;
  /** The task that waits for it; null where nothing waits. */
  readonly task: number | null;
  /** Whose own beliefs it sees; absent where those of several agents are meant. */
  readonly believer?: string;
  /** Whether it is told at the end of a composite, not at its beginning. */
  readonly asWhole: boolean;
  /** The only variables that it sees. */
  readonly sees:
    'results' | 'results and memory' | 'results, memory, recalled and beliefs' | 'results and beliefs' | 'value';
}

/** A name whose place in the graph is asked. */
interface Question {
  readonly place: Place;
  readonly name: string;
  readonly named: number;
}

export class Names {
  readonly #document: Document;
  readonly #tasks: readonly Task[];
  readonly #index = new Map<string, number>();
  readonly #off: ReadonlySet<string>;
  readonly #problems: Problem[] = [];
  readonly #questions: Question[] = [];

  constructor(document: Document) {
    this.#document = document;
    this.#tasks = document.tasks ?? [];
    this.#off = disabledTasks(this.#tasks);
    this.#tasks.forEach(({ id }, at) => {
      if (!this.#index.has(id)) this.#index.set(id, at);
    });
  }

  /** Takes up what an expression names. */
  ask(place: Place, { tasks, unknown }: Expression): void {
    const told = new Set<string>();
    const swallowed: Named[] = [];
    for (const named of place.sees !== 'value' ? tasks : []) {
      if (told.has(named.name)) continue;
      told.add(named.name);
      const meant = this.#meant(place.text, named, unknown);
      if (meant === null) this.#task(place, named.name);
      else {
        swallowed.push({ ...named, end: named.start + 'results.'.length + meant.length });
        this.#miswritten(place, meant);
      }
    }
    for (const variable of unknown) {
      if (
        told.has(variable.name) ||
        swallowed.some(({ start, end }) => variable.start >= start && variable.start < end)
      )
        continue;
      told.add(variable.name);
      this.#variable(place, variable);
    }
  }

  /** The task whose id stands behind `results.` and cannot be read there; null where there is none. */
  miswritten(text: string): string | null {
    for (const { index } of text.matchAll(/\bresults\./g)) {
      const id = this.#idAt(text, index + 'results.'.length);
      if (id !== null && !/^[A-Za-z_]\w*$/.test(id)) return id;
    }
    return null;
  }

  problems(): readonly Problem[] {
    this.#answer();
    return this.#problems;
  }

  /** The longest id of a task that begins here and ends where a name would. */
  #idAt(text: string, from: number): string | null {
    const run = /^[^\s()[\]{}<>=!&|?:+*/%"',]+/.exec(text.slice(from, from + 200))?.[0] ?? '';
    for (let end = run.length; end > 0; end -= 1) {
      const next = run[end];
      if ((next === undefined || !/\w/.test(next)) && this.#index.has(run.slice(0, end))) return run.slice(0, end);
    }
    return null;
  }

  #meant(text: string, { name, start }: Named, unknown: readonly Named[]): string | null {
    const from = start + 'results.'.length;
    if (!text.startsWith('results.', start)) return null;
    const id = this.#idAt(text, from);
    if (id === null || id === name || id.length <= name.length) return null;
    const broken = unknown.some((variable) => variable.start >= from && variable.start < from + id.length);
    return broken || !this.#index.has(name) ? id : null;
  }

  #miswritten(place: Place, id: string): void {
    const right = bracketed(id);
    const message = `names "${id}" as results.${id}, which is read as something else; write ${right}`;
    const value = place.text.replaceAll(`results.${id}`, right);
    this.#report(place, 'name-miswritten', message, {
      label: `Write ${right}`,
      edits: [{ kind: 'set-field', path: place.path, value }],
    });
  }

  #variable(place: Place, { name, start, end }: Named): void {
    const { text, path, sees } = place;
    const replaced = (by: string): Fix => ({
      label: `Write ${by}`,
      edits: [{ kind: 'set-field', path, value: `${text.slice(0, start)}${by}${text.slice(end)}` }],
    });
    if (sees !== 'value' && this.#index.has(name)) {
      const by = /^[A-Za-z_]\w*$/.test(name) ? `results.${name}` : bracketed(name);
      this.#report(place, 'name-unknown', `names "${name}" by itself; write ${by}`, replaced(by));
      return;
    }
    const minus = /results\.\w+-$/.test(text.slice(0, start));
    const hint = minus ? '; an id with a minus is written results["my-task"]' : `; it sees nothing but ${sees}`;
    const near = nearestName(name, sees.split(/, | and /));
    this.#report(
      place,
      'name-unknown',
      `names "${name}", which means nothing here${hint}`,
      near === null ? null : replaced(near),
    );
  }

  #task(place: Place, name: string): void {
    const named = this.#index.get(name);
    if (named === undefined) {
      const near = nearestName(name, this.#index.keys());
      const instead = near === null ? 'name a task that stands before it' : `perhaps "${near}" is meant`;
      this.#report(
        place,
        'name-unknown',
        `names "${name}", and there is no such task; ${instead}`,
        near === null ? removal(place.path) : renamed(place, name, near),
      );
      return;
    }
    if (this.#off.has(name)) {
      const cause = this.#switchedOff(named);
      const fix =
        cause === null
          ? null
          : {
              label: `Switch "${this.#tasks[cause]!.id}" on`,
              edits: [{ kind: 'set-field', path: ['tasks', cause, 'disabled'] }] as const,
            };
      this.#report(
        place,
        'name-off',
        `names "${name}", which is switched off and so is never over; switch it on, or name another`,
        fix,
      );
      return;
    }
    if (place.task !== null) this.#questions.push({ place, name, named });
  }

  /** The task that is switched off itself: this one, or a composite around it. */
  #switchedOff(task: number): number | null {
    const seen = new Set<number>();
    for (let at: number | undefined = task; at !== undefined && !seen.has(at);) {
      seen.add(at);
      if (this.#tasks[at]!.disabled === true) return at;
      const { parent }: Task = this.#tasks[at]!;
      at = parent === undefined ? undefined : this.#index.get(parent);
    }
    return null;
  }

  /** Whether what is named stands before; asked for all at once. */
  #answer(): void {
    const open = this.#questions.filter(({ place, named }) => !this.#isOwn(place, named));
    if (open.length === 0) return;
    const standing = new Standing(this.#document);
    const nodeOf = ({ task, asWhole }: Place): number => (asWhole ? task! : standing.begin(task!));
    const asked = open.filter(({ place }) => !standing.isStuck(nodeOf(place)));
    const pairs = asked.map(({ place, named }): Pair => ({ earlier: named, later: nodeOf(place) }));
    const before = standing.answers(pairs);
    const apart = asked.filter((_, at) => !before[at]!);
    const behind = standing.answers(apart.map(({ place, named }) => ({ earlier: nodeOf(place), later: named })));
    apart.forEach(({ place, name, named }, at) => {
      const { id } = this.#tasks[place.task!]!;
      if (behind[at]! || named === place.task) {
        const why =
          named === place.task ? 'which is not over by then' : `which comes after "${id}" and is not over by then`;
        this.#report(place, 'name-after', `names "${name}", ${why}; name a task that stands before it`, null);
        return;
      }
      const fix: Fix = { label: `Let "${id}" depend on "${name}"`, edits: [{ kind: 'connect', from: name, to: id }] };
      this.#report(
        place,
        'name-apart',
        `names "${name}", which "${id}" does not wait for; let it depend on "${name}" too`,
        fix,
      );
    });
  }

  /** A dependency's own condition may name the task that it leads from; most name nothing else. */
  #isOwn({ task, asWhole, path }: Place, named: number): boolean {
    if (asWhole || path[2] !== 'dependsOn') return false;
    const edge = path[3];
    const one = typeof edge === 'number' ? this.#tasks[task!]!.dependsOn?.[edge] : undefined;
    return one !== undefined && (typeof one === 'string' ? one : one.task) === this.#tasks[named]!.id;
  }

  #report(place: Place, code: string, clause: string, fix: Fix | null): void {
    const what = nouns[String(place.path[2])] ?? 'condition';
    const message = `${place.subject}: the ${what} ${quoted(place.text)} ${clause}.`;
    const rest = { code, severity: 'error', message } as const;
    this.#problems.push(problemAt(this.#document, place.path, fix === null ? rest : { ...rest, fix }));
  }
}

/** What an expression is called, by its field. */
const nouns: Readonly<Record<string, string>> = {
  reduce: 'reduction',
  action: 'expression',
  writes: 'value',
};

/** A task in an expression, whatever its id is. */
export function bracketed(id: string): string {
  return `results[${JSON.stringify(id)}]`;
}

const removals: Readonly<Record<string, string>> = {
  when: 'Remove the condition',
  reduce: 'Remove the reduction',
  value: 'Write its result',
  expect: 'Write it in any case',
};

/** The fix that does without an expression: what it names is gone, and nothing is meant in its place. */
export function removal(path: FieldPath): Fix {
  return { label: removals[String(path.at(-1))] ?? 'Remove it', edits: [{ kind: 'set-field', path }] };
}

/** The fix that names another task. */
function renamed({ text, path }: Place, name: string, to: string): Fix {
  const plain = /^[A-Za-z_]\w*$/.test(to) ? `results.${to}` : bracketed(to);
  const value = text
    .replace(/\bresults\.([A-Za-z_]\w*)/g, (whole, each: string) => (each === name ? plain : whole))
    .replaceAll(bracketed(name), plain);
  return { label: `Name "${to}"`, edits: [{ kind: 'set-field', path, value }] };
}
