/*
 * What a person puts into a run by hand, as it is written: a fault as documents plan them, what undoes faults, what an agent is to believe,
 * or a snapshot that is to be taken. It is refused by one sentence where a document with it would have an error; when it happens is whoever asks to say.
 */
import * as v from 'valibot';
import { err, ok, type Json, type JsonObject, type Result } from '../base/index.ts';
import {
  askedSchemas,
  cureSchemas,
  faultSchemas,
  isFaultKind,
  mindSchemas,
  type Fault,
  type Injection,
} from './schema/fault.ts';
import type { Document } from './schema.ts';
import { isDecided } from './schema/action.ts';
import { issueSentence, type Served } from './schema/field.ts';
import { problemsOf } from './validate/validate-faults.ts';
import { indexNodes, referenceProblems } from './validate/validate-ids.ts';

/** A fault or a cure in a document. One that says no time is meant for now, and has 0 for it. */
export function readInjection(input: Json, document: Document, served: Served = {}): Result<Injection, string> {
  const { agents = [], tasks = [], memories = [], resources = [] } = document;
  const written = (typeof input === 'object' && input !== null && !Array.isArray(input) ? input : {}) as JsonObject;
  const kind = typeof written['kind'] === 'string' ? written['kind'] : '';
  const schema = isFaultKind(kind) ? faultSchemas[kind] : cureOf(kind);
  if (schema === undefined) {
    const kinds = [...Object.keys(faultSchemas), ...Object.keys(byHand)].join(', ');
    return err(`Nothing of the kind "${kind}" can be put in; choose one of ${kinds}.`);
  }
  const parsed = v.safeParse(schema, { ...(isFaultKind(kind) ? { atMs: 0 } : {}), ...written });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    return err(`${v.getDotPath(issue) ?? kind}: ${issueSentence(issue)}`);
  }
  const injection = parsed.output as Injection;
  const stripped: Document = {
    memories,
    resources,
    agents: agents.map(({ id }) => ({ id })),
    tasks: tasks.map(({ id, action, enabled = true }) =>
      isDecided(action) ? { id, action: { kind: 'consensus' }, enabled } : { id },
    ),
    faults: [injection as Fault],
  };
  const problems = [
    ...referenceProblems(stripped, indexNodes(stripped), served),
    ...(isFaultKind(kind) ? problemsOf(injection as Fault) : []),
  ];
  const refused = injection.kind === 'snapshot' ? unsnapped(injection, document) : null;
  if (refused !== null) return err(refused);
  const broken = problems.find(({ severity }) => severity === 'error');
  return broken === undefined ? ok(injection) : err(broken.message);
}

const byHand = { ...cureSchemas, ...mindSchemas, ...askedSchemas };

/** Why a snapshot cannot be begun; null where it can. */
function unsnapped(
  { by }: Extract<Injection, { kind: 'snapshot' }>,
  { agents = [], snapshots = [] }: Document,
): string | null {
  if (snapshots.length === 0)
    return 'This document takes no snapshots, so that its messages may arrive out of order; give it one, such as "snapshots": [{ "atMs": 0 }], and run it again.';
  if (by === undefined || agents.some(({ id }) => id === by)) return null;
  return `A snapshot is to be begun by "${by}", and there is no such agent; name an agent, or nobody for the coordinator.`;
}

function cureOf(kind: string): v.GenericSchema | undefined {
  return Object.hasOwn(byHand, kind) ? byHand[kind as keyof typeof byHand] : undefined;
}
