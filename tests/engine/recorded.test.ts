/** What a stored run was made of: told without opening it, the same after a stop, and refused where it is not there. */
import { describe, expect, it } from 'vitest';
import { Run } from '../../src/replay/index.ts';
import { compile } from '../../src/workflow/index.ts';
import { chain, Rig } from './rig.ts';

describe('what a stored run was made of', () => {
  it('of a run that is not there is refused', async () => {
    await expect(new Rig().ask({ kind: 'run.recorded', runId: 'none' })).rejects.toMatchObject({
      code: 'storage/missing',
    });
  });
  it('gives document and inputs, from which the same run comes; the run that is open stays as it was', async () => {
    const rig = new Rig();
    await rig.start(chain(6), 'first');
    await rig.settle();
    await rig.ask({ kind: 'player.seek', step: 9 });
    await rig.ask({ kind: 'run.stop' });
    await rig.settle();
    const stopped = rig.status?.digest;
    await rig.start(chain(3), 'second');
    await rig.settle();
    const before = { status: rig.status, frame: rig.frame };
    const { document, inputs } = await rig.ask({ kind: 'run.recorded', runId: 'first' });
    expect({ status: rig.status, frame: rig.frame }).toEqual(before);
    expect(inputs.map(({ step }) => step)).toEqual([9]);
    const compiled = compile(document);
    expect(compiled.ok && new Run(compiled.value, { inputs }).finish().digest()).toBe(stopped);
  });
});
