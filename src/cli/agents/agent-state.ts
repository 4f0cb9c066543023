/**
 * `conclave agent-state`: what an agent has in mind at the end of a run, or at a time of it, as a file; and a document in which
 * an agent begins with such a state.
 */
import { invariant } from '../../base/index.ts';
import { load, Refusal, simulate } from '../../api/index.ts';
import { apply } from '../../document/index.ts';
import {
  exportDocument,
  otherAgent,
  raisedWords,
  readAgentState,
  stateEdit,
  strangeGoals,
  writeAgentState,
} from '../../interchange/index.ts';
import type { CommandLine } from '../arguments/command-line.ts';
import type { Ended } from '../ended.ts';

type Line = Extract<CommandLine, { command: 'agent-state' }>;

interface Made {
  readonly text: string;
  /** What is to be known of it; absent where nothing is. */
  readonly said?: string;
}

/** `read` gives the bytes of another file. */
export function agentState(bytes: Uint8Array, line: Line, read: (path: string) => Uint8Array): Ended {
  const { text, said }: Made =
    line.load === null ? { text: saved(bytes, line) } : loaded(bytes, line, { path: line.load, read });
  const ended: Ended =
    line.output === null
      ? { output: { text }, status: 0 }
      : { output: null, status: 0, files: [{ path: line.output, text }] };
  return said === undefined ? ended : { ...ended, complaint: said };
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

/** A state of another agent is taken where that was asked for. */
function loaded(
  bytes: Uint8Array,
  { file, agent, anybody }: Line,
  { path, read }: { readonly path: string; readonly read: (path: string) => Uint8Array },
): Made {
  const { document } = load(bytes, file);
  const given = readAgentState(read(path));
  if (!given.ok) throw new Refusal(`${path}: ${given.error.message}`);
  const { state } = given.value;
  const other = anybody ? null : otherAgent(state, agent);
  if (other !== null) throw new Refusal(`${path}: ${other} Give --anybody to load it all the same.`);
  const edit = stateEdit(document, agent, state);
  if (edit === null) throw new Refusal(`${file}: there is no agent "${agent}" in this document.`);
  const applied = apply(document, edit);
  if (!applied.ok) throw new Refusal(`${path}: ${applied.error.message}`);
  const { text } = exportDocument(applied.value.document, 'conclave');
  const said = [raisedWords(given.value), strangeGoals(applied.value.document, agent)].filter((each) => each !== null);
  return said.length === 0 ? { text } : { text, said: `${path}: ${said.join(' ')}` };
}
