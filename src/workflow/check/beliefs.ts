/**
 * Beliefs that are named in expressions: of which agent, and whether anything gives it a belief of that name. An agent that
 * is not there keeps the document from running; a belief that nobody has is only warned of, since a person may give it.
 */
import { nearestName, problemAt, type Document, type Fix, type Problem } from '../../document/index.ts';
import { quoted, type Expression, type NamedBelief } from '../../plan/index.ts';
import { removal, type Place } from './names.ts';

export class BeliefNames {
  readonly #document: Document;
  readonly #agents: readonly string[];
  /** Beliefs of each agent at the start. */
  readonly #own: ReadonlyMap<string, readonly string[]>;
  /** Beliefs that tasks give to whoever does them. */
  readonly #given: readonly string[];

  constructor(document: Document) {
    const { agents = [], tasks = [] } = document;
    this.#document = document;
    this.#agents = agents.map(({ id }) => id);
    this.#own = new Map(agents.map(({ id, beliefs = {} }) => [id, Object.keys(beliefs)]));
    this.#given = [...new Set(tasks.flatMap(({ believes = {} }) => Object.keys(believes)))];
  }

  /** What is wrong with the beliefs that an expression names, each name once. */
  problems(place: Place, { beliefs }: Expression): Problem[] {
    const told = new Set<string>();
    return beliefs.flatMap((named) => {
      const key = JSON.stringify(named.path);
      if (named.path.length === 0 || told.has(key)) return [];
      told.add(key);
      return place.sees === 'results and beliefs' ? this.#ofSelf(place, named) : this.#ofAgent(place, named);
    });
  }

  #ofSelf(place: Place, named: NamedBelief): Problem[] {
    const { believer } = place;
    const whose = believer === undefined ? [...this.#own.values()].flat() : this.#own.get(believer)!;
    const known = [...whose, ...this.#given];
    return this.#belief(place, named, { name: named.path[0]!, prefix: 'beliefs', known, agent: believer ?? null });
  }

  #ofAgent(place: Place, named: NamedBelief): Problem[] {
    const [agent, name] = named.path as readonly [string, string?];
    const own = this.#own.get(agent);
    if (own === undefined) {
      const near = nearestName(agent, this.#agents);
      const instead =
        near === null ? 'write an agent and a belief, as in beliefs.ana.open' : `perhaps "${near}" is meant`;
      const clause = `names beliefs of "${agent}", and there is no such agent; ${instead}`;
      const by = near === null ? null : within(within('beliefs', near), name);
      const fix = removal(place.path);
      return [this.#problem(place, named, { severity: 'error', code: 'name-unknown', clause, by, fix })];
    }
    if (name === undefined) return [];
    return this.#belief(place, named, {
      name,
      prefix: within('beliefs', agent),
      known: [...own, ...this.#given],
      agent,
    });
  }

  #belief(place: Place, named: NamedBelief, { name, prefix, known, agent }: Meant): Problem[] {
    if (known.includes(name)) return [];
    const near = nearestName(name, known);
    const instead = near === null ? 'give it at the start, or let a task believe it' : `perhaps "${near}" is meant`;
    const clause = `names the belief "${name}", which nothing gives; ${instead}`;
    const by = near === null ? null : within(prefix, near);
    const fix = agent === null ? null : this.#begun(agent, name);
    return [this.#problem(place, named, { severity: 'warning', code: 'belief-unknown', clause, by, fix })];
  }

  /** Lets an agent begin with a belief. */
  #begun(agent: string, name: string): Fix {
    const path = ['agents', this.#agents.indexOf(agent), 'beliefs', name];
    return { label: `Let "${agent}" begin with it`, edits: [{ kind: 'set-field', path, value: false }] };
  }

  #problem(
    { subject, text, path }: Place,
    { start, end }: NamedBelief,
    told: Pick<Problem, 'severity' | 'code'> & {
      readonly clause: string;
      readonly by: string | null;
      /** What mends it where no other name is near. */
      readonly fix: Fix | null;
    },
  ): Problem {
    const { severity, code, clause, by, fix: other } = told;
    const message = `${subject}: ${quoted(text)} ${clause}.`;
    if (by === null)
      return problemAt(this.#document, path, { severity, code, message, ...(other === null ? {} : { fix: other }) });
    const value = `${text.slice(0, start)}${by}${text.slice(end)}`;
    const fix: Fix = { label: `Write ${by}`, edits: [{ kind: 'set-field', path, value }] };
    return problemAt(this.#document, path, { severity, code, message, fix });
  }
}

interface Meant {
  readonly name: string;
  readonly prefix: string;
  readonly known: readonly string[];
  /** Whose belief it is; null where whoever does a task is meant. */
  readonly agent: string | null;
}

/** A field of something, whatever it is called. */
export function within(holder: string, name: string | undefined): string {
  if (name === undefined) return holder;
  return /^[A-Za-z_]\w*$/.test(name) ? `${holder}.${name}` : `${holder}[${JSON.stringify(name)}]`;
}
