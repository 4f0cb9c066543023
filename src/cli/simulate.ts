/**
 * `conclave simulate`: runs a document to its end and prints the result, as JSON or for a person.
 */
import { canonical, parseJson, type Json } from '../base/index.ts';
import { readDocument, undone, type Document } from '../document/index.ts';
import { writeRun } from '../interchange/index.ts';
import { injectionInputs, resultOf, Run, WhyBook, type RunResult } from '../replay/index.ts';
import { checkDocument } from '../workflow/index.ts';
import { Refusal, type CommandLine } from './arguments.ts';
import { load, notRunnable, runnable } from './load.ts';
import type { Ended } from './ended.ts';
import { setPath } from '../experiments/index.ts';
import { account } from './why.ts';

/** Warnings that are printed for a person. */
const leftOutMax = 5;
/** Late tasks that the summary names. */
const lateMax = 8;

type Line = Extract<CommandLine, { command: 'simulate' }>;

export function simulate(bytes: Uint8Array, line: Line, clock: () => number): Ended {
  const began = clock();
  const loaded = load(bytes, line.file, { ...line, older: true });
  const broken = loaded.problems.filter((problem) => problem.severity === 'error');
  if (broken.length > 0) throw notRunnable(line.file, broken);
  const document = changed(loaded.document, line);
  const inputs = loaded.run?.inputs ?? [];
  const compiled = runnable(line.file, document, inputs, line.seed === null ? {} : { seed: line.seed });
  const run = new Run(compiled, { inputs, ...(line.untilMs === null ? {} : { untilMs: line.untilMs }) });
  for (const injection of line.inject) inject(run, injection);
  run.finish();
  const result = resultOf(run);
  const wallMs = Math.round(clock() - began);
  const warnings = undone(document).map(({ code, path, message }) => ({ code, path, message }));
  const held = result.invariants.every((rule) => rule.holds);
  const why = line.why === null ? null : new WhyBook(compiled, run.log).ofTask(line.why, run.steps);
  if (line.why !== null && why === null) throw new Refusal(`--why: there is no task "${line.why}" in this document.`);
  return {
    output: line.json
      ? { json: { ...result, warnings, ...(why === null ? {} : { why }), wallMs } }
      : { lines: [...summary(result, wallMs), ...leftOut(warnings), ...(why === null ? [] : ['', ...account(why)])] },
    status: result.outcome === 'succeeded' && held ? 0 : 1,
    ...(line.out === null ? {} : { files: [{ path: line.out, text: writeRun(run) }] }),
  };
}

/** Lets something go wrong after a step, as by hand in the studio: inputs that were recorded beyond it are left out. */
function inject(run: Run, { step, fault }: Line['inject'][number]): void {
  while (run.steps < step && run.advance(1));
  if (run.steps < step) throw new Refusal(`--inject ${String(step)}: the run has only ${String(run.steps)} steps.`);
  const inputs = injectionInputs(run, { step, timeMs: run.now }, fault);
  if (!inputs.ok) throw new Refusal(`--inject ${String(step)}: ${inputs.error}`);
  for (const input of inputs.value) run.inject(input);
}

/** The document with what `--set` says, read again so that a wrong value is refused like one in a file. */
function changed(document: Document, { set, file }: Line): Document {
  if (set.length === 0) return document;
  let json = document as unknown as Json;
  for (const { path, value } of set) {
    const parsed = parseJson(value);
    const next = setPath(json, path, parsed.ok ? parsed.value : value);
    if (!next.ok) throw new Refusal(`--set ${path}: ${next.error}`);
    json = next.value;
  }
  const again = parseJson(canonical(json));
  if (!again.ok) throw new Refusal(`--set: ${again.error.message}`);
  const { document: read, problems } = readDocument(again.value, checkDocument);
  const broken = problems.filter((problem) => problem.severity === 'error');
  if (broken.length > 0) throw notRunnable(file, broken);
  return read;
}

function summary(result: RunResult, wallMs: number): string[] {
  const counts = new Map<string, number>();
  for (const { state } of Object.values(result.tasks)) counts.set(state, (counts.get(state) ?? 0) + 1);
  const broken = result.invariants.filter((rule) => !rule.holds);
  return [
    `${result.outcome}${result.reason === null ? '' : `: ${result.reason}`}`,
    `makespan       ${seconds(result.makespanMs)}   critical path ${seconds(result.criticalPathMs)}   work ${seconds(result.workMs)}`,
    `waited for     ${waitedFor(result)}`,
    `tasks          ${[...counts].map(([state, count]) => `${String(count)} ${state}`).join(', ') || 'none'}`,
    ...deadlineWords(result.deadlines),
    `agents         ${String(Object.keys(result.agents).length)}   messages ${String(result.messages.total)} (${String(result.messages.lost)} lost)`,
    `invariants     ${broken.length === 0 ? `all ${String(result.invariants.length)} hold` : `${String(broken.length)} broken`}`,
    ...broken.map((rule) => `  ${rule.rule} at step ${String(rule.step ?? 0)}: ${rule.message ?? rule.title}`),
    `steps          ${String(result.steps)}   digest ${result.digest}   seed ${String(result.seed)}   ${String(wallMs)} ms`,
  ];
}

/** How many deadlines were missed, where there are any, and by whom. */
function deadlineWords({ of, missed }: RunResult['deadlines']): string[] {
  if (of === 0) return [];
  const named = missed.slice(0, lateMax).join(', ');
  const more = missed.length > lateMax ? ` and ${String(missed.length - lateMax)} more` : '';
  const who = missed.length === 0 ? 'all kept' : `${String(missed.length)} of ${String(of)} missed: ${named}${more}`;
  return [`deadlines      ${who}`];
}

/** What the document asks for and no run does yet; all of it is in the JSON. */
function leftOut(warnings: readonly { readonly message: string }[]): string[] {
  const shown = warnings.slice(0, leftOutMax).map(({ message }) => `warning        ${message}`);
  const more = warnings.length - shown.length;
  return more === 0 ? shown : [...shown, `warning        and ${String(more)} more; --json has them all`];
}

/** For whom the chain of tasks that decided the length stood still. */
function waitedFor({ bottleneck }: RunResult): string {
  if (bottleneck === null) return 'nobody';
  const { agents, requires, heldMs, idle = [] } = bottleneck;
  const who = agents.length === 1 ? agents.join('') : `any of ${String(agents.length)} agents`;
  return `${who}${requires.length === 0 ? '' : ` with ${requires.join(' and ')}`}, ${seconds(heldMs)}${idle.length === 0 ? '' : `, while ${idle.join(', ')} had nothing to do`}`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(3)} s`;
}
