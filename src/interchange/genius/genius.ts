/*
 * Files of GENIUS into a document: a domain and its profiles, or profiles alone, one after the other in one text. Each profile becomes
 * an agent, and all of them negotiate. What had to be supposed, brought to a scale or left out is a note.
 */
import { decodeUtf8, err, ok, type Json, type Result } from '../../base/index.ts';
import { FORMAT_NAME, FORMAT_VERSION, type Document, type WrittenUtility } from '../../document/index.ts';
import { layoutDocument } from '../../layout/index.ts';
import { checkDocument } from '../../workflow/index.ts';
import type { Reading } from '../imported.ts';
import { refusal, type ImportProblem } from '../refusal.ts';
import { realValues, spaceIn, Unreadable, type GeniusIssue, type GeniusSpace } from './profiles.ts';
import { charactersMax, readXml, tooLong } from './xml.ts';

/** So much of a file is looked at to see what it is. */
const headMax = 65_536;

/** Whether a text or file is XML of GENIUS. */
export function looksLikeGenius(input: string | Uint8Array): boolean {
  const head = typeof input === 'string' ? input.slice(0, headMax) : decodeUtf8(input.subarray(0, headMax)).text;
  return /^\uFEFF?\s*</.test(head) && /<(?:negotiation_template|utility_space)\b/.test(head);
}

/** The text of a file: UTF-8, whatever else it may say of itself as long as it is. */
export function geniusText(input: string | Uint8Array): Result<string, ImportProblem> {
  if (typeof input === 'string') return ok(input);
  if (input.length > charactersMax) return err(refused(tooLong, 1));
  const { text, whole } = decodeUtf8(input);
  if (whole) return ok(text);
  const [, says] = /encoding\s*=\s*["']([\w.-]{1,40})["']/.exec(text.slice(0, 200)) ?? [];
  const what = says === undefined || /^utf-?8$/i.test(says) ? 'is not written in UTF-8' : `is written in ${says}`;
  return err(refusal('genius/encoding', [], `The file ${what}; save it as UTF-8.`));
}

/** Reads a domain with its profiles. */
export function readGenius(text: string, fileName: string): Result<Reading, ImportProblem> {
  const xml = readXml(text);
  if (!xml.ok) return err(refused(xml.error.sentence, xml.error.line));
  try {
    const spaces = xml.value.flatMap((root) => spaceIn(root) ?? []);
    return ok(negotiationOf(spaces, fileName));
  } catch (error) {
    if (error instanceof Unreadable)
      return err({ ...refused(error.message, error.line), ...(error.isPart && { code: 'genius/parties' }) });
    throw error;
  }
}

function refused(sentence: string, line: number): ImportProblem {
  return { ...refusal('genius/shape', [], `Line ${String(line)}: ${sentence}`), sentence, line, column: 1 };
}

/** Whether a space says what values are worth to somebody. */
function isProfile({ issues }: GeniusSpace): boolean {
  return issues.some(({ worths, weight }) => worths !== null || weight !== null);
}

function negotiationOf(spaces: readonly GeniusSpace[], fileName: string): Reading {
  const profiles = spaces.filter(isProfile);
  const [first] = profiles;
  if (first === undefined || profiles.length < 2) {
    const has = profiles.length === 0 ? 'a domain without profiles' : 'one profile';
    const sentence = `This is ${has} of GENIUS, and it takes two to negotiate; bring the files of the domain and of two profiles or more together.`;
    throw new Unreadable(sentence, spaces[0]?.line ?? 1, { isPart: true });
  }
  const domain = spaces.find((space) => !isProfile(space)) ?? first;
  const notes: string[] = [];
  for (const { name } of domain.issues.filter(({ real }) => real))
    notes.push(
      `The issue "${name}" is a real number; it is taken at ${String(realValues)} values, evenly from its least to its most.`,
    );
  const parties = profiles.map((profile, at) => {
    const name = `Party ${String(at + 1)}`;
    return { id: `party-${String(at + 1)}`, name, utility: utilityOf(domain, profile, name, notes) };
  });
  const agents = parties.map(({ id, name }) => ({ id, name }));
  const utilities = Object.fromEntries(parties.map(({ id, utility }) => [id, utility]));
  const title = domain.title === '' ? first.title : domain.title;
  const stem = fileName.replace(/^.*[/\\]/, '').replace(/\.xml$/i, '');
  const bare: Document = {
    format: FORMAT_NAME,
    version: FORMAT_VERSION,
    name: title !== '' ? title : stem === '' ? 'Negotiation' : stem,
    agents,
    tasks: [
      {
        id: 'deal',
        name: 'Negotiate',
        action: {
          kind: 'negotiate',
          protocol: profiles.length === 2 ? 'zeuthen' : 'nash',
          participants: agents.map(({ id }) => id),
          issues: domain.issues.map(({ name, values, whole }) =>
            whole ? { name, min: Number(values[0]), max: Number(values.at(-1)) } : { name, values: [...values] },
          ),
          utilities,
        },
      },
    ],
  };
  const document: Document = { ...bare, view: { nodes: layoutDocument(bare) } };
  return { document, problems: checkDocument(document), readOnly: false, notes };
}

function utilityOf(domain: GeniusSpace, profile: GeniusSpace, name: string, notes: string[]): WrittenUtility {
  const own = domain.issues.map((issue) => profile.issues.find((each) => each.name === issue.name));
  const strange = profile.issues.find((issue) => !domain.issues.some((each) => each.name === issue.name));
  if (strange !== undefined)
    throw new Unreadable(
      `${name} speaks of an issue "${strange.name}" that the domain does not have; bring files of one domain.`,
      strange.line,
    );
  const written = own.map((issue) => issue?.weight ?? 0);
  const sum = written.reduce((all, each) => all + each, 0);
  if (sum > 0 && Math.abs(sum - 1) > 1e-9)
    notes.push(
      `The weights of ${name} sum to ${String(Number(sum.toPrecision(6)))}, not 1; they are taken as shares of that.`,
    );
  const { reservation, discount } = profile;
  if (discount !== null && discount < 1)
    notes.push(
      `${name} discounts by ${String(discount)} over all of the time; with alternating offers that is taken for each round.`,
    );
  return {
    ...(sum > 0 ? { weights: written.map((each) => each / sum) } : {}),
    values: domain.issues.map((issue, at) => worthsFor(issue, own[at], name)),
    ...(reservation === null || reservation === 0 ? {} : { reservation }),
    ...(discount === null ? {} : { discount: Math.min(1, Math.max(0, discount)) }),
  };
}

/** What a profile makes of the values of the domain, in their order. */
function worthsFor({ name: issue, values }: GeniusIssue, own: GeniusIssue | undefined, name: string): number[] {
  const worths = own?.worths;
  if (own === undefined || worths === null || worths === undefined) return values.map(() => 0);
  const known = new Map<Json, number>(own.values.map((value, at) => [value, worths[at] ?? 0]));
  return values.map((value) => {
    const worth = known.get(value);
    if (worth !== undefined) return worth;
    const sentence = `${name} does not say what "${String(value)}" of "${issue}" is worth; add its evaluation.`;
    throw new Unreadable(sentence, own.line);
  });
}
