/** The first-run tour: when it must be silent, then that each hint goes by doing or by putting away, and never comes back. */
import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { Hints, hints } from '../../../src/studio/tour/hints.svelte.ts';
import { Tour } from '../../../src/studio/tour/index.ts';
import { remember } from '../../../src/studio/state/index.ts';
import { stage } from '../player/stage.ts';

beforeEach(() => {
  localStorage.clear();
});

describe('hints', () => {
  it('are shown from the first when what is kept is no number, and none beyond the last', () => {
    remember('tour', 'x');
    expect(new Hints().at).toBe(0);
    remember('tour', 99);
    expect(new Hints().hint).toBeNull();
  });

  it('go one after another: doing what a later one says does not skip those before it', () => {
    const tour = new Hints();
    tour.pass(2);
    expect(tour.at).toBe(0);
    tour.pass(0);
    tour.pass(0);
    expect(tour.at).toBe(1);
    expect(new Hints().at).toBe(1);
    tour.end();
    expect(tour.hint).toBeNull();
    expect(new Hints().at).toBeNull();
  });

  it('say each one short sentence', () => {
    for (const { text } of hints) expect(text).toMatch(/^[^.]{10,70}\.$/);
  });
});

describe('the tour', () => {
  it('is silent without a document that has tasks', async () => {
    await stage(Tour, { change: null });
    expect(screen.queryByRole('complementary')).toBeNull();
    await userEvent.tab();
    expect(document.body).toHaveFocus();
  });
});
