/**
 * What may be put into a run from outside, and to whom: a cancellation, a fault of agents or network, what somebody who
 * acts for an agent answers, or, before the first step, ends that are taken over from an earlier run. Inputs come out of files too, so one that no machine here would
 * understand is named before it reaches the world.
 */
import type { Outlived } from '../../agents/index.ts';
import type { Message } from '../../kernel/index.ts';
import { agentOfActor, coordinatorActor, workflowActor, type Plan } from '../../plan/index.ts';
import { mindProblem } from '../minds/changed.ts';
import { endsProblem } from './kept.ts';
import { shapeProblem } from './shapes.ts';

interface InputTold {
  readonly to: number;
  readonly message: Message;
  readonly step?: number;
  readonly effect?: number;
}

/** What is wrong with an input to a run of this plan, as a clause; null when it can be put in. */
export function inputProblem(plan: Plan, { to, message, step = 0, effect }: InputTold): string | null {
  const fields = message as unknown as Readonly<Record<string, unknown>>;
  if (fields['alert'] !== undefined && !isShare(fields['alert']))
    return 'the chance that something is lost is between 0 and 1';
  switch (message.type) {
    case 'workflow.cancel':
      if (to !== workflowActor) return 'a cancellation goes to the workflow';
      return typeof fields['reason'] === 'string' ? null : 'a cancellation needs a reason';
    case 'workflow.mind':
      if (to !== workflowActor) return 'what an agent is to believe is told to the workflow';
      return mindProblem(plan, message);
    case 'snapshots.take':
      if (plan.snapshots === undefined) return 'this document takes no snapshots';
      return to === coordinatorActor || isAgent(plan, to) ? null : 'the coordinator or an agent begins a snapshot';
    case 'workflow.keep':
      if (to !== workflowActor || step !== 0) return 'ends are taken over by the workflow, before the first step';
      return endsProblem(plan, fields['ends']);
    case 'agent.restore':
      if (!isAgent(plan, to) || step !== 0) return 'long-term memory is given to an agent, before the first step';
      if (plan.recollections.size === 0) return 'no task of this document recalls or remembers';
      return shapeProblem(plan, message.type, message) ?? pinnedProblem(plan, agentOfActor(to), fields['items']);
    case 'kernel.crash':
    case 'kernel.recover':
      if (to !== -1) return 'a crash or recovery goes to the kernel';
      return mayCrash(plan, fields['actor']) ? null : 'it names nobody of this document who could crash';
    case 'agent.finish':
      if (!plan.live || effect === undefined)
        return 'only in a live run does an attempt end by an input, as the outcome of an effect';
      if (!isAgent(plan, to)) return 'it names no agent of this document';
      return shapeProblem(plan, message.type, message);
    case 'agent.slow':
      if (!isAgent(plan, to)) return 'it names no agent of this document';
      return isPositive(fields['factor']) ? null : 'its factor must be a number above 0';
    case 'kernel.rule':
    case 'kernel.heal':
    case 'kernel.tell':
      if (to !== -1) return 'what happens to the network or to an agent from outside goes to the kernel';
      return shapeProblem(plan, message.type, message);
    default:
      return `nothing here understands a message of type ${JSON.stringify(message.type.slice(0, 80))}`;
  }
}

/** More that is pinned than there are places for it. */
function pinnedProblem({ workingMemories }: Plan, agent: number, items: unknown): string | null {
  const { capacity } = workingMemories[agent]!;
  const pinned = (items as readonly Partial<Outlived>[]).filter((each) => each.pinned === true).length;
  return pinned <= capacity
    ? null
    : `${pinned} things in it are pinned, and the agent has a capacity of ${capacity}; raise the capacity or pin less`;
}

function isAgent(plan: Plan, actor: unknown): boolean {
  return typeof actor === 'number' && Number.isInteger(actor) && plan.agents[agentOfActor(actor)] !== undefined;
}

/** Agents, and whoever is named beside them; nothing else can. */
function mayCrash(plan: Plan, actor: unknown): boolean {
  const named = typeof actor === 'number' ? plan.actors[actor] : undefined;
  return named !== undefined && named.kind !== 'workflow';
}

function isShare(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

function isPositive(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}
