/**
 * Problems of what a person expects of a run: what cannot be read, and names that a result does not have.
 */
import { nearestName, problemAt, type Document, type Problem } from '../../document/index.ts';
import { expectationNames, parseExpectation, quoted } from '../../plan/index.ts';

export function expectationProblems(document: Document): Problem[] {
  return (document.expect ?? []).flatMap(({ that }, at) => {
    const path = ['expect', at, 'that'];
    const problem = (message: string): Problem =>
      problemAt(document, path, { code: 'expectation-unreadable', severity: 'error', message });
    const parsed = parseExpectation(that);
    if (!parsed.ok) return problem(`${parsed.error}; write CEL such as makespanMs <= 6000.`);
    const [unknown] = parsed.value.unknown;
    if (unknown === undefined) return [];
    const near = nearestName(unknown.name, expectationNames);
    const instead = near === null ? `use ${expectationNames.join(', ')}` : `write ${near}`;
    return problem(`The expectation ${quoted(that)}: a result has no ${unknown.name}; ${instead}.`);
  });
}
