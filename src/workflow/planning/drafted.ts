/**
 * The plan of a document that has no errors, as far as it is told by what is drawn: for a run, which adds its own, and for what is said
 * of a document before one.
 */
import { enabledPart, resolved, resolvedTask, type Document, type ResolvedDocument } from '../../document/index.ts';
import type { Plan } from '../../plan/index.ts';
import { decisionRooms, serviceRooms } from '../../protocols/index.ts';
import { decisionsOf } from '../decisions.ts';
import { planOf } from './plan.ts';
import { servicesOf } from '../services.ts';

export function draftOf(document: Document): { readonly full: ResolvedDocument; readonly plan: Plan } {
  const { run, passed } = enabledPart(document);
  const full = resolved(run);
  const draft = planOf(full, passed.map(resolvedTask));
  const decided: Plan = { ...draft, ...decisionsOf(full, draft, decisionRooms) };
  return { full, plan: { ...decided, ...servicesOf(full, decided, serviceRooms) } };
}
