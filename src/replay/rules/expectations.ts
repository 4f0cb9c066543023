/**
 * What a person expects of every run of a document, held against what came of one: rules of their own, shown among those of
 * the protocols. They are asked when a run has ended; one that was cut short owes nothing yet.
 */
import { invariant, type Json } from '../../base/index.ts';
import type { Document } from '../../document/index.ts';
import { expectationNames, parseExpectation, quoted } from '../../plan/index.ts';
import type { InvariantView } from '../views.ts';

/** What came of a run, by the names that expectations know. */
export type Came = Readonly<Record<(typeof expectationNames)[number], Json>>;

/** Room under which they stand among the rules. */
const expectedRoom = 'expected';

/** Each expectation, held or broken by what came; `came` is null while the run has no end. */
export function expectationViews(
  expect: NonNullable<Document['expect']>,
  step: number,
  came: Came | null,
): readonly InvariantView[] {
  return expect.map(({ that, says = '' }, at) => {
    const message = came === null ? null : broken(that, came);
    const title = says === '' ? that : says;
    return {
      rule: `E${at + 1}`,
      title,
      room: expectedRoom,
      holds: message === null,
      step: message === null ? null : step,
      message,
    };
  });
}

/** What is wrong, with the figures that the expression names; null where nothing is. */
function broken(that: string, came: Came): string | null {
  const parsed = parseExpectation(that);
  invariant(parsed.ok, 'an expectation that was checked can be read');
  const told = parsed.value.test(came);
  if (!told.ok) return told.error;
  if (told.value) return null;
  const named = expectationNames.filter((name) => new RegExp(`\\b${name}\\b`).test(that));
  const figures = named.flatMap((name) => figure(name, came[name])).join(', ');
  return `${quoted(that)} is false${figures === '' ? '' : `: ${figures}`}`;
}

function figure(name: string, value: Json): string[] {
  return typeof value === 'object' ? [] : [`${name} is ${value}`];
}
