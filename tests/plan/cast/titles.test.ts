/** What tasks and agents are called in sentences. */
import { expect, it } from 'vitest';
import { agentTitle, taskTitle } from '../../../src/plan/index.ts';
import { compiled, piece, task } from '../../scenarios/stage.ts';

it('one name means one: whoever shares it with others goes by the id, and nobody else', () => {
  for (const count of [1, 2, 3]) {
    const ids = Array.from({ length: count }, (_, at) => `id-${String(at)}`);
    const { plan } = compiled(
      piece([...ids.map((id) => ({ ...task(id), name: 'Pack' })), { ...task('other'), name: 'Ship' }], {
        agents: [...ids.map((id) => ({ id: `a-${id}`, name: 'Ana' })), { id: 'z', name: 'Zoe' }],
      }),
    );
    expect(ids.map((_, at) => taskTitle(plan, at))).toEqual(count === 1 ? ['Pack'] : ids);
    expect(ids.map((_, at) => agentTitle(plan, at))).toEqual(count === 1 ? ['Ana'] : ids.map((id) => `a-${id}`));
    expect([taskTitle(plan, count), agentTitle(plan, count), agentTitle(plan, -1)]).toEqual(['Ship', 'Zoe', 'nobody']);
  }
});
