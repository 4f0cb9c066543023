/**
 * What conditions name of what was recalled: the dependency, or a task that the condition names, has to recall it. What is named and
 * recalled by nobody could never be told. And queries in which no word stands, which find nothing.
 */
import { wordsOf } from '../../agents/index.ts';
import { nearestName, problemAt, resolvedRecall, type Document, type Problem } from '../../document/index.ts';
import { parseCondition, quoted } from '../../plan/index.ts';

export function recallProblems(document: Document): Problem[] {
  return [...namedProblems(document), ...wordlessProblems(document)];
}

function wordlessProblems(document: Document): Problem[] {
  return (document.tasks ?? []).flatMap(({ id, recalls = [] }, at) =>
    recalls.flatMap((recall, place): Problem[] => {
      const { key, query } = resolvedRecall(recall);
      if (query === null || wordsOf(query).length > 0) return [];
      const message = `The task "${id}" recalls "${key}" by the query ${quoted(query)}, in which no word stands: it is always a miss; write what is looked for.`;
      const path = ['tasks', at, 'recalls', place, 'query'];
      return [problemAt(document, path, { code: 'query-wordless', severity: 'warning', message })];
    }),
  );
}

function namedProblems(document: Document): Problem[] {
  const { tasks = [] } = document;
  const keysOf = new Map(tasks.map(({ id, recalls = [] }) => [id, recalls.map((each) => resolvedRecall(each).key)]));
  return tasks.flatMap(({ id, dependsOn = [] }, at) =>
    dependsOn.flatMap((one, edge): Problem[] => {
      if (typeof one === 'string' || one.when?.includes('recalled') !== true) return [];
      const parsed = parseCondition(one.when);
      if (!parsed.ok) return [];
      const keys = [one.task, ...(parsed.value.mentions ?? [])].flatMap((task) => keysOf.get(task) ?? []);
      const strange = parsed.value.recalled.find(({ name }) => name !== '' && !keys.includes(name));
      if (strange === undefined) return [];
      const near = nearestName(strange.name, keys);
      const instead =
        near === null
          ? `let "${one.task}" recall it`
          : `perhaps ${/^[A-Za-z_]\w*$/.test(near) ? `recalled.${near}` : `recalled[${JSON.stringify(near)}]`} is meant`;
      const message = `A dependency of ${id}: the condition ${quoted(one.when)} names what was recalled as "${strange.name}", and neither "${one.task}" nor a task that it names recalls that; ${instead}.`;
      const path = ['tasks', at, 'dependsOn', edge, 'when'];
      return [problemAt(document, path, { code: 'name-unknown', severity: 'error', message })];
    }),
  );
}
