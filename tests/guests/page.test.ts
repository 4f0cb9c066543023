/**
 * Rooms from outside on the page: the menu offers the pattern, the inspector asks for its settings, forms offer the way to decide and
 * the service, and Compare takes and tells them.
 */
import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { userEvent } from '@testing-library/user-event';
import { tick } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import type { Json } from '../../src/base/index.ts';
import { settingFields, type Document, type FormField } from '../../src/document/index.ts';
import { answerPair, Measurements } from '../../src/experiments/index.ts';
import { patternCards } from '../../src/protocols/index.ts';
import { RunPair } from '../../src/studio/experiments/index.ts';
import ExperimentForm from '../../src/studio/experiments/ExperimentForm.svelte';
import { usual } from '../../src/studio/experiments/choices.ts';
import { Inspector } from '../../src/studio/inspector/index.ts';
import PatternMenu from '../../src/studio/shell/bar/PatternMenu.svelte';
import { guests } from '../fixtures/rooms/scenes.ts';
import PairHost from '../studio/experiments/pair/PairHost.svelte';
import { stage } from '../studio/panels/stage.ts';

vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(250);
vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1200);
vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);

const [auction, coin, cell] = guests.map(({ document }) => document) as [Document, Document, Document];
const placeOf = (path: string): HTMLElement => {
  const place = document.querySelector<HTMLElement>(`[data-field="${path}"]`);
  if (place === null) throw new Error(`There is no field ${path}.`);
  return place;
};

it('the menu of patterns offers the auction, and takes it', async () => {
  const { workspace } = await stage(PatternMenu, { ...auction, coordination: { pattern: 'centralized' } });
  await userEvent.click(screen.getByRole('button', { name: 'Coordination: Centralized' }));
  // Nothing is laid out here, so the menu has neither roles nor names.
  const item = await screen.findByText('Agents hand in sealed bids, and the lowest wins.');
  await userEvent.click(item.closest('[role="menuitemcheckbox"]')!);
  expect(workspace.document?.coordination?.pattern).toBe('auction');
  expect(screen.getByRole('button', { name: 'Coordination: Sealed auction', hidden: true })).toBeInTheDocument();
});

/** Types a number and leaves the field. */
async function typeNumber(input: HTMLElement, value: number): Promise<void> {
  await fireEvent.input(input, { target: { value: String(value) } });
  await fireEvent.change(input);
}

/** Another value that a setting takes, and how it gets there by its control. */
async function change(field: FormField, place: HTMLElement): Promise<Json> {
  if (field.control === 'toggle') {
    await userEvent.click(within(place).getByRole('checkbox'));
    return field.default !== true;
  }
  if (field.control === 'choice') {
    const other = field.options!.find((option) => option !== field.default)!;
    await userEvent.selectOptions(within(place).getByRole('combobox'), other);
    return other;
  }
  const other = field.default === 7 ? 8 : 7;
  const input = within(place).getByRole('spinbutton');
  await typeNumber(input, other);
  return other;
}

describe.each(patternCards)('the settings of $name in the inspector', (card) => {
  const fields = settingFields(card.settings);
  const each = fields.flatMap((field) =>
    field.fields === undefined
      ? [{ field, path: [field.key] }]
      : field.fields.map((inner) => ({ field: inner, path: [field.key, inner.key] })),
  );

  it('are all there with title, help and a control of their own, and are written where they differ', async () => {
    expect(fields.length).toBeGreaterThan(0);
    // Settings stand beside each other in a document: one that two patterns have means the same under both.
    for (const { key, control, min, max, options } of fields)
      for (const other of patternCards
        .flatMap((each) => settingFields(each.settings))
        .filter((each) => each.key === key))
        expect([key, other.control, other.min, other.max, other.options]).toEqual([key, control, min, max, options]);
    const { workspace } = await stage(Inspector, { ...auction, coordination: { pattern: card.name } });
    const chosen = placeOf('coordination.pattern');
    expect(within(chosen).getByRole('combobox')).toHaveDisplayValue(
      new RegExp(`^${card.title}(?: \\(default\\))?$`, 'u'),
    );
    for (const { field, path } of each) {
      expect([path, field.title === field.key, field.help.endsWith('.'), field.control === 'json']).toEqual([
        path,
        false,
        true,
        false,
      ]);
      const place = placeOf(['coordination', ...path].join('.'));
      expect(place).toHaveTextContent(field.title);
      const wanted = await change(field, place);
      await tick();
      const written = path.reduce<unknown>(
        (value, key) => (value as Record<string, unknown> | undefined)?.[key],
        workspace.document?.coordination,
      );
      expect([path, written]).toEqual([path, wanted]);
    }
    expect(screen.getByText(`${String(each.length)} changed`)).toBeInTheDocument();
    expect(workspace.problems.filter(({ path }) => path.startsWith('coordination'))).toEqual([]);
  });

  it('show what is written, and open where something is; a number too low is refused at its field', async () => {
    const number = fields.find(({ control, min }) => control === 'number' && min !== undefined)!;
    await stage(Inspector, { ...auction, coordination: { pattern: card.name, [number.key]: 9 } });
    expect(screen.getByText('1 changed')).toBeInTheDocument();
    expect(screen.getByText(`Settings of ${card.title}`).closest('details')).toHaveAttribute('open');
    const place = placeOf(`coordination.${number.key}`);
    expect(within(place).getByRole('spinbutton')).toHaveValue(9);
    await typeNumber(within(place).getByRole('spinbutton'), number.min! - 1);
    expect(place).toHaveTextContent(`At least ${String(number.min)}.`);
  });
});

it('a task that is decided may be decided by a coin, and a memory may be a cell', async () => {
  const { workspace } = await stage(Inspector, coin);
  workspace.select(['toss']);
  await tick();
  expect(screen.getAllByRole('option', { name: /coin toss/iu }).length).toBeGreaterThan(0);
});

it('a shared memory may be a cell', async () => {
  const { workspace } = await stage(Inspector, cell);
  workspace.select(['board']);
  await tick();
  const place = placeOf('memories[0].consistency');
  expect(within(place).getByRole('option', { name: 'Cell' })).toBeInTheDocument();
  expect(workspace.problems).toEqual([]);
});

it('Compare offers the pattern, and tells of a run under it beside another', async () => {
  const form = render(ExperimentForm, { choices: usual, disabled: false, liars: undefined, onchange: vi.fn() });
  expect(screen.getByRole('checkbox', { name: 'Sealed auction' })).toBeChecked();
  form.unmount();

  const measurements = new Measurements();
  const pair = new RunPair(() =>
    Promise.resolve({
      measure: (request) => Promise.resolve(measurements.answer(request)),
      pair: (request) => Promise.resolve(answerPair(request)),
      end: () => undefined,
    }),
  );
  render(PairHost, { pair, onopen: vi.fn() });
  await pair.compare([
    { document: auction, inputs: [], label: 'Sealed auction' },
    { document: { ...auction, coordination: { pattern: 'contract-net' } }, inputs: [], label: 'Contract net' },
  ]);
  expect(await screen.findByRole('region', { name: 'Timeline of Sealed auction' })).toBeInTheDocument();
  expect(document.body.textContent).toMatch(/put up for auction/u);
});
