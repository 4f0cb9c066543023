/*
 * The names in an expression, by its signs: what stands behind a variable such as `results`, as a field or in brackets. Texts, comments,
 * fields of the same name and names that a macro binds are none of them. It reads as the parser of `plan/cel` does, which stands a floor
 * above and weighs more; what that cannot read is left as it is. Nothing is evaluated here.
 */

/** One name behind a variable, and where it stands: behind a point, that included, or as the text between brackets. */
interface Part {
  readonly name: string;
  readonly dotted: boolean;
  readonly from: number;
  readonly to: number;
}

interface Sign {
  readonly kind: 'name' | 'text' | 'other';
  /** As it is written, but for a text: what it says. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** What a call binds: a name, from behind so many commas on. */
interface Frame {
  readonly name: string | null;
  readonly after: number;
  commas: number;
}

const signs =
  /(?<blank>[ \t\r\n]+|\/\/[^\n]*)|(?<prefix>[rRbB]?)(?:(?<triple>"""(?:\\[^]|(?!""")[^\\])*"""|'''(?:\\[^]|(?!''')[^\\])*''')|(?<single>"(?:\\[^]|[^"\\\r\n])*"|'(?:\\[^]|[^'\\\r\n])*'))|(?<name>[A-Za-z_]\w*)|(?<number>\d[\w]*(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<other>[-=&|+*/%<>!()[\]{}.,:?])/y;
const macros: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);
/** Words that cannot stand behind a point. */
const reserved: ReadonlySet<string> = new Set(['in', 'true', 'false', 'null']);

/** Puts other names behind variables; `rename` gives for a variable and the names behind it those that take their place, or null. */
export function withNames(
  text: string,
  rename: (variable: string, names: readonly string[]) => readonly string[] | null,
): string {
  return rewritten(text, (variable, { list, at }) => {
    const parts = partsBehind(list, at);
    if (parts.length === 0) return [];
    const names = rename(
      variable.text,
      parts.map(({ name }) => name),
    );
    return parts.flatMap((part, place) => {
      const to = names?.[place];
      return to === undefined || to === part.name ? [] : [{ from: part.from, to: part.to, text: partText(part, to) }];
    });
  });
}

/** Puts other names for variables themselves; `rename` gives the one that takes the place of another, or null. What is no plain name is looked up behind `within`. */
export function withVariables(text: string, within: string, rename: (variable: string) => string | null): string {
  return rewritten(text, ({ text: variable, from, to }, { list, at, frames }) => {
    // What a macro binds is named where it opens.
    const inner = frames.at(-1);
    if (inner?.name === variable && inner.commas === 0 && isSign(list[at - 1], '(')) return [];
    const name = rename(variable);
    if (name === null || name === variable) return [];
    return [{ from, to, text: isPlain(name) ? name : `${within}${partText({ dotted: true }, name)}` }];
  });
}

/** Where a variable stands among the signs, and what is bound there. */
interface Place {
  readonly list: readonly Sign[];
  readonly at: number;
  readonly frames: readonly Frame[];
}

/** What takes the place of a part of the text. */
interface Change {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The text with what `changes` says of each variable in it that no macro binds. */
function rewritten(text: string, changes: (variable: Sign, place: Place) => readonly Change[]): string {
  const list = signsOf(text);
  if (list === null) return text;
  let written = '';
  let done = 0;
  const frames: Frame[] = [];
  list.forEach((sign, at) => {
    keepFrames(frames, list, at);
    if (sign.kind !== 'name' || !isVariable(list, at) || isBound(frames, sign.text)) return;
    for (const change of changes(sign, { list, at, frames })) {
      written += text.slice(done, change.from) + change.text;
      done = change.to;
    }
  });
  return written + text.slice(done);
}

function isPlain(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !reserved.has(name);
}

function partText({ dotted }: Pick<Part, 'dotted'>, to: string): string {
  if (dotted && isPlain(to)) return `.${to}`;
  const quoted = `"${to.replace(/["\\]/g, '\\$&')}"`;
  return dotted ? `[${quoted}]` : quoted;
}

/** All signs but blanks and comments; null for what cannot be read. */
function signsOf(text: string): readonly Sign[] | null {
  const list: Sign[] = [];
  signs.lastIndex = 0;
  for (let from = 0; from < text.length; from = signs.lastIndex) {
    const found = signs.exec(text)?.groups;
    if (found === undefined) return null;
    const { blank, prefix = '', triple, single, name } = found;
    const to = signs.lastIndex;
    if (blank !== undefined) continue;
    const quoted = triple?.slice(3, -3) ?? single?.slice(1, -1);
    if (quoted !== undefined && !/b/i.test(prefix))
      list.push({ kind: 'text', text: /r/i.test(prefix) ? quoted : unescaped(quoted), from, to });
    else list.push({ kind: name === undefined ? 'other' : 'name', text: text.slice(from, to), from, to });
  }
  return list;
}

const escapes: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

function unescaped(text: string): string {
  return text.replace(
    /\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|[xX]([\da-fA-F]{2})|([0-7]{3})|([^]))/g,
    (_whole, short?: string, long?: string, byte?: string, octal?: string, plain?: string) => {
      const hex = short ?? long ?? byte;
      if (hex !== undefined) return codeText(Number.parseInt(hex, 16));
      return octal === undefined ? (escapes[plain ?? ''] ?? plain ?? '') : codeText(Number.parseInt(octal, 8));
    },
  );
}

function codeText(code: number): string {
  return code > 0x10_ffff ? '' : String.fromCodePoint(code);
}

/** Opens and closes what binds names, as the sign at a place says. */
function keepFrames(frames: Frame[], list: readonly Sign[], at: number): void {
  const { kind, text } = list[at] ?? {};
  if (kind !== 'other') return;
  if (text === '(' || text === '[' || text === '{') frames.push(text === '(' ? frameOf(list, at) : nothing());
  else if (text === ')' || text === ']' || text === '}') frames.pop();
  else if (text === ',') {
    const last = frames.at(-1);
    if (last !== undefined) last.commas += 1;
  }
}

const nothing = (): Frame => ({ name: null, after: 0, commas: 0 });

/** What the call binds that opens here: `list.map(x, ...)`, or `cel.bind(x, value, ...)`. */
function frameOf(list: readonly Sign[], at: number): Frame {
  const [method, point, on] = [list[at - 1], list[at - 2], list[at - 3]];
  const [first, comma] = [list[at + 1], list[at + 2]];
  if (method?.kind !== 'name' || point?.text !== '.' || first?.kind !== 'name' || comma?.text !== ',') return nothing();
  if (macros.has(method.text)) return { name: first.text, after: 1, commas: 0 };
  const binds = method.text === 'bind' && on?.kind === 'name' && on.text === 'cel' && list[at - 4]?.text !== '.';
  return binds ? { name: first.text, after: 2, commas: 0 } : nothing();
}

function isBound(frames: readonly Frame[], name: string): boolean {
  return frames.some((frame) => frame.name === name && frame.commas >= frame.after);
}

/** Neither a field nor a function. */
function isVariable(list: readonly Sign[], at: number): boolean {
  return !isSign(list[at - 1], '.') && !isSign(list[at + 1], '(');
}

function isSign(sign: Sign | undefined, text: string): boolean {
  return sign?.kind === 'other' && sign.text === text;
}

/** The names behind a variable, one after the other: `.a`, `["a"]`, both also where the variable stands in parentheses. */
function partsBehind(list: readonly Sign[], variable: number): readonly Part[] {
  const parts: Part[] = [];
  let [first, last] = [variable, variable];
  for (;;) {
    // Whoever puts it into parentheses means the same, unless they are those of a call.
    while (isSign(list[first - 1], '(') && isSign(list[last + 1], ')') && !isCall(list, first - 1)) {
      first -= 1;
      last += 1;
    }
    const [sign, next, end] = [list[last + 1], list[last + 2], list[last + 3]];
    if (sign !== undefined && isSign(sign, '.') && next?.kind === 'name' && !isSign(end, '(')) {
      parts.push({ name: next.text, dotted: true, from: sign.from, to: next.to });
      last += 2;
      continue;
    }
    const key = isSign(sign, '[') ? keyAt(list, last + 2) : null;
    if (key === null) return parts;
    parts.push({ name: key.text.text, dotted: false, from: key.text.from, to: key.text.to });
    last = key.end;
  }
}

/** The text that is all that stands between brackets, with the place of the closing one. */
function keyAt(list: readonly Sign[], from: number): { readonly text: Sign; readonly end: number } | null {
  let inner = from;
  while (isSign(list[inner], '(')) inner += 1;
  const depth = inner - from;
  const text = list[inner];
  for (let at = 1; at <= depth; at += 1) if (!isSign(list[inner + at], ')')) return null;
  const end = inner + depth + 1;
  return text?.kind === 'text' && isSign(list[end], ']') ? { text, end } : null;
}

/** Whether a parenthesis opens the values of a function. */
function isCall(list: readonly Sign[], at: number): boolean {
  return list[at - 1]?.kind === 'name' && list[at - 1]?.text !== 'in';
}
