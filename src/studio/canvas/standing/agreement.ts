/**
 * What a consensus task comes to as it is written: who takes part, how many faults that survives, how many must agree, in one
 * sentence. The engine reckons the same when it compiles; here is what a form and a card show while nothing runs. Pure.
 */
import { byzantineBound, byzantineQuorum, crashBound, majorityOf } from '../../../plan/index.ts';
import { wayOf } from '../../../protocols/index.ts';
import { actionSchemas, decidersOf, fieldsOf, type Action, type Document, type Task } from '../../../document/index.ts';
import { plural } from '../../design/index.ts';

export type ConsensusAction = Extract<Action, { kind: 'consensus' }>;

/** The protocol of an action that names none. */
export function usualProtocol(): string {
  const usual = fieldsOf(actionSchemas.consensus).find(({ key }) => key === 'protocol')?.default;
  return typeof usual === 'string' ? usual : '';
}

/** A consensus task's action; null for any other task. */
export function consensusOf(task: Task | undefined): ConsensusAction | null {
  return task?.action?.kind === 'consensus' ? task.action : null;
}

export interface Agreement {
  readonly members: number;
  /** Faults that are survived; null where the rule survives none by design. */
  readonly faulty: number | null;
  /** How many must agree; null where no number is asked for. */
  readonly quorum: number | null;
  readonly sentence: string;
  /** Why it is not safe; null where it is. */
  readonly unsafe: string | null;
}

/** What so many members come to under an action's protocol. */
export function agreementOf(action: ConsensusAction, members: number): Agreement {
  const way = wayOf(action.protocol ?? usualProtocol());
  if (way?.survives === 'liars') return byzantine(action, members);
  if (way?.survives === 'crashes') return crashing(action, members);
  const quorum = way?.votes?.(members) ?? null;
  const all = plural(members, 'agent');
  const sentence =
    members === 0
      ? 'No participants yet.'
      : quorum === null
        ? `${all} vote; the best count wins.`
        : `${all} vote; ${quorum === members ? 'all' : String(quorum)} must vote alike.`;
  return { members, faulty: null, quorum, sentence, unsafe: null };
}

function byzantine(action: ConsensusAction, members: number): Agreement {
  const faulty = action.faulty ?? byzantineBound(members);
  const least = byzantineQuorum(members, faulty);
  const quorum = action.quorum ?? least;
  const needed = 3 * faulty + 1;
  const most = members - faulty;
  const unsafe =
    members === 0
      ? null
      : members < needed
        ? `It takes ${plural(needed, 'agent')} to survive ${plural(faulty, 'liar')}.`
        : quorum < least
          ? `A quorum of ${String(quorum)} is not safe: two of them may share no honest agent. It takes ${String(least)}.`
          : quorum > most
            ? `A quorum of ${String(quorum)} is never reached when ${plural(faulty, 'agent')} stay silent: at most ${String(most)}.`
            : null;
  const survives = faulty === 0 ? 'no liar' : plural(faulty, 'liar');
  return { members, faulty, quorum, unsafe, sentence: sentenceOf(members, survives, quorum) };
}

function crashing(action: ConsensusAction, members: number): Agreement {
  const faulty = action.faulty ?? crashBound(members);
  const least = majorityOf(members);
  const quorum = action.quorum ?? least;
  const needed = 2 * faulty + 1;
  const unsafe =
    members === 0
      ? null
      : members < needed
        ? `It takes ${plural(needed, 'agent')} to survive ${plural(faulty, 'crash', 'crashes')}.`
        : quorum < least
          ? `A quorum of ${String(quorum)} is not safe: two of them may have nobody in common. It takes ${String(least)}.`
          : null;
  const survives = `${faulty === 0 ? 'no crash' : plural(faulty, 'crash', 'crashes')} and no liar`;
  return { members, faulty, quorum, unsafe, sentence: sentenceOf(members, survives, quorum) };
}

function sentenceOf(members: number, survives: string, quorum: number): string {
  if (members === 0) return 'No participants yet.';
  const verb = members === 1 ? 'survives' : 'survive';
  return `${plural(members, 'agent')} ${verb} ${survives}; ${String(quorum)} must agree.`;
}

/** What a decision is at rest, in the room of a card: how many take part and what that survives. */
export function decisionLine(document: Document, task: Task, action: ConsensusAction): string {
  const { members, faulty, unsafe } = agreementOf(action, decidersOf(document, task).length);
  if (members === 0) return 'nobody decides yet';
  const way = wayOf(action.protocol ?? usualProtocol());
  if (faulty === null) return members === 1 ? '1 votes' : `${String(members)} vote`;
  const decide = `${String(members)} ${members === 1 ? 'decides' : 'decide'}`;
  if (unsafe !== null) return `${decide}, unsafe`;
  return `${decide}, ${faulty === 0 ? 'none' : String(faulty)} may ${way?.survives === 'crashes' ? 'crash' : 'lie'}`;
}
