/**
 * What goes wrong on purpose, as inputs at their times: what a document plans, how its agents are said to behave, and
 * what a person puts in by hand. What a fault of an unknown kind would do is not guessed: it does nothing.
 */
import type { Fault, Injection, ResolvedDocument } from '../../document/index.ts';
import type { Conduct, SlowMessage, TurnMessage } from '../../agents/index.ts';
import { toMs, type KernelMessage, type Message, type NetworkRule } from '../../kernel/index.ts';
import { actorOfAgent, coordinatorActor, workflowActor, type Plan } from '../../plan/index.ts';
import type { Take } from '../../protocols/index.ts';
import { Cast } from './cast.ts';

export interface FaultInput {
  readonly atMs: number;
  readonly to: number;
  readonly message: Message;
}

/** All that a document plans. Crashes and slow spells of agents come first, agent by agent. */
export function plannedFaults({ faults, agents }: ResolvedDocument, plan: Plan): FaultInput[] {
  const stopped = plan.agents.flatMap(({ id }, at) => {
    const crashes = faults.filter((fault) => fault.kind === 'crash' && fault.agent === id) as Crash[];
    const slows = faults.filter((fault) => fault.kind === 'slow' && fault.agent === id) as Slow[];
    return faultsOfAgent(crashes, slows, actorOfAgent(at));
  });
  const cast = new Cast(plan);
  const others = faults.flatMap((fault, at) => {
    const told = fault.kind === 'slow' || (fault.kind === 'crash' && cast.isAgent(fault.agent));
    return told ? [] : faultInputs(fault, plan, `planned ${String(at)}`);
  });
  const behaving = behaviours(agents).flatMap((fault, at) => faultInputs(fault, plan, `behaviour ${String(at)}`));
  return [...stopped, ...others, ...behaving];
}

/** How agents are said to behave, as faults from the beginning on; all that collude have one plan. */
export function behaviours(agents: ResolvedDocument['agents']): Fault[] {
  const faults: Fault[] = [];
  const colluding: string[] = [];
  for (const { id: agent, behaviour } of agents) {
    if (behaviour === 'silent') faults.push({ kind: 'silent', agent });
    if (behaviour === 'equivocating') faults.push({ kind: 'equivocate', agent });
    if (behaviour === 'lying') faults.push({ kind: 'lie', agent });
    if (behaviour === 'flipping-votes') faults.push({ kind: 'flip-votes', agent });
    if (behaviour === 'colluding') colluding.push(agent);
  }
  return colluding.length === 0 ? faults : [...faults, { kind: 'collude', agents: colluding }];
}

/** Whether a message may be lost by it, or an answer never come. */
export function losesMessages({ kind }: Injection): boolean {
  return kind === 'crash' || kind === 'silent' || kind === 'selective-send' || kind === 'loss' || kind === 'partition';
}

/** A fault or a cure that is put in by hand: where nobody foresaw that something may be lost, everybody is told as it begins. */
export function injectedInputs(fault: Injection, plan: Plan, id: string): FaultInput[] {
  const [first, ...more] = faultInputs(fault, plan, id);
  if (first === undefined) return [];
  const loss = fault.kind === 'loss' && fault.rate < 1 ? fault.rate : 0;
  const foreseen = !losesMessages(fault) || (plan.lossy && loss <= plan.drawnLoss);
  return foreseen ? [first, ...more] : [{ ...first, message: { ...first.message, alert: loss } as Message }, ...more];
}

/** A fault or a cure as inputs, its beginning first. `id` is the name by which its end finds it again. */
export function faultInputs(fault: Injection, plan: Plan, id: string): FaultInput[] {
  const cast = new Cast(plan);
  const spell = (begin: KernelMessage[], end: KernelMessage[]): FaultInput[] => {
    const { atMs = 0, untilMs } = fault as { readonly atMs?: number; readonly untilMs?: number };
    const ends = untilMs === undefined ? [] : end.map((message) => control(untilMs, message));
    return [...begin.map((message) => control(atMs, message)), ...ends];
  };
  const turned = (agents: readonly string[], conduct: Conduct | null): KernelMessage[] =>
    agents.flatMap((agent) =>
      cast.named(agent).map((actor) => tell(actor, { type: 'agent.conduct', id, conduct } satisfies TurnMessage)),
    );
  const ruled = (rule: NetworkRule): FaultInput[] =>
    spell([{ type: 'kernel.rule', rule }], [{ type: 'kernel.heal', rule: id }]);
  switch (fault.kind) {
    case 'crash':
      return cast.named(fault.agent).flatMap((actor) => {
        const crash = control(fault.atMs, { type: 'kernel.crash', actor });
        return fault.recoverMs === undefined
          ? [crash]
          : [crash, control(fault.recoverMs, { type: 'kernel.recover', actor })];
      });
    case 'recover':
      return cast.named(fault.agent).map((actor) => control(0, { type: 'kernel.recover', actor }));
    case 'slow': {
      const slow = (factor: number): KernelMessage[] =>
        cast.named(fault.agent).map((actor) => tell(actor, { type: 'agent.slow', factor, spell: id }));
      return spell(slow(fault.factor), slow(1));
    }
    case 'honest':
      return cast
        .named(fault.agent)
        .flatMap((actor) => [
          control(0, tell(actor, { type: 'agent.conduct', id: null, conduct: null } satisfies TurnMessage)),
          control(0, tell(actor, { type: 'agent.slow', factor: 1, spell: null })),
        ]);
    case 'mind': {
      const { agent, beliefs, forget, goals } = fault;
      return cast.agents([agent]).map((at) => ({
        atMs: 0,
        to: workflowActor,
        message: { type: 'workflow.mind', agent: at, beliefs, forget, goals },
      }));
    }
    case 'snapshot': {
      const to = fault.by === undefined ? coordinatorActor : cast.named(fault.by)[0];
      return to === undefined ? [] : [{ atMs: 0, to, message: { type: 'snapshots.take' } satisfies Take }];
    }
    case 'heal':
      return [control(0, { type: 'kernel.heal', rule: null })];
    case 'partition':
      return ruled({ rule: id, group: cast.groups(fault.groups) });
    case 'loss':
    case 'delay':
    case 'duplicate':
    case 'reorder':
      return ruleOf(fault, cast, id).flatMap(ruled);
    case 'collude':
      return spell(turned(fault.agents, conductOf(fault, cast)), turned(fault.agents, null));
    default: {
      const conduct = conductOf(fault, cast);
      return conduct === null ? [] : spell(turned([fault.agent], conduct), turned([fault.agent], null));
    }
  }
}

