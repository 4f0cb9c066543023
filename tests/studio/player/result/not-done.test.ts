import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import NotDone from '../../../../src/studio/player/result/NotDone.svelte';
import { stage } from '../stage.ts';

const plain = { agents: [{ id: 'a', name: 'Ana' }], tasks: [{ id: 't', name: 'Parcel' }] };

describe('what this version does not do', () => {
  it('is silent where everything is done', async () => {
    await stage(NotDone, { given: { graph: plain } });
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('is counted, and listed when it is asked for', async () => {
    const graph = {
      ...plain,
      quarrels: { deadlock: 'detect' },
      tasks: [{ id: 't', action: { kind: 'script' } }],
    };
    await stage(NotDone, { given: { graph } });
    await userEvent.click(screen.getByRole('button', { name: '2 things are not done yet' }));
    // Nothing is laid out here, so that the menu waits for its place: it is there, and would be shown.
    expect(await screen.findByText(/action "script".*simulation model stands in/)).toBeInTheDocument();
    expect(screen.getByText(/The field "quarrels" is not known/)).toBeInTheDocument();
  });
});
