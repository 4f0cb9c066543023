/** The rule of leases that all rooms share: what is given away is given under a lease that was never used before. */
import { expect, it } from 'vitest';
import { effectiveOnce } from '../../src/agents/index.ts';
import type { KnownFact } from '../../src/plan/index.ts';
import { compiled, crew, piece, task } from '../scenarios/stage.ts';
import { verdict } from '../support/running.ts';

const { plan } = compiled(piece([task('a')], { agents: crew(2) }));
const given = (lease: number, agent = 0): KnownFact => ({
  type: 'task.assigned',
  task: 0,
  attempt: 1,
  agent,
  lease,
  rule: 'x',
  compared: [],
});

it.each([
  [[1, 2, 3], null],
  [[1, 5, 6], null],
  [[1, 1], 'under lease 1, which was used before'],
  [[1, 3, 3], 'under lease 3, which was used before'],
  [[4, 2], 'under lease 2, which was used before'],
])('[CC4] [CN7] [LB4] leases %j', (leases, says) => {
  const rule = effectiveOnce({ rule: 'CC4', room: 'centralized' });
  const said = verdict(rule, plan, leases.map((lease, at) => given(lease, at % 2))); // prettier-ignore
  if (says === null) expect(said).toBeNull();
  else expect(said).toContain(says);
});
