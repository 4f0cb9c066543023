/** Domains and profiles of GENIUS: read as GENIUS reckons them, refused in one sentence where they cannot be, and never by luck. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NegotiateAction } from '../../../src/document/index.ts';
import { importFile, importText } from '../../../src/interchange/index.ts';
import { charactersMax } from '../../../src/interchange/genius/xml.ts';
import { paretoOf, pointOf, rationalOf } from '../../../src/protocols/negotiation/bargain/points.ts';
import { spaceOf } from '../../../src/protocols/negotiation/bargain/space.ts';
import { issuesOf, preferencesOf } from '../../../src/workflow/negotiating/negotiations.ts';
import { namesOf } from '../../protocols/negotiation/games.ts';
import { play } from '../../scenarios/stage.ts';

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

interface Written {
  readonly name: string;
  readonly values: readonly string[];
}
function domainXml(issues: readonly Written[], name = 'Test'): string {
  const items = issues.map(
    (issue, at) =>
      `<issue index="${at + 1}" etype="discrete" type="discrete" vtype="discrete" name="${escaped(issue.name)}">${issue.values.map((value, place) => `<item index="${place + 1}" value="${escaped(value)}"/>`).join('')}</issue>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<negotiation_template><utility_space number_of_issues="${issues.length}"><objective index="0" etype="objective" name="${name}">${items.join('\n')}</objective></utility_space></negotiation_template>\n`;
}
interface Party {
  readonly weights: readonly number[];
  readonly evaluations: readonly (readonly number[])[];
  readonly reservation: number;
}
function profileXml(issues: readonly Written[], { weights, evaluations, reservation }: Party): string {
  const items = issues.map(
    (issue, at) =>
      `<issue index="${at + 1}" vtype="discrete" name="${escaped(issue.name)}">${issue.values.map((value, place) => `<item index="${place + 1}" value="${escaped(value)}" evaluation="${evaluations[at]![place]!}"></item>`).join('')}</issue><weight index="${at + 1}" value="${weights[at]!}"/>`,
  );
  return `<utility_space type="any"><objective index="0" name="any">${items.join('\n')}</objective><discount_factor value="1.0"/><reservation value="${reservation}"/></utility_space>\n`;
}

function actionOf(text: string): NegotiateAction {
  const read = importText(text, 'domain.xml');
  if (!read.ok) throw new Error(read.error.message);
  expect(read.value.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return read.value.document.tasks![0]!.action as NegotiateAction;
}
const notesOf = (text: string) => {
  const read = importText(text, 'domain.xml');
  return read.ok ? read.value.notes : [read.error.message];
};

const two = [
  { name: 'price', values: ['low', 'high & dry'] },
  { name: 'day', values: ['early', 'late'] },
];
const ana = { weights: [0.7, 0.3], evaluations: [[1, 4], [2, 1]], reservation: 0.1 }; // prettier-ignore
const ben = { weights: [0.5, 0.5], evaluations: [[3, 0], [0, 5]], reservation: 0 }; // prettier-ignore

describe('a domain with its profiles', () => {
  it('becomes a negotiation that runs', () => {
    const text = domainXml(two) + profileXml(two, ana) + profileXml(two, ben);
    const read = importFile(new TextEncoder().encode(`\uFEFF${text}`), 'domain.xml');
    if (!read.ok) throw new Error(read.error.message);
    expect(read.value).toMatchObject({ format: 'genius', kind: 'document', notes: [], problems: [] });
    expect(actionOf(text)).toMatchObject({
      ...{ participants: ['party-1', 'party-2'], protocol: 'zeuthen', issues: two },
      utilities: {
        'party-1': { weights: [0.7, 0.3], values: [[0.25, 1], [1, 0.5]], reservation: 0.1 },
        'party-2': { weights: [0.5, 0.5], values: [[1, 0], [0, 1]] },
      },
    }); // prettier-ignore
    const { result } = play(read.value.document);
    expect(result.deals!['deal']).toMatchObject({ agreed: true });
  });

  it('needs no domain beside its profiles, and three of them have a mediator', () => {
    const three = [ana, ben, ana].map((party) => profileXml(two, party)).join('');
    expect(actionOf(three)).toMatchObject({ protocol: 'nash', participants: ['party-1', 'party-2', 'party-3'] });
  });

  it('has weights brought to 1, and says so', () => {
    const heavy = { ...ana, weights: [3, 1] };
    const text = profileXml(two, heavy) + profileXml(two, ben);
    expect(notesOf(text)).toEqual(['The weights of Party 1 sum to 4, not 1; they are taken as shares of that.']);
    expect(actionOf(text).utilities!['party-1']!.weights).toEqual([0.75, 0.25]);
  });

  it('has whole numbers counted from the least, reals on their line, triangles, and what delay costs', () => {
    const issue = (price: string, size: string) =>
      `<utility_space><objective name="any"><issue index="1" vtype="integer" name="price" lowerbound="10" upperbound="14">${price}</issue><issue index="2" vtype="real" name="size"><range lowerbound="0" upperbound="10"/>${size}</issue><weight index="1" value="0.5"/><weight index="2" value="0.5"/></objective><discount_factor value="0.8"/></utility_space>`;
    const text =
      issue(
        '<evaluator ftype="linear" offset="0.2" slope="0.3"/>',
        '<evaluator ftype="linear" parameter0="0" parameter1="0.1"/>',
      ) +
      issue(
        '<evaluator ftype="constant" parameter0="0.5"/>',
        '<evaluator ftype="triangular" parameter0="2" parameter1="8" parameter2="4"/>',
      );
    const action = actionOf(text);
    expect(action.issues![0]).toEqual({ name: 'price', min: 10, max: 14 });
    expect(action.issues![1]!.values).toHaveLength(101);
    const [one, other] = [action.utilities!['party-1']!, action.utilities!['party-2']!];
    expect(one.values![0]!.map((worth) => Math.round(worth * 1e9) / 1e9)).toEqual([0.2, 0.5, 0.8, 1, 1]);
    expect([0, 25, 100].map((at) => one.values![1]![at])).toEqual([0, 0.25, 1]);
    expect(other.values![0]).toEqual([0.5, 0.5, 0.5, 0.5, 0.5]);
    expect([10, 20, 30, 40, 60, 80, 90].map((at) => other.values![1]![at])).toEqual([0, 0, 0.5, 1, 0.5, 0, 0]);
    expect(one.discount).toBe(0.8);
    expect(notesOf(text).join(' ')).toContain('taken at 101 values');
    expect(notesOf(text).join(' ')).toContain('discounts by 0.8');
  });
});

describe('what cannot be taken is refused in one sentence', () => {
  const space = (inside: string) => `<utility_space><objective name="any">${inside}</objective></utility_space>`;
  const bomb = `<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>${domainXml(two)}`;
  it.each<[string, string, RegExp]>([
    ['a domain alone', domainXml(two), /domain without profiles.*bring the files/],
    ['one profile', domainXml(two) + profileXml(two, ana), /one profile of GENIUS/],
    ['an entity bomb', bomb, /Line 1: A document type or entity/],
    ['an entity that nobody declared', domainXml(two).replace('Test', '&xxe;'), /&xxe is no character/],
    ['a file that was cut off', profileXml(two, ana).slice(0, 200), /not closed|cut off|not well written/],
    ['nesting without end', `<utility_space>${'<objective>'.repeat(5000)}`, /nested more than 40 deep/],
    ['elements without end', `<utility_space>${'<a/>'.repeat(200_001)}</utility_space>`, /more than 200000 elements/],
    ['ends that close nothing', space('<issue></item>'), /closes nothing here/],
    ['an attribute twice', space('<issue name="a" name="b"/>'), /name twice/],
    ['no objective', '<utility_space></utility_space>', /no objective/],
    ['no issues', space(''), /no issues/],
    ['an unknown kind of issue', space('<issue vtype="fuzzy" name="a"/>'), /type "fuzzy"/],
    ['an unknown function', space('<issue vtype="real" name="a" lowerbound="0" upperbound="1"><evaluator ftype="cubic"/></issue>'), /function "cubic"/],
    ['bounds upside down', space('<issue vtype="integer" name="a" lowerbound="5" upperbound="1"/>'), /exchange them/],
    ['a range without end', space('<issue vtype="integer" name="a" lowerbound="0" upperbound="1e12"/>'), /less than 10000 apart/],
    ['words for a number', profileXml(two, { ...ana, reservation: 'much' as never }) + profileXml(two, ben), /needs a number for value, not "much"/],
    ['profiles of another domain', domainXml([{ name: 'other', values: ['a'] }]) + profileXml(two, ana) + profileXml(two, ben), /does not have; bring files of one domain/],
    ['a value without its worth', domainXml([{ ...two[0]!, values: ['low', 'middle'] }, two[1]!]) + profileXml(two, ana) + profileXml(two, ben), /does not say what "middle" of "price" is worth/],
    ['more than is read', `<utility_space>${' '.repeat(charactersMax)}</utility_space>`, /8 million characters/],
  ])('%s', (_what, text, sentence) => {
    for (const read of [importText(text, 'x.xml'), importFile(new TextEncoder().encode(text), 'x.xml')]) {
      if (read.ok) throw new Error('it was taken');
      expect(read.error.message).toMatch(sentence);
      expect(read.error.message).not.toContain('\n');
    }
  }); // prettier-ignore

  it('another encoding than UTF-8', () => {
    const latin = domainXml([{ name: 'größe', values: ['a'] }]).replace('UTF-8', 'ISO-8859-1');
    const read = importFile(Uint8Array.from(latin, (letter) => letter.charCodeAt(0)), 'x.xml'); // prettier-ignore
    expect(read.ok ? '' : read.error.message).toBe('The file is written in ISO-8859-1; save it as UTF-8.');
    const wide = importFile(new Uint8Array(Buffer.from(`\uFEFF${domainXml(two)}`, 'utf16le')), 'x.xml');
    expect(wide.ok ? '' : wide.error.message).toMatch(/UTF-8/);
  });

  it('whatever is cut out of a file or put into it gives a document or a sentence', () => {
    const text = domainXml(two) + profileXml(two, ana) + profileXml(two, ben);
    const pieces = ['<', '>', '"', '&', '</issue>', '<!--', ']]>', ' index="1"', '\0', '<?'];
    for (let at = 0; at < 300; at += 1) {
      const from = (at * 7919) % text.length;
      const changed = text.slice(0, from) + pieces[at % pieces.length]! + text.slice(from + (at % 3) * 5);
      const read = importText(changed, 'x.xml');
      if (!read.ok) expect(read.error.message.length).toBeLessThan(400);
    }
  });
});

const data = process.env['CONCLAVE_DATA'] ?? path.resolve(import.meta.dirname, '../../../../shared/data');
const file = path.join(data, 'negotiation/bilateral-domains.json');
interface Domain {
  readonly name: string;
  readonly issues: readonly Written[];
  readonly agents: readonly Party[];
  readonly pareto: number;
}
const keys = { nash: 'nash', kalaiSmorodinsky: 'kalai-smorodinsky', egalitarian: 'egalitarian', utilitarian: 'utilitarian' } as const; // prettier-ignore

it.skipIf(!existsSync(file))('published domains keep their points through XML', () => {
  const domains = JSON.parse(readFileSync(file, 'utf8')) as readonly (Domain & Record<keyof typeof keys, { outcomes: { outcome: string[] }[] }>)[]; // prettier-ignore
  for (const domain of domains) {
    const { name, issues, agents, pareto } = domain;
    const action = actionOf(domainXml(issues, name) + agents.map((agent) => profileXml(issues, agent)).join(''));
    const ids = action.participants!;
    const read = issuesOf(action, {});
    const space = spaceOf(read, ids.map((id) => preferencesOf(action, id, { issues: read, wanting: {} }))); // prettier-ignore
    expect(paretoOf(space, [...Array(space.count).keys()]), name).toHaveLength(pareto);
    for (const key of Object.keys(keys) as (keyof typeof keys)[]) {
      const { outcomes } = pointOf(space, keys[key], rationalOf(space));
      expect(namesOf(space, outcomes), `${name}: ${key}`).toEqual(domain[key].outcomes.map(({ outcome }) => outcome));
    }
  }
});
