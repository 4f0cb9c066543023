/*
 * What things are called where people read it: a name without what cannot be seen and without what turns the letters after it, and the
 * id where no name is left. What is written is never changed here.
 */

/** Signs that take no room or overrule the direction of what follows. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;
/** Nearly every id: nothing in it that cannot be seen. */
const PLAIN = /^[ -~]*$/;

/** Scripts and emoji are made with joiners and with the choice of a form: these stay. */
function joins(sign: string): boolean {
  const code = sign.codePointAt(0) ?? 0;
  return code === 0x200c || code === 0x200d || (code >= 0xfe00 && code <= 0xfe0f);
}

/** A text as one line that shows all that is in it. */
export function readable(text: string): string {
  const line = text.replaceAll(/\p{Cs}/gu, '\ufffd').replaceAll(/[\p{Cc}\p{Z}]+/gu, ' ');
  return line.replaceAll(UNSEEN, (sign) => (joins(sign) ? sign : '')).trim();
}

/** What a node is called; an id that cannot be read as it is shows its signs by their numbers. */
export function shownName({ id, name }: { readonly id: string; readonly name?: string | undefined }): string {
  if (name !== undefined && !isBlank(name)) return readable(name);
  return PLAIN.test(id)
    ? id
    : id.replaceAll(UNSEEN, (sign) =>
        joins(sign) ? sign : `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
      );
}

/** What the node at a place of a list is called. */
export function nameIn(nodes: readonly { readonly id: string; readonly name?: unknown }[], at: number): string {
  const node = nodes[at];
  if (node === undefined) return '';
  return shownName({ id: node.id, name: typeof node.name === 'string' ? node.name : undefined });
}

interface Named {
  readonly id: string;
  readonly name?: string | undefined;
}

/** Rewrites sentences so that what they quote by its id goes by its name; an id stays where its name is given twice, or is a name too. */
export function withNames(...lists: (readonly Named[] | undefined)[]): (sentence: string) => string {
  const nodes = lists.flatMap((list) => list ?? []);
  const counts = new Map<string, number>();
  for (const called of nodes.flatMap((node) => [...new Set([node.id, shownName(node)])]))
    counts.set(called, (counts.get(called) ?? 0) + 1);
  const names = new Map(
    nodes
      .map((node) => [node.id, shownName(node)] as const)
      .filter(([id, name]) => counts.get(id) === 1 && counts.get(name) === 1),
  );
  return (sentence) => sentence.replaceAll(/"([^"]+)"/gu, (_quoted, id: string) => `"${names.get(id) ?? id}"`);
}

/** Whether a name is written and nothing of it can be seen. */
export function isBlank(name: string | undefined): boolean {
  return name !== undefined && readable(name).replaceAll(UNSEEN, '') === '';
}
