/**
 * From the tree of an expression to the step that evaluates it, with a note of what it names: tasks behind `results`,
 * `results` as a whole, names that mean nothing here, and functions that there are not. It reads the tree, not the text,
 * so that comments and strings mislead nobody. Nothing is evaluated here.
 */
import {
  arithmetic,
  binding,
  call,
  choice,
  collection,
  constant,
  equality,
  exactlyOne,
  field,
  list,
  logic,
  map,
  membership,
  not,
  order,
  presence,
  quantifier,
  untellable,
  variable,
  type Loop,
  type Step,
} from './evaluate.ts';
import { callFunction, constantOf, forbiddenCall, isConstant, isFunction, type Node } from './library.ts';
import { negative, type Arithmetic, type Order } from './values.ts';

/** A belief that is named, as `beliefs.open` or `beliefs["ana"].open`, and where: one name, two of them, or none where all may be looked at. */
export interface NamedBelief {
  readonly path: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** A name and where it stands in the text. */
export interface Named {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

export interface Notes {
  /** Tasks that are named, as `results.a` or `results["a"]`. */
  readonly tasks: Named[];
  /** Whether `results` is used in any other way, so that every task may be looked at. */
  any: boolean;
  /** Shared memories that are named, as `memory.board` or `memory["board"]`. */
  readonly memories: Named[];
  /** What was recalled and is named, as `recalled.route`; under no name where all of it is. */
  readonly recalled: Named[];
  readonly beliefs: NamedBelief[];
  /** Names of variables that there are not. */
  readonly unknown: Named[];
  /** What it must not or cannot do, as a clause; the first. */
  refusal: string | null;
}

/** Levels of a tree, so that reading and evaluating one never runs out of stack. */
const levelsMax = 1000;

const orders: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);
const sums: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%']);

/** Variables have the slots in which they are listed. */
export function build(tree: Node, variables: readonly string[]): { readonly step: Step; readonly notes: Notes } {
  const builder = new Builder(variables);
  const step = builder.step(tree, 0);
  return { step, notes: builder.notes };
}

class Builder {
  readonly notes: Notes = {
    tasks: [],
    any: false,
    memories: [],
    recalled: [],
    beliefs: [],
    unknown: [],
    refusal: null,
  };
  /** Names that are known at the place that is read, by slot. */
  readonly #names: string[];
  /** The slot of what agents believe; -1 where nothing is seen of it. */
  readonly #beliefs: number;
  /** The slot of what was recalled. */
  readonly #recalled: number;

  constructor(variables: readonly string[]) {
    this.#names = [...variables];
    this.#beliefs = variables.indexOf('beliefs');
    this.#recalled = variables.indexOf('recalled');
  }

  step(node: Node, level: number): Step {
    if (level > levelsMax) return this.#refuse('is nested too deeply; split it');
    const { op, args } = node;
    const below = (each: unknown): Step => this.step(each as Node, level + 1);
    const [a, b, c] = Array.isArray(args) ? (args as readonly unknown[]) : [args];
    if (orders.has(op)) return order(op as Order, below(a), below(b));
    if (sums.has(op)) return arithmetic(op as Arithmetic, below(a), below(b));
    switch (op) {
      case 'value':
        return constant(args);
      case 'id':
        return this.#variable(node, args as string);
      case '.':
      case '[]':
        return this.#field(node, below);
      case '==':
      case '!=':
        return equality(op === '==', below(a), below(b));
      case 'in':
        return membership(below(a), below(b));
      case '&&':
      case '||':
        return logic(op === '||', below(a), below(b));
      case '!_':
        return not(below(a));
      case '-_':
        return call(null, [below(a)], (_, [value]) => negative(value));
      case '?:':
        return choice(below(a), below(b), below(c));
      case 'list':
        return list((args as readonly Node[]).map(below));
      case 'map':
        return map((args as readonly (readonly [Node, Node])[]).map(([key, value]) => [below(key), below(value)]));
      case 'call':
        return this.#call(a as string, null, b as readonly Node[], below);
      case 'rcall':
        return this.#method({ name: a as string, on: b as Node, args: c as readonly Node[] }, level + 1);
      default:
        return this.#refuse(`uses ${op}, which is not known here`);
    }
  }

  #refuse(why: string): Step {
    this.notes.refusal ??= why;
    return untellable(why);
  }

