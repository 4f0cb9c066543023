/**
 * What stands otherwise at one step of a run than at another: of each task its state and whose it is, of each agent what it does and
 * has done, and what befalls the network. It reads facts only, and tells in short words what was and what is.
 */
import { StateAt } from '../state-at.ts';
import type { Run } from '../run.ts';
import type { AgentView, RuleView, TaskView } from '../views.ts';

export interface Difference {
  readonly of: 'task' | 'agent' | 'network';
  /** Id of the task or agent; of the network, who is down or what befalls it. */
  readonly id: string;
  readonly was: string;
  readonly is: string;
}

interface Standing {
  readonly of: Difference['of'];
  readonly id: string;
  readonly words: string;
}

/** In the order of the document: tasks, agents, then the network. */
export function differences(run: Run, from: number, to: number): Difference[] {
  const was = standingAt(run, from);
  const is = standingAt(run, to);
  const keyOf = ({ of, id }: Standing): string => `${of} ${id}`;
  const before = new Map(was.map((each) => [keyOf(each), each]));
  const after = new Map(is.map((each) => [keyOf(each), each]));
  return [...was, ...is.filter((each) => !before.has(keyOf(each)))].flatMap((each) => {
    const { of, id } = each;
    const [first, second] = [before, after].map((side) => side.get(keyOf(each))?.words ?? 'nothing');
    return first === second ? [] : [{ of, id, was: first!, is: second! }];
  });
}

function standingAt(run: Run, step: number): Standing[] {
  const { plan, spec } = run.compiled;
  const count = run.log.countAt(step);
  const now = count === 0 ? 0 : run.log.timeOf(count - 1);
  const state = new StateAt(plan, run.log, spec.network);
  state.seek(count);
  const { tasks, agents } = state.changes(now);
  const { rules, down } = state.around(now);
  return [
    ...tasks.map((task) => ({ of: 'task' as const, id: task.id, words: taskWords(task) })),
    ...agents.map((agent) => ({ of: 'agent' as const, id: agent.id, words: agentWords(agent) })),
    ...rules.map((rule) => ({ of: 'network' as const, id: rule.id, words: ruleWords(rule) })),
    ...down.map(({ who }) => ({ of: 'network' as const, id: who, words: 'down' })),
  ];
}

function taskWords({ state, agent, attempts }: TaskView): string {
  const again = attempts > 1 ? `, attempt ${attempts}` : '';
  return agent === null || state === 'pending' || state === 'ready'
    ? `${state}${again}`
    : `${state} at ${agent}${again}`;
}

function agentWords({ state, running, queued, done, cutOff, conducts, slowness }: AgentView): string {
  return [
    state === 'working' ? `works at ${running.join(', ')}` : state,
    `${done} done`,
    ...(queued > 0 ? [`${queued} queued`] : []),
    ...(cutOff ? ['cut off'] : []),
    ...(slowness === 1 ? [] : [`${slowness} times as slow`]),
    ...(conducts.length > 0 ? [`misbehaves (${conducts.join(', ')})`] : []),
  ].join(', ');
}

function ruleWords(rule: RuleView): string {
  return rule.kind === 'partition'
    ? `split into ${rule.groups.map((group) => group.join(' ')).join(' | ')}`
    : 'links disturbed';
}
