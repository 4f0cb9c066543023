/** What floats above a modal dialog stands inside of it: everything outside is dead to pointer and keyboard. */
import { render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { expect, it, vi } from 'vitest';
import { Notices } from '../../../src/studio/state/index.ts';
import LayersHost from './LayersHost.svelte';

// jsdom has no modal dialogs.
HTMLDialogElement.prototype.showModal = function showModal() {
  this.open = true;
  // The browser gives the focus to what comes first.
  this.querySelector<HTMLElement>('button, input')?.focus();
};
HTMLDialogElement.prototype.close = function close() {
  this.open = false;
};

it('notices stand in the open dialog, and in the page again when it is closed', async () => {
  const notices = new Notices();
  const { rerender } = render(LayersHost, { notices, open: false });
  notices.toast('Done.', { actions: [{ label: 'Undo', run: vi.fn() }] });
  await tick();
  const toast = screen.getByRole('region', { name: 'Notices' });
  expect(toast.closest('dialog')).toBeNull();
  await rerender({ open: true });
  expect(toast.closest('dialog')).not.toBeNull();
  expect(screen.getByRole('button', { name: 'Undo' })).toBeInTheDocument();
  await rerender({ open: false });
  expect(toast.isConnected && toast.closest('dialog')).toBeNull();
});

it('a dialog begins at its title and not at the way out, whose tooltip would be the first that is read', async () => {
  const { rerender } = render(LayersHost, { notices: new Notices(), open: false });
  await rerender({ open: true });
  expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'History' }));
  expect(document.querySelector('.tooltip[data-open]')).toBeNull();
});
