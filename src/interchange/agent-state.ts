/*
 * What an agent has in mind as a file: beliefs, goals with their status, what its working memory came to, and its figures, as
 * canonical JSON with its SHA-256. Reading is strict: any other byte than what was written is damage, and said as such; what
 * an older version wrote is brought up step by step, and that is told. Nothing is changed here: what is read is told, or refused by
 * one sentence.
 */
import * as v from 'valibot';
import {
  canonical,
  decodeUtf8,
  digestJson,
  encodeUtf8,
  err,
  ok,
  parseJson,
  sha256,
  type Json,
  type JsonObject,
  type Result,
} from '../base/index.ts';
import { goalStatuses, type Document, type Edit } from '../document/index.ts';
import { checkDocument } from '../workflow/index.ts';
import { refusal, type ImportProblem } from './refusal.ts';

const version = 2;
export const AGENT_STATE_ENDING = '.agent-state.json';

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(300));
const amount = v.pipe(v.number(), v.finite(), v.minValue(0));
const plain = v.custom<JsonObject>((value) => isObject(value));
const shape = v.strictObject({
  agent: name,
  beliefs: plain,
  goals: v.array(v.strictObject({ id: name, when: v.nullable(v.string()), status: v.picklist(goalStatuses) })),
  memory: v.nullable(plain),
  metrics: v.strictObject({ step: amount, timeMs: amount, busyMs: amount, tasks: amount }),
});

/** What an agent believes, is after and has done, at a step of a run. */
export interface AgentState {
  readonly agent: string;
  readonly beliefs: JsonObject;
  readonly goals: readonly {
    readonly id: string;
    readonly when: string | null;
    readonly status: (typeof goalStatuses)[number];
  }[];
  /** What its working memory came to; null where it has none. */
  readonly memory: JsonObject | null;
  readonly metrics: {
    readonly step: number;
    readonly timeMs: number;
    readonly busyMs: number;
    readonly tasks: number;
  };
}

/** What brings a state of a version to the next one, by the version that it is for. */
export type StateMigrations = ReadonlyMap<number, (state: JsonObject) => JsonObject>;
/** The second version says the same under another seal. */
const known: StateMigrations = new Map([[1, (state) => state]]);

/** By what damage is found: the field, and what stands in it for all the others. The first version had a digest of 128 bits. */
interface Seal {
  readonly field: string;
  readonly of: (rest: JsonObject) => string;
}
const firstSeal: Seal = { field: 'digest', of: digestJson };
const seal: Seal = { field: 'sha256', of: (rest) => sha256(encodeUtf8(canonical(rest))) };

/** A state that was found in order, and the version that it was saved in where that is an older one. */
export interface ReadState {
  readonly state: AgentState;
  readonly raisedFrom: number | null;
}

/** The text of the file; it has one form, to the byte. */
export function writeAgentState(state: AgentState): string {
  const written = { format: 'conclave-agent-state', version, ...state } as unknown as JsonObject;
  return `${canonical({ ...written, [seal.field]: seal.of(written) })}\n`;
}

/** Reads the bytes of such a file. Nothing of it is taken before all of it was found in order. */
export function readAgentState(
  bytes: Uint8Array,
  migrations = known,
  newest = version,
): Result<ReadState, ImportProblem> {
  const json = parseJson(bytes);
  if (!json.ok)
    return err(
      json.error.code === 'json/too-large'
        ? refusal('json/too-large', [], 'The state is larger than any that is read; save it again.')
        : refusal('agent-state/damaged', [], 'The state is damaged: it cannot be read; save it again.'),
    );
  if (!isObject(json.value) || json.value['format'] !== 'conclave-agent-state')
    return err(refusal('agent-state/shape', [], 'This is no state of an agent; choose a file that was saved as one.'));
  if (!isAsSaved(json.value, bytes))
    return err(refusal('agent-state/damaged', [], 'The state is damaged: it is not as it was saved; save it again.'));
  const { format: _format, version: saved, [sealOf(json.value).field]: _seal, ...state } = json.value;
  if (typeof saved !== 'number' || !Number.isSafeInteger(saved) || saved < 1)
    return err(refusal('agent-state/version', ['version'], 'The state says no version that is known; save it again.'));
  if (saved > newest)
    return err(
      refusal('agent-state/version', ['version'], 'The state was saved by a newer Conclave; open it there, or update.'),
    );
  const migrated = raised(state, { from: saved, to: newest, migrations });
  const parsed = v.safeParse(shape, migrated);
  if (parsed.success) return ok({ state: parsed.output, raisedFrom: saved < newest ? saved : null });
  const at = v.getDotPath(parsed.issues[0]) ?? 'all of it';
  return err(refusal('agent-state/shape', [at], 'This is no state that an agent can have; save it again.'));
}

