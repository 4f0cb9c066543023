/**
 * A JSON value as a person types it: words need no quotation marks, numbers and yes or no are what they look like. What is
 * written can be read back as the same value.
 */
import { parseJson, type Json } from '../../base/index.ts';

/** What was typed, as a value; undefined for nothing. */
export function typedValue(text: string): Json | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const json = parseJson(trimmed);
  return json.ok ? json.value : trimmed;
}

/** A value as it would be typed. */
export function valueText(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string' && value.trim() === value && value !== '' && !parseJson(value).ok) return value;
  return JSON.stringify(value);
}

/** A list typed with commas, or as JSON; undefined for nothing. */
export function typedList(text: string): readonly Json[] | undefined {
  const json = parseJson(text.trim());
  if (json.ok && Array.isArray(json.value)) return json.value as readonly Json[];
  const items = text.split(',').flatMap((each) => typedValue(each) ?? []);
  return items.length === 0 ? undefined : items;
}

/** A list as it would be typed. */
export function listText(values: readonly Json[]): string {
  const texts = values.map((value) => valueText(value));
  return texts.every((text) => text !== '' && !/[,[\]{}"]/.test(text)) ? texts.join(', ') : JSON.stringify(values);
}