type LinkFault = Extract<Fault, { kind: 'loss' | 'delay' | 'duplicate' | 'reorder' }>;

/** One rule; none where it names somebody who is not there, since a side without names is everybody. */
function ruleOf(fault: LinkFault, cast: Cast, id: string): NetworkRule[] {
  const rate = (kind: LinkFault['kind']): number => (fault.kind === kind && fault.kind !== 'delay' ? fault.rate : 0);
  const { agent, from: sender = agent, to: receiver } = fault;
  const from = sender === undefined ? [] : cast.named(sender);
  const to = receiver === undefined ? [] : cast.named(receiver);
  if ((sender !== undefined && from.length === 0) || (receiver !== undefined && to.length === 0)) return [];
  const rule: NetworkRule = {
    rule: id,
    from,
    to,
    both: agent !== undefined,
    loss: rate('loss'),
    delayMs: fault.kind === 'delay' ? Math.max(1, toMs(fault.delayMs)) : 0,
    duplicate: rate('duplicate'),
    reorder: rate('reorder'),
  };
  return [rule];
}

type ConductFault = Exclude<Fault, LinkFault | { kind: 'crash' | 'slow' | 'partition' }>;

/** What the agent does from then on; null for a kind that nobody knows. */
function conductOf(fault: ConductFault, cast: Cast): Conduct | null {
  switch (fault.kind) {
    case 'silent':
    case 'flip-votes':
    case 'bad-new-view':
    case 'other-order':
    case 'gaps':
    case 'rogue-proposals':
      return { kind: fault.kind };
    case 'censor':
      return { kind: 'censor', tasks: cast.tasks(fault.tasks) };
    case 'equivocate':
      return { kind: fault.kind, value: fault.value ?? null, ...cast.deceived(fault.deceived) };
    case 'lie':
      return { kind: fault.kind, value: fault.value ?? null };
    case 'selective-send':
      return { kind: 'selective-send', to: fault.to.flatMap((name) => cast.named(name)) };
    case 'replay':
      return { kind: 'replay', rate: fault.rate };
    case 'false-view-change':
      return { kind: 'false-view-change', everyMs: Math.max(1, toMs(fault.everyMs)) };
    case 'collude':
      return {
        ...{ kind: 'collude', agents: cast.agents(fault.agents), value: fault.value ?? null },
        ...cast.deceived(fault.deceived),
      };
    default:
      return null;
  }
}

/** Something that the kernel itself is to do. */
function control(atMs: number, message: KernelMessage): FaultInput {
  return { atMs: toMs(atMs), to: -1, message };
}

function tell(actor: number, message: TurnMessage | SlowMessage): KernelMessage {
  return { type: 'kernel.tell', actor, message };
}

type Crash = Extract<Fault, { kind: 'crash' }>;
type Slow = Extract<Fault, { kind: 'slow' }>;

/**
 * Crashes and recoveries as they are written. Slowness is told anew at every time at which it changes, and after
 * every recovery, since an agent that is down hears nothing: where spells overlap, their factors multiply.
 */
function faultsOfAgent(crashes: readonly Crash[], slows: readonly Slow[], actor: number): FaultInput[] {
  const made: FaultInput[] = [];
  const changes: number[] = [];
  for (const { atMs, recoverMs } of crashes) {
    made.push(control(atMs, { type: 'kernel.crash', actor }));
    if (recoverMs === undefined) continue;
    made.push(control(recoverMs, { type: 'kernel.recover', actor }));
    if (slows.length > 0) changes.push(toMs(recoverMs));
  }
  const end = ({ untilMs }: Slow): number => (untilMs === undefined ? Infinity : toMs(untilMs));
  for (const slow of slows) {
    changes.push(toMs(slow.atMs));
    if (end(slow) !== Infinity) changes.push(end(slow));
  }
  for (const atMs of [...new Set(changes)].sort((a, b) => a - b)) {
    let factor = 1;
    for (const slow of slows) if (toMs(slow.atMs) <= atMs && atMs < end(slow)) factor *= slow.factor;
    const message: SlowMessage = { type: 'agent.slow', factor };
    made.push({ atMs, to: actor, message });
  }
  return made;
}
