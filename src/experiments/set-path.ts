/**
 * `--set PATH=VALUE`: one value changed in plain data, by a path such as `scheduling.order`, `tasks[3].priority` or
 * `agents[ana].slots`, where a word in brackets is an id.
 */
import { err, isForbiddenKey, ok, type Json, type JsonObject, type Result } from '../base/index.ts';
import { baseOf, documentSchema, fieldsOf } from '../document/index.ts';

/** Objects of a document that hold more than their schema names: a pattern's settings, a kind's own fields. */
const openObjects: ReadonlySet<string> = new Set(['coordination', 'action', 'settings']);

type Part = { readonly key: string } | { readonly at: string };

/** The data with the value set; objects on the way are made, list items must be there. */
export function setPath(data: Json, path: string, value: Json): Result<Json, string> {
  const parts: Part[] = [];
  for (const match of path.matchAll(/([^.[\]]+)|\[([^\]]+)\]/gu)) {
    const [, key, at] = match;
    if (key !== undefined) parts.push({ key });
    else if (at !== undefined) parts.push({ at });
  }
  const spelled = parts
    .map((part, place) => ('key' in part ? (place === 0 ? part.key : `.${part.key}`) : `[${part.at}]`))
    .join('');
  if (parts.length === 0 || spelled !== path)
    return err('this is not a path; write one such as scheduling.order or tasks[0].priority');
  const stranger = unknownField(data, parts);
  if (stranger !== null) return err(stranger);
  return set(data, parts, value);
}

/** A field that no document has would be kept and mean nothing, so a slip of the pen is refused. */
function unknownField(data: Json, parts: readonly Part[]): string | null {
  let schema: Parameters<typeof fieldsOf>[0] | undefined = documentSchema;
  let here: Json | undefined = data;
  let open = false;
  for (const part of parts) {
    const fields = schema === undefined || open ? [] : fieldsOf(schema);
    if ('at' in part) {
      const { item } = (schema === undefined ? {} : baseOf(schema)) as { readonly item?: typeof schema };
      schema = item;
      here = Array.isArray(here) ? itemAt(here as readonly Json[], part.at)?.item : undefined;
      continue;
    }
    const known = fields.find((field) => field.key === part.key);
    const object = typeof here === 'object' && here !== null && !Array.isArray(here) ? (here as JsonObject) : {};
    const present = Object.hasOwn(object, part.key);
    if (fields.length > 0 && known === undefined && !present)
      return `there is no field "${part.key}"; there are ${fields.map((field) => field.key).join(', ')}`;
    open = openObjects.has(part.key);
    schema = known?.schema;
    here = present ? object[part.key] : undefined;
  }
  return null;
}

function itemAt(list: readonly Json[], at: string): { readonly place: number; readonly item: Json } | null {
  const place = /^\d+$/u.test(at)
    ? Number(at)
    : list.findIndex((item) => typeof item === 'object' && item !== null && 'id' in item && item['id'] === at);
  const item = list[place];
  return item === undefined ? null : { place, item };
}

function set(data: Json | undefined, [part, ...rest]: readonly Part[], value: Json): Result<Json, string> {
  if (part === undefined) return ok(value);
  if ('key' in part) {
    if (isForbiddenKey(part.key)) return err(`the name ${part.key} is not allowed`);
    if (data !== undefined && (typeof data !== 'object' || data === null || Array.isArray(data)))
      return err(`there is no object that could have "${part.key}"`);
    const object = (data ?? {}) as Readonly<Record<string, Json>>;
    const inner = set(Object.hasOwn(object, part.key) ? object[part.key] : undefined, rest, value);
    return inner.ok ? ok({ ...object, [part.key]: inner.value }) : inner;
  }
  if (!Array.isArray(data)) return err(`there is no list in which [${part.at}] could be`);
  const list = data as readonly Json[];
  const found = itemAt(list, part.at);
  if (found === null) return err(`the list has no [${part.at}]`);
  const inner = set(found.item, rest, value);
  return inner.ok ? ok(list.map((item, place) => (place === found.place ? inner.value : item))) : inner;
}
