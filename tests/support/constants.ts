/**
 * Constants that a SPEC names, as `16 (\`roundsMax\`)`: which they are, and whether each has one home that its room's code takes it from
 * and a test counts with. A pure function from files to complaints, as the other checkers of the house.
 */
import type { HouseFile } from './tidy.ts';

interface Constant {
  readonly spec: string;
  readonly name: string;
  readonly value: number;
}

/** Numbers from here on, and parts of one, are told by themselves: a second one in the room's code is the constant again. */
const distinctFrom = 30;

export function constantsOf(specs: readonly HouseFile[]): Constant[] {
  return specs.flatMap(({ path: spec, text }) =>
    [...text.matchAll(/([\d][\d,.]*)\s+\(`([A-Za-z_]+)`\)/g)].map(([, value = '', name = '']) => ({
      spec,
      name,
      value: Number(value.replaceAll(',', '')),
    })),
  );
}

export function strayConstants(
  specs: readonly HouseFile[],
  code: readonly HouseFile[],
  tests: readonly HouseFile[],
): string[] {
  return constantsOf(specs).flatMap((constant) => {
    const { spec, name, value } = constant;
    const room = spec.replace(/SPEC\.md$/, '');
    const say = (what: string): string => `${spec}: ${name} ${what}`;
    const homes = code.filter((file) => mayHold(file.path, room) && declares(file, name).length > 0);
    const [home] = homes;
    if (home === undefined) return [say('is declared nowhere')];
    if (homes.length > 1) return [say(`has more than one home: ${homes.map(({ path }) => path).join(', ')}`)];
    const [written = ''] = declares(home, name);
    if (Number(written.replaceAll('_', '')) !== value)
      return [say(`is ${String(value)} there and ${written} in ${home.path}`)];
    const again = code.filter((file) => file !== home && file.path.startsWith(room) && holds(file, value));
    return [
      ...again.map(({ path }) => say(`is written down again in ${path}`)),
      ...(tests.some(({ text }) => imports(text, name, home.path)) ? [] : [say('is imported by no test')]),
    ];
  });
}

/** A room's constants stand in its folder, or below the rooms, where all may take them; never in another room. */
function mayHold(path: string, room: string): boolean {
  return path.startsWith(room) || /^src\/(base|kernel|document|plan|agents)\/|^src\/protocols\/[^/]+$/.test(path);
}

/** What a file declares under a name, as it is written. */
function declares({ text }: HouseFile, name: string): string[] {
  return [...text.matchAll(new RegExp(`^(?:export )?const ${name}(?:: \\w+)? = ([^;]+);`, 'gm'))].map(
    ([, value = '']) => value,
  );
}

/** Whether a number stands in a file's code, if it is one that is told by itself. */
function holds({ text }: HouseFile, value: number): boolean {
  if (Number.isInteger(value) && value < distinctFrom) return false;
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|'[^'\n]*'|`[^`]*`/g, '');
  return [...code.matchAll(/(?<![\w.])\d[\d_]*(?:\.\d+)?/g)].some(
    ([number]) => Number(number.replaceAll('_', '')) === value,
  );
}

/** Whether a test takes a name from its home, or from the door of the room that it stands in. */
function imports(text: string, name: string, home: string): boolean {
  const [, room = ''] = home.split('/');
  const tails = [
    home.replace(/^src\//, ''),
    home.replace(/[^/]+$/, 'index.ts').replace(/^src\//, ''),
    `${room}/index.ts`,
  ];
  return [...text.matchAll(/import \{([^}]*)\} from '([^']+)'/g)].some(
    ([, names = '', from = '']) =>
      new RegExp(`\\b${name}\\b`).test(names) && tails.some((tail) => from.endsWith(`/${tail}`)),
  );
}
