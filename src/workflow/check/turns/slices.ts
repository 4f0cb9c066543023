/**
 * Problems of agents that work in slices: settings that say nothing without a policy, a policy without anything to share, turns that are
 * shorter than a millisecond, and what no agent heeds of what tasks say for turns.
 */
import {
  exactTime,
  isSliced,
  isDecided,
  problemAt,
  resolvedAgent,
  type Document,
  type FieldPath,
  type Fix,
  type Problem,
} from '../../../document/index.ts';

type Agent = NonNullable<Document['agents']>[number];

export function sliceProblems(document: Document): Problem[] {
  const { agents = [], tasks = [] } = document;
  const sliced = agents.some(isSliced);
  const fields = ['weight', 'pieceMs'] as const;
  return [
    ...agents.flatMap((agent, at) => (isSliced(agent) ? sharing(document, agent, at) : idle(document, agent, at))),
    ...tasks.flatMap((task, at) => {
      const unheeded = fields.find((field) => task[field] !== undefined);
      if (unheeded === undefined || (sliced && !isDecided(task.action))) return [];
      const message = sliced
        ? `The task "${task.id}" has a ${unheeded}, and a group decides it, which takes no turns; take it away.`
        : `The task "${task.id}" has a ${unheeded}, and no agent works in time slices; give one a policy, or take it away.`;
      return [remark(document, ['tasks', at, unheeded], 'slice-idle', message)];
    }),
  ];
}

function sharing(document: Document, agent: Agent, at: number): Problem[] {
  const problems: Problem[] = [];
  if (agent.slots === 1) {
    const message = `The agent "${agent.id}" works in time slices and has one slot, so that nobody shares its time; raise its slots, or take them away for all that it is given.`;
    const fix: Fix = {
      label: 'Let all share its time',
      edits: [{ kind: 'set-field', path: ['agents', at, 'slots'] }],
    };
    problems.push(
      problemAt(document, ['agents', at, 'slots'], { code: 'slice-alone', severity: 'warning', message, fix }),
    );
  }
  const { policy, quantumMs } = resolvedAgent(agent).slice;
  if (policy !== 'weighted' && policy !== 'deficit') return problems;
  const light = (document.tasks ?? []).find(({ weight = 1 }) => weight * quantumMs < 1);
  if (light === undefined) return problems;
  const message = `The agent "${agent.id}" gives turns of ${exactTime(quantumMs)} times the weight, and "${light.id}" so weighs less than a millisecond, so that it is passed over in some rounds; raise the quantum, or the weight.`;
  problems.push(
    problemAt(document, ['agents', at, 'slice', 'quantumMs'], { code: 'slice-short', severity: 'warning', message }),
  );
  return problems;
}

function idle(document: Document, { id, slice }: Agent, at: number): Problem[] {
  const named = slice === undefined ? undefined : Object.keys(slice).find((name) => name !== 'policy');
  if (named === undefined) return [];
  const message = `The agent "${id}" has a ${named} for time slices and no policy, so that its tasks take no turns; choose one.`;
  const fix: Fix = {
    label: 'Take turns by weight',
    edits: [{ kind: 'set-field', path: ['agents', at, 'slice', 'policy'], value: 'weighted' }],
  };
  return [remark(document, ['agents', at, 'slice', named], 'slice-idle', message, fix)];
}

function remark(document: Document, path: FieldPath, code: string, message: string, fix?: Fix): Problem {
  return problemAt(document, path, { code, severity: 'info', message, ...(fix !== undefined && { fix }) });
}
