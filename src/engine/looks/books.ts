/**
 * What has been read of a run so far, for everything that may be looked at: bars, rows, messages, course, outputs, and what accounts
 * for tasks and decisions. Reading a long run takes longer than a slice, so each is read on in pieces; none ever changes the run.
 */
import {
  ConsensusBook,
  Course,
  LogRows,
  MessageRows,
  Outputs,
  Timeline,
  WhyBook,
  type Run,
} from '../../replay/index.ts';

export class Books {
  readonly timeline: Timeline;
  readonly rows: LogRows;
  readonly messages: MessageRows;
  readonly outputs: Outputs;
  readonly course: Course;
  readonly #run: Run;
  /** Made when they are first asked. */
  #accounts: { why?: WhyBook; consensus?: ConsensusBook } = {};

  constructor(run: Run) {
    const { plan } = run.compiled;
    this.#run = run;
    this.timeline = new Timeline(plan, run.log);
    this.rows = new LogRows(plan, run.log);
    this.messages = new MessageRows(plan, run.log);
    this.outputs = new Outputs(run.log);
    this.course = new Course(plan, run.log);
  }

  get why(): WhyBook {
    return (this.#accounts.why ??= new WhyBook(this.#run.compiled, this.#run.log));
  }

  get consensus(): ConsensusBook {
    return (this.#accounts.consensus ??= new ConsensusBook(this.#run.compiled.plan, this.#run.log));
  }

  /** Begins again: the log was cut off. */
  reset(): void {
    this.timeline.reset();
    this.rows.reset();
    this.messages.reset();
    this.outputs.reset();
    this.course.reset();
    this.#accounts = {};
  }
}
