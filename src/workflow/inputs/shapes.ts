/**
 * The shapes of what is put into a run, as files bring them: rules of the network, what is told to an agent from outside,
 * and how an attempt ended that somebody carried out for it. Nothing passes that a machine would not understand.
 */
import * as v from 'valibot';
import { isIdText } from '../../base/index.ts';
import { outlivedMax, timesKept } from '../../agents/index.ts';
import type { Message } from '../../kernel/index.ts';
import { agentOfActor, type Plan } from '../../plan/index.ts';

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(300));
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const actors = v.array(whole);
const value = v.optional(v.unknown(), null);

const ruleSchema = v.union([
  v.object({
    rule: name,
    from: actors,
    to: actors,
    both: v.boolean(),
    loss: share,
    delayMs: whole,
    duplicate: share,
    reorder: share,
  }),
  v.object({ rule: name, group: v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(-1))) }),
]);

const conductSchema = v.variant('kind', [
  ...(['silent', 'flip-votes', 'bad-new-view', 'other-order', 'gaps', 'rogue-proposals'] as const).map((kind) =>
    v.object({ kind: v.literal(kind) }),
  ),
  v.object({ kind: v.literal('equivocate'), value, deceived: v.optional(actors) }),
  v.object({ kind: v.literal('lie'), value }),
  v.object({ kind: v.literal('censor'), tasks: actors }),
  v.object({ kind: v.literal('selective-send'), to: actors }),
  v.object({ kind: v.literal('replay'), rate: share }),
  v.object({ kind: v.literal('false-view-change'), everyMs: v.pipe(whole, v.minValue(1)) }),
  v.object({ kind: v.literal('collude'), agents: actors, value, deceived: v.optional(actors) }),
]);

const toldSchema = v.variant('type', [
  v.object({ type: v.literal('agent.conduct'), id: name, conduct: v.nullable(conductSchema) }),
  v.object({ type: v.literal('agent.conduct'), id: v.null(), conduct: v.null() }),
  v.object({
    type: v.literal('agent.slow'),
    factor: v.pipe(v.number(), v.gtValue(0), v.finite()),
    spell: v.nullable(name),
  }),
]);

const endSchema = v.variant('kind', [
  v.object({ kind: v.literal('succeeded'), result: v.custom((result) => result !== undefined) }),
  v.object({ kind: v.literal('failed'), reason: v.string() }),
]);

const before = v.pipe(v.number(), v.safeInteger(), v.maxValue(0));

/** What outlived a run. Nothing was used before it was there, in no other order than that of time, nor less often than is known. */
const outlivedSchema = v.pipe(
  v.object({
    key: v.pipe(
      name,
      v.check((text: string) => isIdText(text)),
    ),
    value: v.custom((given) => given !== undefined),
    importance: v.pipe(v.number(), v.minValue(0), v.finite()),
    count: v.pipe(v.number(), v.minValue(1), v.maxValue(1e9), v.safeInteger()),
    createdMs: before,
    timesMs: v.pipe(v.array(before), v.minLength(1), v.maxLength(timesKept)),
    pinned: v.optional(v.literal(true)),
  }),
  v.check(({ count, createdMs, timesMs }) => {
    const all = [createdMs, ...timesMs];
    return count >= timesMs.length && all.every((time, at) => at === 0 || time >= all[at - 1]!);
  }),
);

const outlivedItems = v.pipe(
  v.array(outlivedSchema),
  v.check((items) => new Set(items.map(({ key }) => key)).size === items.length),
);

/** What is wrong with what is said to have outlived a run, as a clause; null where it can have, however much it is. */
export function outlivedProblem(items: unknown): string | null {
  return misshapen('agent.restore', v.safeParse(v.object({ items: outlivedItems }), { items }));
}

const schemas = {
  'agent.restore': v.object({ type: v.string(), items: outlivedItems }),
  'agent.finish': v.object({ type: v.string(), task: whole, lease: whole, end: endSchema }),
  'kernel.rule': v.object({ type: v.string(), rule: ruleSchema }),
  'kernel.heal': v.object({ type: v.string(), rule: v.nullable(name) }),
  'kernel.tell': v.object({ type: v.string(), actor: whole, message: toldSchema }),
};

/** What is wrong with such an input, as a clause; null when it can be put in. */
export function shapeProblem(plan: Plan, type: keyof typeof schemas, message: Message): string | null {
  const parsed = v.safeParse(schemas[type], message);
  if (!parsed.success) return misshapen(type, parsed);
  const { output } = parsed;
  if ('items' in output && output.items.length > outlivedMax)
    return `it holds ${String(output.items.length)} things, and an agent begins with ${String(outlivedMax)} at most`;
  if ('task' in output && plan.tasks[output.task] === undefined) return 'it names no task of this document';
  if ('actor' in output && plan.agents[agentOfActor(output.actor)] === undefined)
    return 'it names no agent of this document';
  return null;
}

function misshapen(
  type: string,
  { issues }: { readonly issues: readonly v.BaseIssue<unknown>[] | undefined },
): string | null {
  return issues?.[0] === undefined
    ? null
    : `it has not the shape of ${type}: ${v.getDotPath(issues[0]) ?? 'all of it'}`;
}
