/** One manager that is told things by hand: which of what its reports say it hears, and which it passes over. */
import { describe, expect, it } from 'vitest';
import type { AgentHost } from '../../../src/agents/index.ts';
import type { Context, Message } from '../../../src/kernel/index.ts';
import { actorOfAgent } from '../../../src/plan/index.ts';
import { delegateRole } from '../../../src/protocols/delegation/manager.ts';
import { treeOf } from '../../../src/protocols/delegation/tree/tree.ts';
import { compiled, task } from '../../scenarios/stage.ts';
import { firm } from './firm.ts';

const manager = (id: string, reportsTo?: string) => ({ id, role: 'manager' as const, ...(reportsTo === undefined ? {} : { reportsTo }) }); // prettier-ignore
const [above, self, below, other] = [0, 1, 2, 3];
const agents = [
  manager('above'),
  manager('self', 'above'),
  manager('below', 'self'),
  manager('other', 'self'),
  { id: 'w', reportsTo: 'below' },
  { id: 'v', reportsTo: 'other' },
];
const { plan } = compiled(firm(agents, [task('t')]));

/** The manager in the middle, and what it says to whom. */
function middle() {
  const sent: { readonly to: number; readonly message: Record<string, unknown> }[] = [];
  const role = delegateRole(plan, { lease: { ms: 100, always: false, intervals: 3 }, inside: 'least-loaded' }); // prettier-ignore
  const slice = role.init(self);
  const say = (to: number, message: Message) => sent.push({ to, message: message as never });
  const context = (from: number): Context =>
    ({ now: 0, step: 1, self: actorOfAgent(self), from: actorOfAgent(from), send: say, signal: say, record: () => undefined, after: () => 1, cancel: () => undefined }) as unknown as Context; // prettier-ignore
  const host = { agent: self, held: () => [] } as unknown as AgentHost;
  const hear = (from: number, message: object): void => {
    role.receive(slice, message as Message, context(from), host);
  };
  return {
    hear,
    crash: (): void => role.recovered(slice, context(self), host),
    /** A goal from above, under a lease of there. */
    told(lease: number): void {
      hear(above, { type: 'delegation.delegate', task: 0, attempt: 1, lease, lineage: lease, level: 1, path: [above], deadlineMs: 0, arrivals: [], quiet: false, availableMs: 0, elsewhereMs: 0, key: 0, acknowledge: false, heartbeatMs: 0, intervals: 0 }); // prettier-ignore
    },
    /** Leases under which it has handed the goal to a report. */
    leases: (to: number): number[] =>
      sent.flatMap((each) => (each.to === actorOfAgent(to) && each.message['type'] === 'delegation.delegate' ? [each.message['lease'] as number] : [])), // prettier-ignore
    /** What it gave back upwards. */
    back: (): unknown[] =>
      sent.flatMap((each) => (each.message['type'] === 'delegation.escalate' ? [[each.to, each.message['lease']]] : [])), // prettier-ignore
  };
}
const givenBack = (lease: number) => ({ type: 'delegation.escalate', task: 0, lease, reason: 'nobody in its branch can do it', silent: false }); // prettier-ignore

describe('a goal that is given back to a manager', () => {
  it('[DG4] [DG7] counts under the lease that it is with its report now, and under none before or beside it', () => {
    const one = middle();
    one.told(1000);
    one.told(2000);
    const [before, now] = one.leases(below);
    expect(before).toBeLessThan(now!);
    for (const lease of [before!, now! - 1, now! + 1, 0]) one.hear(below, givenBack(lease));
    one.hear(other, givenBack(now!));
    expect([one.leases(other), one.back()]).toEqual([[], []]);
    one.hear(below, givenBack(now!));
    expect(one.leases(other)).toHaveLength(1);
    // What was said twice is heard once.
    one.hear(below, givenBack(now!));
    expect([one.leases(other).length, one.back()]).toEqual([1, []]);
    one.hear(other, givenBack(one.leases(other)[0]!));
    expect(one.back()).toEqual([[actorOfAgent(above), 2000]]);
  });
  it('[DG7] is handed on under leases between two of the hop above, over a crash as well', () => {
    const step = treeOf(plan).step(0);
    const one = middle();
    let highest = 0;
    for (const [at, crashed] of [false, true, false, true, true].entries()) {
      const lease = (at + 1) * step;
      if (crashed) one.crash();
      one.told(lease);
      one.hear(below, givenBack(one.leases(below).at(-1)!));
      const given = [one.leases(below).at(-1)!, one.leases(other).at(-1)!];
      expect(given[0]).toBeGreaterThan(Math.max(lease, highest));
      expect(given[1]).toBeGreaterThan(given[0]!);
      expect(given[1]).toBeLessThan(lease + step);
      highest = given[1]!;
    }
  });
});
