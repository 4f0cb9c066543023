/** What is wrong with issues and variables themselves: without values, twice, a range upside down. What is said goes behind "has an issue". */
import type { Json } from '../../../base/index.ts';
import type { WrittenIssue } from '../../../document/index.ts';
import { isBare } from '../../negotiating/wants.ts';

export interface Trouble {
  readonly code: string;
  /** Within the list. */
  readonly field: readonly (string | number)[];
  readonly says: string;
  readonly fix?: { readonly label: string; readonly field: readonly (string | number)[]; readonly value: Json };
}

export function issueTroubles(issues: readonly WrittenIssue[], variables: readonly WrittenIssue[] = []): Trouble[] {
  const names = new Set<string>();
  return issues.flatMap((issue, at) => {
    const { name } = issue;
    const twice = names.has(name);
    names.add(name);
    const again: Trouble[] = twice
      ? [{ code: 'issue-twice', field: [at], says: `"${name}" twice; give one of them another name` }]
      : [];
    const declared = isBare(issue) && variables.some((variable) => variable.name === name);
    return [...again, ...(declared ? [] : valueTroubles(issue, at))];
  });
}

function valueTroubles({ name, values, min, max }: WrittenIssue, at: number): Trouble[] {
  const of = `"${name}"`;
  const field = [at, 'values'];
  const fix = { label: 'Give it the values yes and no', field, value: ['yes', 'no'] };
  if (values === undefined && (min === undefined || max === undefined)) {
    const says = `${of} without values; list them, or give the least and the most of a range`;
    return [{ code: 'values', field: [at], says, fix }];
  }
  if (values?.length === 0)
    return [{ code: 'values', field, says: `${of} with an empty list of values; add one or more`, fix }];
  if (values === undefined && max! < min!) {
    const says = `${of} of which the most is less than the least; exchange them`;
    const exchanged = { label: 'Exchange them', field: [at], value: { name, min: max!, max: min! } };
    return [{ code: 'range', field: [at, 'max'], says, fix: exchanged }];
  }
  const once = [...new Map(values?.map((value) => [JSON.stringify(value), value])).values()];
  if (values === undefined || once.length === values.length) return [];
  const kept = { label: 'Keep each once', field, value: once };
  return [{ code: 'values-twice', field, says: `${of} with a value twice; keep it once`, fix: kept }];
}
