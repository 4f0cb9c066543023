/**
 * `conclave agent-state`: what an agent has in mind at the end of a run, or at a time of it, as a file; and a document in which
 * an agent begins with such a state.
 */
import { invariant } from '../../base/index.ts';
import { load, Refusal, simulate } from '../../api/index.ts';
import { apply } from '../../document/index.ts';
import { exportDocument, readAgentState, stateEdit, writeAgentState } from '../../interchange/index.ts';
import type { CommandLine } from '../arguments/command-line.ts';
import type { Ended } from '../ended.ts';

type Line = Extract<CommandLine, { command: 'agent-state' }>;

/** `read` gives the bytes of another file. */
export function agentState(bytes: Uint8Array, line: Line, read: (path: string) => Uint8Array): Ended {
  const text = line.load === null ? saved(bytes, line) : loaded(bytes, line, { path: line.load, read });
  return line.output === null
    ? { output: { text }, status: 0 }
    : { output: null, status: 0, files: [{ path: line.output, text }] };
}

function saved(bytes: Uint8Array, { file, agent, untilMs }: Line): string {
  const { document } = load(bytes, file);
  const own = document.agents?.find(({ id }) => id === agent);
  if (own === undefined) throw new Refusal(`${file}: there is no agent "${agent}" in this document.`);
  const { result } = simulate(bytes, { name: file, record: true, ...(untilMs === null ? {} : { untilMs }) });
  const came = result.agents[agent];
  invariant(came !== undefined, 'the result has every agent of the document');
  const { beliefs = own.beliefs ?? {}, goals = {}, memory = null, busyMs, tasks } = came;
  const timeMs = Math.max(untilMs ?? 0, result.makespanMs);
  return writeAgentState({
    agent,
    beliefs,
    goals: (own.goals ?? []).map((goal) => {
      const { id, when = null } = (typeof goal === 'string' ? { id: goal } : goal) as {
        readonly id: string;
        readonly when?: string;
      };
      return { id, when, status: goals[id]?.status ?? 'open' };
    }),
    memory,
    metrics: { step: result.steps, timeMs, busyMs, tasks },
  });
}

/** A state of another agent is taken too: whoever names an agent and a file has chosen. */
function loaded(
  bytes: Uint8Array,
  { file, agent }: Line,
  { path, read }: { readonly path: string; readonly read: (path: string) => Uint8Array },
): string {
  const { document } = load(bytes, file);
  const state = readAgentState(new TextDecoder().decode(read(path)));
  if (!state.ok) throw new Refusal(`${path}: ${state.error.message}`);
  const edit = stateEdit(document, agent, state.value);
  if (edit === null) throw new Refusal(`${file}: there is no agent "${agent}" in this document.`);
  const applied = apply(document, edit);
  if (!applied.ok) throw new Refusal(`${path}: ${applied.error.message}`);
  return exportDocument(applied.value.document, 'conclave').text;
}
