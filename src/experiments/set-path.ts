/**
 * `--set PATH=VALUE`: one value changed in plain data, by a path such as `scheduling.order`, `tasks[3].priority` or
 * `agents[ana].slots`, where a word in brackets is an id.
 */
import { canonical, err, isForbiddenKey, ok, type Json, type JsonObject, type Result } from '../base/index.ts';
import { actionSchemas, baseOf, documentSchema, fieldsOf, isActionKind } from '../document/index.ts';

/** Objects of a document that hold more than their schema names: a pattern's settings, an unknown kind's own fields. */
const openObjects: ReadonlySet<string> = new Set(['coordination', 'action', 'settings']);

type Part = { readonly key: string } | { readonly at: string };

/** The data with the value set; objects on the way are made as they are where nothing is written, list items must be there. */
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
  const defaults = defaultsOn(data, parts);
  return defaults.ok ? set(data, parts, { value, defaults: defaults.value }) : defaults;
}

/**
 * What each place of the path means where nothing is written: a task's action is simulated, and stays so. A field that no
 * document has would be kept and mean nothing, so a slip of the pen is refused.
 */
function defaultsOn(data: Json, parts: readonly Part[]): Result<readonly (Json | undefined)[], string> {
  const defaults: (Json | undefined)[] = [];
  let schema: Parameters<typeof fieldsOf>[0] | undefined = documentSchema;
  let here: Json | undefined = data;
  let open = false;
  for (const part of parts) {
    const fields = schema === undefined || open ? [] : fieldsOf(schema);
    if ('at' in part) {
      const { item } = (schema === undefined ? {} : baseOf(schema)) as { readonly item?: typeof schema };
      schema = item;
      here = Array.isArray(here) ? itemAt(here as readonly Json[], part.at)?.item : undefined;
      defaults.push(undefined);
      continue;
    }
    const known = fields.find((field) => field.key === part.key);
    const object = typeof here === 'object' && here !== null && !Array.isArray(here) ? (here as JsonObject) : {};
    const present = Object.hasOwn(object, part.key);
    if (fields.length > 0 && known === undefined && !present)
      return err(`there is no field "${part.key}"; there are ${fields.map((field) => field.key).join(', ')}`);
    const usual = (known?.default ?? undefined) as Json | undefined;
    defaults.push(usual);
    here = present ? object[part.key] : usual;
    const action = part.key === 'action' ? schemaOfAction(here) : undefined;
    schema = action ?? known?.schema;
    open = action === undefined && openObjects.has(part.key);
  }
  return ok(defaults);
}

/** What an action holds, by its kind; nothing for kinds that only others know. */
function schemaOfAction(action: Json | undefined): Parameters<typeof fieldsOf>[0] | undefined {
  const { kind } = (action ?? {}) as { readonly kind?: Json };
  return isActionKind(kind) ? actionSchemas[kind] : undefined;
}

function itemAt(list: readonly Json[], at: string): { readonly place: number; readonly item: Json } | null {
  const place = /^\d+$/u.test(at)
    ? Number(at)
    : list.findIndex((item) => typeof item === 'object' && item !== null && 'id' in item && item['id'] === at);
  const item = list[place];
  return item === undefined ? null : { place, item };
}

/** What is set, and what stands at each place still to go where nothing is written. */
interface Setting {
  readonly value: Json;
  readonly defaults: readonly (Json | undefined)[];
}

function set(data: Json | undefined, [part, ...rest]: readonly Part[], setting: Setting): Result<Json, string> {
  if (part === undefined) return ok(setting.value);
  const [usual, ...defaults] = setting.defaults;
  const further = { value: setting.value, defaults };
  if ('key' in part) {
    if (isForbiddenKey(part.key)) return err(`the name ${part.key} is not allowed`);
    if (data !== undefined && (typeof data !== 'object' || data === null || Array.isArray(data)))
      return err(`${shortened(data)} stands there, which has no "${part.key}"; give the whole of it`);
    const object = (data ?? {}) as Readonly<Record<string, Json>>;
    const inner = set(Object.hasOwn(object, part.key) ? object[part.key] : usual, rest, further);
    return inner.ok ? ok({ ...object, [part.key]: inner.value }) : inner;
  }
  if (!Array.isArray(data)) return err(`there is no list in which [${part.at}] could be`);
  const list = data as readonly Json[];
  const found = itemAt(list, part.at);
  if (found === null) return err(`the list has no [${part.at}]`);
  const inner = set(found.item, rest, further);
  return inner.ok ? ok(list.map((item, place) => (place === found.place ? inner.value : item))) : inner;
}

/** A value as it is written, of a long one only its beginning. */
function shortened(value: Json): string {
  const text = canonical(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
