/**
 * The one door through which texts reach a terminal. Whoever drew a document chose its names: what would move the cursor,
 * colour, ring, answer for the person or turn the direction of writing is shown as its code, and no name begins a line.
 */

/** What a command prints: lines for a person, JSON, or the text of another format. */
export type Output = { readonly lines: readonly string[] } | { readonly json: unknown } | { readonly text: string };

const controls = '\\p{Cc}\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff';
const inLines = new RegExp(`[${controls}]`, 'gu');
/** Line ends and tabs are part of a format; those in names its writer has escaped. */
const inText = new RegExp(`(?![\\n\\r\\t])[${controls}]`, 'gu');
const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** One line, whatever stands in it. */
export function cleanLine(line: string): string {
  return line.replace(inLines, code);
}

/** What is printed, as it may reach a terminal. JSON stays the same JSON: a code in a text of it is its escape. */
export function printed(output: Output): string {
  if ('lines' in output) return output.lines.map(cleanLine).join('\n');
  return ('json' in output ? JSON.stringify(output.json, null, 2) : output.text).replace(inText, code);
}

function code(sign: string): string {
  return short[sign] ?? `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}
