/**
 * `conclave simulate`: runs a document to its end and prints the result, as JSON or for a person.
 */
import { exactTime } from '../document/index.ts';
import { simulate, type Simulation, type Warning } from '../api/index.ts';
import { parseJson, type Json } from '../base/index.ts';
import type { RunSummary } from '../replay/index.ts';
import type { CommandLine } from './arguments/command-line.ts';
import type { Ended } from './ended.ts';
import { account } from './why.ts';

/** Warnings that are printed for a person. */
const leftOutMax = 5;
/** Late tasks, and idle agents, that the summary names. */
const namedMax = 8;

type Line = Extract<CommandLine, { command: 'simulate' }>;

/** What the command asks of what surrounds it. */
interface Around {
  readonly clock: () => number;
  readonly read: (path: string) => Uint8Array;
}

export function simulateFile(bytes: Uint8Array, line: Line, { clock, read }: Around): Ended {
  const began = clock();
  const memory = line.memory === null ? null : new TextDecoder().decode(read(line.memory));
  const options = { ...line, name: line.file, set: setsOf(line), record: line.out !== null, memory };
  const simulated = simulate(bytes, options);
  const { why, runFile, memoryFile, titleOf } = simulated;
  const warnings = [...simulated.warnings, ...(line.memoryOut === null ? [] : simulated.memoryWarnings())];
  const told = line.json ? simulated.result : simulated.summary;
  const wallMs = Math.round(clock() - began);
  const held = told.invariants.every((rule) => rule.holds);
  return {
    output: line.json
      ? { json: { ...told, warnings, ...(why === null ? {} : { why }), wallMs } }
      : {
          lines: [
            ...summary(simulated.summary, titleOf, wallMs),
            ...leftOut(warnings),
            ...(why === null ? [] : ['', ...account(why)]),
          ],
        },
    status: told.outcome === 'succeeded' && held ? 0 : 1,
    files: [
      ...(line.out === null ? [] : [{ path: line.out, text: runFile() }]),
      ...(line.memoryOut === null ? [] : [{ path: line.memoryOut, text: memoryFile() }]),
    ],
  };
}

/** What `--set` says: JSON where it is that, else a word. */
function setsOf({ set }: Line): Record<string, Json> {
  return Object.fromEntries(
    set.map(({ path, value }) => {
      const parsed = parseJson(value);
      return [path, parsed.ok ? parsed.value : value];
    }),
  );
}

type TitleOf = Simulation['titleOf'];

function summary(result: RunSummary, titleOf: TitleOf, wallMs: number): string[] {
  const broken = result.invariants.filter((rule) => !rule.holds);
  return [
    `${result.outcome}${result.reason === null ? '' : `: ${result.reason}`}`,
    `total time     ${exactTime(result.makespanMs)}   critical path ${exactTime(result.criticalPathMs)}   work ${exactTime(result.workMs)}`,
    `waited for     ${waitedFor(result, titleOf)}`,
    `tasks          ${[...result.states].map(([state, count]) => `${String(count)} ${state}`).join(', ') || 'none'}`,
    ...deadlineWords(result.deadlines, titleOf),
    `agents         ${String(Object.keys(result.agents).length)}   messages ${String(result.messages.total)} (${String(result.messages.lost)} lost)`,
    ...memoryWords(result.memory ?? {}),
    `invariants     ${broken.length === 0 ? `all ${String(result.invariants.length)} hold` : `${String(broken.length)} broken`}`,
    ...broken.map((rule) => `  ${rule.rule} at step ${String(rule.step ?? 0)}: ${rule.message ?? rule.title}`),
    `steps          ${String(result.steps)}   digest ${result.digest}   seed ${String(result.seed)}   ${String(wallMs)} ms`,
  ];
}

/** What came of each shared memory, a line each. */
function memoryWords(memories: NonNullable<RunSummary['memory']>): string[] {
  const count = (figure: Json | undefined): string => String(Number(figure));
  return Object.entries(memories).map(([id, { reads, writes, messages, converged, lost }]) => {
    const copies = converged === true ? 'all copies alike' : 'copies differ';
    const unseen = Array.isArray(lost) ? `, ${String(lost.length)} overwritten unseen` : '';
    return `memory         ${id}: ${count(reads)} read, ${count(writes)} written, ${count(messages)} messages, ${copies}${unseen}`;
  });
}

/** How many deadlines were missed, where there are any, and by whom. */
function deadlineWords({ of, missed }: RunSummary['deadlines'], titleOf: TitleOf): string[] {
  if (of === 0) return [];
  const named = listed(missed, (id) => titleOf('task', id));
  const who = missed.length === 0 ? 'all kept' : `${String(missed.length)} of ${String(of)} missed: ${named}`;
  return [`deadlines      ${who}`];
}

/** The first of them by name, and how many more there are. */
function listed(ids: readonly string[], title: (id: string) => string): string {
  const named = ids.slice(0, namedMax).map(title).join(', ');
  return ids.length > namedMax ? `${named} and ${String(ids.length - namedMax)} more` : named;
}

/** What the document asks for and no run does yet; all of it is in the JSON. */
function leftOut(warnings: readonly Warning[]): string[] {
  const shown = warnings.slice(0, leftOutMax).map(({ message }) => `warning        ${message}`);
  const more = warnings.length - shown.length;
  return more === 0 ? shown : [...shown, `warning        and ${String(more)} more; --json has them all`];
}

/** For whom the chain of tasks that decided the length stood still. */
function waitedFor({ bottleneck }: RunSummary, titleOf: TitleOf): string {
  if (bottleneck === null) return 'nobody';
  const { agents, requires, heldMs, idle = [], down, resource } = bottleneck;
  if (resource !== undefined) return `${titleOf('resource', resource)}, ${exactTime(heldMs)}`;
  if (down !== undefined) return `the ${down}, which was down, ${exactTime(heldMs)}`;
  const names = (ids: readonly string[]): string => listed(ids, (id) => titleOf('agent', id));
  const who = agents.length === 1 ? names(agents) : `any of ${String(agents.length)} agents`;
  return `${who}${requires.length === 0 ? '' : ` with ${requires.join(' and ')}`}, ${exactTime(heldMs)}${idle.length === 0 ? '' : `, while ${names(idle)} had nothing to do`}`;
}