  #variable({ start, end }: Node, name: string): Step {
    const slot = this.#names.lastIndexOf(name);
    if (slot !== -1) {
      if (name === 'results' && slot === 0) this.notes.any = true;
      if (name === 'recalled' && this.#isRecalled) this.notes.recalled.push({ name: '', start, end });
      if (name === 'beliefs' && slot === this.#beliefs) this.notes.beliefs.push({ path: [], start, end });
      return variable(slot);
    }
    if (isConstant(name)) return constant(constantOf(name));
    this.notes.unknown.push({ name, start, end });
    return untellable(`there is nothing called ${name}`);
  }

  #field(node: Node, below: (node: Node) => Step): Step {
    const [of, key] = node.args as readonly [Node, Node | string];
    const name = nameOf(key);
    const path = this.#beliefPath(node);
    if (path !== null) return this.#believed(node, path);
    if (name !== null && this.#isResults(of)) {
      this.notes.tasks.push({ name, start: node.start, end: node.end });
      return field(variable(0), constant(name));
    }
    if (name !== null && of.op === 'id' && of.args === 'memory' && this.#names.lastIndexOf('memory') === 1)
      this.notes.memories.push({ name, start: node.start, end: node.end });
    if (name !== null && of.op === 'id' && of.args === 'recalled' && this.#isRecalled) {
      this.notes.recalled.push({ name, start: node.start, end: node.end });
      return field(variable(this.#recalled), constant(name));
    }
    return field(below(of), typeof key === 'string' ? constant(key) : below(key));
  }

  get #isRecalled(): boolean {
    return this.#recalled !== -1 && this.#names.lastIndexOf('recalled') === this.#recalled;
  }

  /** The one or two names behind `beliefs`; null for anything else. */
  #beliefPath({ op, args }: Node): readonly string[] | null {
    if (op !== '.' && op !== '[]') return null;
    const [of, key] = args as readonly [Node, Node | string];
    const name = nameOf(key);
    if (name === null) return null;
    const isAll = of.op === 'id' && of.args === 'beliefs' && this.#names.lastIndexOf('beliefs') === this.#beliefs;
    if (isAll) return this.#beliefs === -1 ? null : [name];
    const before = this.#beliefPath(of);
    return before?.length === 1 ? [...before, name] : null;
  }

  #believed({ start, end }: Node, path: readonly string[]): Step {
    this.notes.beliefs.push({ path, start, end });
    return this.#believedAt(path);
  }

  #believedAt(path: readonly string[]): Step {
    return path.reduce((of, name) => field(of, constant(name)), variable(this.#beliefs));
  }

  #isResults({ op, args }: Node): boolean {
    return op === 'id' && args === 'results' && this.#names.lastIndexOf('results') === 0;
  }

  #call(name: string, on: Node | null, args: readonly Node[], below: (node: Node) => Step): Step {
    if (name === 'has' && on === null && args.length === 1) return this.#has(args[0]!, below);
    const forbidden = forbiddenCall(name, on !== null, args.length);
    if (forbidden !== null) return this.#refuse(forbidden);
    if (!isFunction(name, on !== null, args.length)) {
      const count = args.length === 1 ? '1 value' : `${args.length} values`;
      return this.#refuse(`calls ${name} with ${count}, and there is no such function`);
    }
    const steps = args.map(below);
    if (on === null) return call(null, steps, (_, given) => callFunction(name, null, given));
    return call(below(on), steps, (value, given) => callFunction(name, { on: value }, given));
  }

  #has(node: Node, below: (node: Node) => Step): Step {
    const [of, field] = (node.op === '.' || node.op === '[]' ? node.args : []) as readonly [Node?, (Node | string)?];
    const key = field === undefined ? null : nameOf(field);
    if (of === undefined || key === null)
      return this.#refuse('asks has() for something that is no field, such as has(results.a.note)');
    const path = this.#beliefPath(node);
    if (path !== null) {
      this.notes.beliefs.push({ path, start: node.start, end: node.end });
      return presence(this.#believedAt(path.slice(0, -1)), key);
    }
    if (!this.#isResults(of)) return presence(below(of), key);
    this.notes.tasks.push({ name: key, start: node.start, end: node.end });
    return presence(variable(0), key);
  }

  /** What is written behind a point: a macro, which names an element, or a function. */
  #method(
    { name, on, args }: { readonly name: string; readonly on: Node; readonly args: readonly Node[] },
    level: number,
  ): Step {
    const below = (node: Node): Step => this.step(node, level);
    const [first, second, third] = args;
    const named = first?.op === 'id' ? (first.args as string) : null;
    if (named !== null && name === 'bind' && on.op === 'id' && on.args === 'cel' && third !== undefined)
      return binding(this.#loop(named, below(second!), () => below(third)));
    if (named === null || !isMacro(name, args.length)) return this.#call(name, on, args, below);
    const range = below(on);
    switch (name) {
      case 'all':
      case 'exists':
        return quantifier(
          name === 'exists',
          this.#loop(named, range, () => below(second!)),
        );
      case 'exists_one':
        return exactlyOne(this.#loop(named, range, () => below(second!)));
      case 'filter':
        return this.#collection(named, range, () => [below(second!), this.#variable(first!, named)]);
      default:
        return this.#collection(named, range, () =>
          third === undefined ? [null, below(second!)] : [below(second!), below(third)],
        );
    }
  }

  #collection(name: string, of: Step, parts: () => readonly [Step | null, Step]): Step {
    let passes: Step | null = null;
    const loop = this.#loop(name, of, () => {
      const [test, kept] = parts();
      passes = test;
      return kept;
    });
    return collection(loop, passes);
  }

  /** Reads the body with one more name known. */
  #loop(name: string, of: Step, body: () => Step): Loop {
    const slot = this.#names.push(name) - 1;
    const made = { of, slot, body: body() };
    this.#names.pop();
    return made;
  }
}

/** The name of a field that is written out. */
function nameOf(key: Node | string): string | null {
  if (typeof key === 'string') return key;
  return key.op === 'value' && typeof key.args === 'string' ? key.args : null;
}

function isMacro(name: string, count: number): boolean {
  if (name === 'map') return count === 2 || count === 3;
  return count === 2 && (name === 'all' || name === 'exists' || name === 'exists_one' || name === 'filter');
}
