/** Below a setting of the pattern: that it is changed; without a worker to ask, nothing is offered. */
import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { tick } from 'svelte';
import { expect, it } from 'vitest';
import { Inspector } from '../../../../src/studio/inspector/index.ts';
import { stage } from '../../panels/stage.ts';

it('what is changed is marked with what is usual, and no more once it is so again', async () => {
  const coordination = { pattern: 'contract-net', leaseMs: 300 };
  await stage(Inspector, { coordination, agents: [{ id: 'ana' }], tasks: [{ id: 'dig' }] });
  await tick();
  expect(screen.getAllByText(/^Changed, usually/).map(({ textContent }) => textContent)).toEqual([
    'Changed, usually Auto',
  ]);
  expect(screen.queryByRole('button', { name: /^What does/ })).toBeNull();
  await userEvent.clear(screen.getByLabelText('Lease'));
  await userEvent.tab();
  await tick();
  expect(screen.queryByText(/^Changed, usually/)).toBeNull();
});
