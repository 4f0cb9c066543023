/**
 * What arrives over the thread boundary is parsed before it is believed: a command of the wrong shape is answered by
 * an error that names it and does nothing else.
 */
import * as v from 'valibot';
import { err, ok, type Json, type Result } from '../base/index.ts';
import {
  breakKinds,
  bridgeVersion,
  type BridgeError,
  type Command,
  type EngineEnvelope,
  type RequestEnvelope,
} from './commands.ts';

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(300));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const time = v.pipe(v.number(), v.finite());
const direction = v.picklist([1, -1]);

const messageFilter = v.object({
  text: v.optional(v.string()),
  types: v.optional(v.array(v.string())),
  node: v.optional(v.string()),
  conversation: v.optional(v.string()),
  folded: v.optional(v.object({ all: v.boolean(), except: v.pipe(v.array(v.string()), v.maxLength(10_000)) })),
});

const command = v.variant('kind', [
  v.object({
    kind: v.literal('run.start'),
    runId: name,
    documentId: name,
    document: v.unknown(),
    agents: v.optional(v.pipe(count, v.minValue(1), v.maxValue(10_000))),
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
  v.object({ kind: v.literal('run.recorded'), runId: name }),
  v.object({ kind: v.literal('run.quarantine'), runId: name }),
  v.object({ kind: v.literal('run.document') }),
  v.object({ kind: v.literal('run.data'), task: name }),
  v.object({ kind: v.literal('run.why'), task: name, step: count }),
  v.object({ kind: v.literal('run.whyAgent'), agent: name, step: count }),
  v.object({ kind: v.literal('run.consensus'), task: name, step: count }),
  v.object({ kind: v.literal('run.remove'), runId: name }),
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
  v.object({
    kind: v.literal('window.timeline'),
    fromMs: time,
    toMs: time,
    pixels: v.pipe(v.number(), v.minValue(1), v.maxValue(100_000_000)),
  }),
  v.object({
    kind: v.literal('window.course'),
    fromMs: time,
    toMs: time,
    buckets: v.pipe(count, v.minValue(1), v.maxValue(2000)),
  }),
  v.object({
    kind: v.literal('window.log'),
    from: count,
    count: v.pipe(count, v.maxValue(5000)),
    filter: v.object({
      text: v.optional(v.string()),
      types: v.optional(v.array(v.string())),
      node: v.optional(v.string()),
    }),
  }),
  v.object({
    kind: v.literal('window.messages'),
    from: count,
    count: v.pipe(count, v.maxValue(2000)),
    filter: messageFilter,
  }),
  v.object({
    kind: v.literal('window.conversations'),
    from: count,
    count: v.pipe(count, v.maxValue(2000)),
    filter: messageFilter,
  }),
]);

const request = v.object({ bridge: v.literal(bridgeVersion), id: count, command });

/** A request as it came from the page; the error names the first thing that is wrong with it. */
export function parseRequest(
  data: unknown,
): Result<RequestEnvelope, { readonly id: number; readonly error: BridgeError }> {
  const parsed = v.safeParse(request, data);
  if (parsed.success) return ok(parsed.output as { bridge: number; id: number; command: Command });
  const id = typeof data === 'object' && data !== null && 'id' in data && typeof data.id === 'number' ? data.id : -1;
  const issue = parsed.issues[0];
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
