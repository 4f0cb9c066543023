/**
 * Writes what is generated: from the document's schema the published JSON Schema and the reference page, from the terms
 * that the studio explains the glossary.
 * With `--check` it writes nothing and fails when one of them is not what the schema says today.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { documentJsonSchema } from '../../src/document/schema/json-schema.ts';
import { documentReference } from '../../src/document/schema/reference.ts';
import { knownNames, patternCards } from '../../src/protocols/index.ts';
import { terms } from '../../src/studio/terms/terms.ts';

const files: Record<string, string> = {
  'public/schema/conclave-1.json': JSON.stringify(documentJsonSchema()),
  'docs/document.md': documentReference(knownNames, patternCards),
  'docs/glossary.md': glossary(),
};

/** One line a term, in the order of the alphabet. */
function glossary(): string {
  const rows = terms.map(({ word, says }) => `| ${word} | ${says} |`);
  return `# Glossary

The terms of the field that Conclave uses, one sentence each. The studio shows the same sentence when you point at a dotted
word, focus it with Tab or press it.

| Term | What it means |
| --- | --- |
${rows.join('\n')}
`;
}

const onlyCheck = process.argv.includes('--check');
const settings = (await resolveConfig(path.resolve('package.json'))) ?? {};

for (const [file, text] of Object.entries(files)) {
  const wanted = await format(text, { ...settings, filepath: file });
  const present = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  if (present === wanted) continue;
  if (onlyCheck) {
    console.error(`${file} is out of date: run npm run docs.`);
    process.exitCode = 1;
  } else {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, wanted);
    console.log(`wrote ${file}`);
  }
}