function sealOf(file: JsonObject): Seal {
  return file['version'] === 1 ? firstSeal : seal;
}

/** Whether each byte is the one that was written, and all of them are there. */
function isAsSaved(file: JsonObject, bytes: Uint8Array): boolean {
  const { field, of } = sealOf(file);
  const { [field]: noted, ...rest } = file;
  return noted === of(rest) && decodeUtf8(bytes).text === `${canonical(file)}\n`;
}

/** What is said of a state that was brought up; null where there is nothing to say. */
export function raisedWords({ raisedFrom }: ReadState): string | null {
  return raisedFrom === null
    ? null
    : `It was saved in version ${String(raisedFrom)} of the format and is brought up to version ${String(version)}.`;
}

/** A state brought up step by step; one that no step brings further stays as it is, and has not the shape then. */
function raised(
  state: JsonObject,
  { from, to, migrations }: { readonly from: number; readonly to: number; readonly migrations: StateMigrations },
): JsonObject {
  let raised = state;
  for (let at = from; at < to; at += 1) raised = migrations.get(at)?.(raised) ?? {};
  return raised;
}

/** Why a state is not taken for an agent without being asked; null where it is its own. */
export function otherAgent(state: AgentState, agent: string): string | null {
  return state.agent === agent ? null : `This is the state of "${state.agent}", not of "${agent}".`;
}

/** The edit that begins an agent with a state: its beliefs, and its goals but those that were given up. Null where there is no such agent. */
export function stateEdit(document: Document, agent: string, { beliefs, goals }: AgentState): Edit | null {
  const at = document.agents?.findIndex(({ id }) => id === agent) ?? -1;
  if (at === -1) return null;
  const kept = goals.filter(({ status }) => status !== 'dropped');
  return {
    kind: 'batch',
    label: 'Load a state',
    edits: [
      { kind: 'set-field', path: ['agents', at, 'beliefs'], value: beliefs },
      {
        kind: 'set-field',
        path: ['agents', at, 'goals'],
        value: kept.map(({ id, when }): Json => (when === null ? id : { id, when })),
      },
    ],
  };
}

/** What is said where goals that came with a state name what a document has not, so that it cannot run; null where all can be told. */
export function strangeGoals(document: Document, agent: string): string | null {
  const at = document.agents?.findIndex(({ id }) => id === agent) ?? -1;
  const path = `agents[${String(at)}].goals`;
  const wrong = checkDocument(document).filter(
    (problem) => problem.severity === 'error' && problem.path.startsWith(path),
  );
  const what = wrong.length === 1 ? 'One goal of it names' : `${String(wrong.length)} goals of it name`;
  return wrong.length === 0 ? null : `${what} what is not here: mend or remove it before the next run.`;
}

/** What is put into a paused run so that an agent goes on with a state; a sentence where its goals are not those of the run. */
export function stateChange(
  agent: string,
  now: Pick<AgentState, 'beliefs' | 'goals'>,
  { beliefs, goals }: AgentState,
): Result<Json, string> {
  const strange = goals.find(({ id }) => now.goals.every((goal) => goal.id !== id));
  if (strange !== undefined)
    return err(
      `The state has the goal "${strange.id}", which "${agent}" does not have in this run; load it into the drawing, and run that.`,
    );
  return ok({
    kind: 'mind',
    agent,
    beliefs,
    forget: Object.keys(now.beliefs).filter((each) => !Object.hasOwn(beliefs, each)),
    goals: Object.fromEntries(goals.map(({ id, status }) => [id, status])),
  });
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
