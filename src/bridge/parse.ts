/**
 * What arrives over the thread boundary is parsed before it is believed: a command of the wrong shape is answered by
 * an error that names it and does nothing else.
 */
import * as v from 'valibot';
import { err, ok, type Json, type Result } from '../base/index.ts';
import { breakKinds } from '../plan/index.ts';
import {
  bridgeVersion,
  type BridgeError,
  type Command,
  type EngineEnvelope,
  type RequestEnvelope,
} from './commands.ts';
import { looks, type LookTable } from '../replay/index.ts';

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(300));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const time = v.pipe(v.number(), v.finite());
const direction = v.picklist([1, -1]);

/** Everything but the looks. */
const orders = [
  v.object({
    kind: v.literal('run.start'),
    runId: name,
    documentId: name,
    document: v.unknown(),
    agents: v.optional(v.pipe(count, v.minValue(1), v.maxValue(10_000))),
    memories: v.optional(v.string()),
    play: v.boolean(),
  }),
  v.object({ kind: v.literal('run.open'), runId: name, takeOver: v.optional(v.boolean()) }),
  v.object({ kind: v.literal('run.import'), runId: name, documentId: name, text: v.string() }),
  v.object({
    kind: v.literal('run.again'),
    runId: name,
    documentId: name,
    from: v.union([v.object({ runId: name }), v.object({ text: v.string() })]),
  }),
  v.object({ kind: v.literal('run.file'), runId: name }),
  v.object({ kind: v.literal('run.stored'), runId: name }),
  v.object({
    kind: v.literal('run.keep'),
    runId: name,
    documentId: name,
    stored: v.object({ document: v.looseObject({}), journal: v.looseObject({}) }),
  }),
  v.object({ kind: v.literal('run.from'), runId: name, step: count }),
  v.object({
    kind: v.literal('run.fork'),
    runId: name,
    task: name,
    pin: v.optional(v.object({ value: v.custom<Json>((value) => value !== undefined) })),
    play: v.boolean(),
  }),
  v.object({ kind: v.literal('run.close') }),
  v.object({ kind: v.literal('run.stop') }),
  v.object({ kind: v.literal('run.inject'), fault: v.looseObject({ kind: name }) }),
  v.object({ kind: v.literal('run.export') }),
  v.object({ kind: v.literal('run.memories') }),
  v.object({ kind: v.literal('run.recorded'), runId: name }),
  v.object({ kind: v.literal('run.quarantine'), runId: name }),
  v.object({ kind: v.literal('run.remove'), runId: name }),
  v.object({ kind: v.literal('checkpoint.list') }),
  v.object({ kind: v.literal('checkpoint.take'), name, step: v.optional(count) }),
  v.object({ kind: v.literal('checkpoint.name'), step: count, name: v.nullable(name) }),
  v.object({ kind: v.literal('checkpoint.delete'), step: count }),
  v.object({ kind: v.literal('checkpoint.restore'), step: count }),
  v.object({ kind: v.literal('checkpoint.compare'), from: count, to: count }),
  v.object({ kind: v.literal('checkpoint.fork'), runId: name, step: count }),
  v.object({ kind: v.literal('player.play') }),
  v.object({ kind: v.literal('player.pause') }),
  v.object({ kind: v.literal('player.playTo'), to: v.union([count, name]) }),
  v.object({ kind: v.literal('player.step'), by: direction }),
  v.object({ kind: v.literal('player.seek'), step: count }),
  v.object({ kind: v.literal('player.seekTime'), timeMs: time }),
  v.object({ kind: v.literal('player.toChange'), node: name, direction }),
  v.object({ kind: v.literal('player.toMessage'), direction }),
  v.object({ kind: v.literal('player.toLast'), node: name }),
  v.object({
    kind: v.literal('player.breakpoints'),
    nodes: v.pipe(v.array(name), v.maxLength(100_000)),
    kinds: v.pipe(v.array(v.picklist(breakKinds)), v.maxLength(breakKinds.length)),
  }),
  v.object({ kind: v.literal('player.speed'), speed: v.nullable(v.pipe(v.number(), v.finite(), v.minValue(1e-6))) }),
] as const;

type Parsed = Result<RequestEnvelope, { readonly id: number; readonly error: BridgeError }>;

/** Parses requests as they come from the page; the error names the first thing that is wrong with one. */
export function requestParser(table: LookTable): (data: unknown) => Parsed {
  const questions = table.map(({ kind, question }) => v.object({ kind: v.literal(kind), ...question }));
  const request = v.object({
    bridge: v.literal(bridgeVersion),
    id: count,
    command: v.variant('kind', [...orders, ...questions]),
  });
  return (data) => {
    const parsed = v.safeParse(request, data);
    if (parsed.success) return ok(parsed.output as { bridge: number; id: number; command: Command });
    return refused(data, parsed.issues[0]);
  };
}

/** By the table that is the page's own. */
export const parseRequest = requestParser(looks);

function refused(data: unknown, issue: v.BaseIssue<unknown>): Parsed {
  const id = typeof data === 'object' && data !== null && 'id' in data && typeof data.id === 'number' ? data.id : -1;
  return err({
    id,
    error: {
      code: 'bridge/refused',
      message: `The engine does not understand this request (${v.getDotPath(issue) ?? 'its shape'}: ${issue.message}); reload the page.`,
      definite: true,
    },
  });
}

/** What came from the worker, or null when it is nothing that this page can read. */
export function parseEnvelope(data: unknown): EngineEnvelope | null {
  if (typeof data !== 'object' || data === null || !('bridge' in data) || data.bridge !== bridgeVersion) return null;
  if ('event' in data && typeof data.event === 'object' && data.event !== null && 'kind' in data.event)
    return data as EngineEnvelope;
  if (!('reply' in data) || typeof data.reply !== 'number' || !('ok' in data)) return null;
  const failed = data.ok === false && 'error' in data && typeof data.error === 'object' && data.error !== null;
  if (data.ok === true || failed) return data as EngineEnvelope;
  return null;
}
