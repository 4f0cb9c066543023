/**
 * `--set PATH=VALUE`: one value changed in plain data, by a path such as `scheduling.order`, `tasks[3].priority` or
 * `agents[ana].slots`, where a word in brackets is an id.
 */
import { err, isForbiddenKey, ok, type Json, type Result } from '../base/index.ts';

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
  return set(data, parts, value);
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
  const at = /^\d+$/u.test(part.at)
    ? Number(part.at)
    : list.findIndex((item) => typeof item === 'object' && item !== null && 'id' in item && item['id'] === part.at);
  if (at < 0 || at >= list.length) return err(`the list has no [${part.at}]`);
  const inner = set(list[at], rest, value);
  return inner.ok ? ok(list.map((item, place) => (place === at ? inner.value : item))) : inner;
}
