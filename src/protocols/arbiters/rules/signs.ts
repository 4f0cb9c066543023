/** What stands out about resources though no single fact says it: that a piece of work was not given at once what it asked for. */
import { serviceAt, taskTitle, type KnownFact, type Plan } from '../../../plan/index.ts';
import type { Sign, Signs } from '../../service-room.ts';
import type { AskedFact, ResourceFact } from '../messages.ts';
import { keyOf, ResourceBook, workKey } from './book.ts';

/** So many holders are named. */
const namedMax = 3;

export class ArbiterSigns implements Signs {
  readonly #plan: Plan;
  readonly #book = new ResourceBook();
  /** What was asked for in this step. */
  #asked: AskedFact[] = [];

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  fact(told: KnownFact | ResourceFact): readonly Sign[] {
    // The time of nothing is needed here.
    this.#book.fact(told, 0);
    if (told.type === 'arbiters.asked') this.#asked.push(told);
    return [];
  }

  /** What is free is granted in the step in which it is asked for: whoever has it not by its end waits. */
  settled(): readonly Sign[] {
    const asked = this.#asked.filter((each) => this.#book.waiting.get(each.service)?.has(keyOf(each)) === true);
    this.#asked = [];
    return asked.map((each) => ({ mark: 'contention', text: this.#said(each), service: each.service }));
  }

  #said(asked: AskedFact): string {
    const { name } = serviceAt(this.#plan, asked.service);
    const others = this.#book.holdersOf(asked.service).filter((held) => workKey(held) !== workKey(asked));
    const names = others.slice(0, namedMax).map(({ task }) => taskTitle(this.#plan, task));
    const more = others.length > namedMax ? ` and ${String(others.length - namedMax)} more` : '';
    const held = names.length === 0 ? '' : `, held by ${names.join(', ')}${more}`;
    return `${taskTitle(this.#plan, asked.task)} began to wait for ${name}${held}`;
  }
}
