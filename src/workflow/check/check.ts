/**
 * Everything that keeps a document from running, and whatever else is to be said about it, with one voice: this is what
 * Problems, an import and `conclave validate` list, and what a run is refused for. A document has these problems or it
 * compiles; nothing is refused anywhere else before the first step.
 */
import { validate, type Document, type Problem } from '../../document/index.ts';
import { knownNames } from '../../protocols/index.ts';
import { expectationProblems } from './expectations.ts';
import { expressionProblems } from './expressions.ts';
import { groupProblems } from './groups.ts';
import { negotiationProblems } from './negotiations/negotiations.ts';
import { memoryProblems } from './memories.ts';
import { patternProblems } from './pattern.ts';
import { recallProblems } from './recalls.ts';
import { conflictProblems } from './resources/conflicts.ts';
import { resourceProblems } from './resources/terms.ts';
import { settingProblems } from './settings.ts';
import { admissionProblems } from './turns/admission.ts';
import { equalProblems } from './turns/equals.ts';
import { sliceProblems } from './turns/slices.ts';

/** Every problem of a document: errors first, then warnings, then remarks. */
export function checkDocument(document: Document): Problem[] {
  const problems = validate(document, knownNames);
  if (problems.some(({ code }) => code.startsWith('too-many-'))) return problems;
  problems.push(
    ...settingProblems(document),
    ...groupProblems(document),
    ...expressionProblems(document),
    ...expectationProblems(document),
    ...memoryProblems(document),
    ...recallProblems(document),
    ...resourceProblems(document),
    ...sliceProblems(document),
    ...admissionProblems(document),
    ...equalProblems(document),
    ...negotiationProblems(document),
  );
  if (problems.every(({ severity }) => severity !== 'error'))
    problems.push(...patternProblems(document), ...conflictProblems(document));
  const rank = { error: 0, warning: 1, info: 2 } as const;
  return problems.sort((left, right) => rank[left.severity] - rank[right.severity]);
}
