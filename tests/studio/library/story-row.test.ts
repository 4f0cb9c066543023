/** The stories can be read and pressed before their documents have come. */
import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadStories, stories, type Story } from '../../../src/studio/library/stories.ts';
import StoryRow from '../../../src/studio/library/StoryRow.svelte';

describe('the row of stories', () => {
  it('tells of every story at once, and of its steps and its picture when it has come', async () => {
    const pressed: string[] = [];
    const onopen = ({ id }: Story) => pressed.push(id);
    const props = { title: 'Stories', loaded: [], exists: () => false, onopen };
    const { rerender } = render(StoryRow, { props });
    const named = () => within(screen.getByRole('list')).getAllByRole('button');
    expect(named().map((button) => button.textContent)).toEqual(stories.map(({ name }) => name));
    expect(screen.queryByRole('img')).toBeNull();
    expect(screen.queryByText('Start here')).toBeNull();
    await fireEvent.click(screen.getByRole('button', { name: stories[3]?.name ?? '' }));
    expect(pressed).toEqual([stories[3]?.id]);

    const loaded = await loadStories((path) =>
      path.includes('kitchen')
        ? Promise.reject(new Error('404'))
        : Promise.resolve(readFileSync(`public/${path}`, 'utf8')),
    );
    await rerender({ ...props, loaded });
    expect(named()).toHaveLength(stories.length);
    expect(screen.getAllByRole('img')).toHaveLength(stories.length - 1);
    expect(screen.getByText('Start here')).toBeVisible();
  });
});
