/** What goes wrong with an agent at the playhead, as signs for its card. Pure. */
import { exactTime } from '../../../document/index.ts';
import type { AgentView, RuleView } from '../../../bridge/index.ts';
import { faultLook, type Look } from '../../design/index.ts';

/** The signs of an agent: how it misbehaves, whether it is slow or cut off, and what befalls all of its messages. */
export function signsOf(view: AgentView | undefined, rules: readonly RuleView[]): readonly Look[] {
  if (view === undefined) return [];
  const signs: Look[] = view.conducts.map((kind) => faultLook(kind));
  if (view.slowness !== 1) signs.push({ ...faultLook('slow'), word: `${String(view.slowness)} times slower` });
  if (view.cutOff) signs.push(faultLook('partition'));
  for (const rule of rules) {
    const mine = rule.kind === 'link' && rule.to.length === 0 && rule.from.includes(view.id);
    if (mine && !view.cutOff) signs.push(faultLook(harmOf(rule)));
  }
  return signs;
}

/** Whether one of the signs is that of a lie. */
export function isLie(signs: readonly Look[]): boolean {
  return signs.some(({ tone }) => tone === 'lie');
}

/** The kind of fault that a rule about links is. */
export function harmOf(rule: Extract<RuleView, { kind: 'link' }>): string {
  if (rule.loss > 0) return 'loss';
  if (rule.delayMs > 0) return 'delay';
  return rule.duplicate > 0 ? 'duplicate' : 'reorder';
}

/** How a rule about links is told in two or three words. */
export function harmWords(rule: Extract<RuleView, { kind: 'link' }>): string {
  if (rule.loss >= 1) return 'all lost';
  if (rule.loss > 0) return `${String(Math.round(rule.loss * 100))}% lost`;
  if (rule.delayMs > 0) return `${exactTime(rule.delayMs)} longer`;
  return rule.duplicate > 0
    ? `${String(Math.round(rule.duplicate * 100))}% duplicated`
    : `${String(Math.round(rule.reorder * 100))}% out of order`;
}
