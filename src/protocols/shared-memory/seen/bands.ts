/** The phases of a shared memory between its messages: those of each operation, of a primary's turns, and rounds of gossip. */
import { exactTime } from '../../../document/index.ts';
import { serviceAt, taskTitle, type Plan } from '../../../plan/index.ts';
import { band, type Band, type BandOf } from '../../../agents/index.ts';
import type { MemoryMessage, Operation } from '../messages.ts';

export const bandOf: BandOf = ({ message: said, timeMs }, plan) => {
  const message = said as MemoryMessage;
  const memory = (): string => serviceAt(plan, message.service).name;
  switch (message.type) {
    case 'shared-memory.query':
    case 'shared-memory.tagged':
      return ofOperation(plan, message, 'read phase');
    case 'shared-memory.store':
    case 'shared-memory.stored':
      return ofOperation(plan, message, isRead(plan, message) ? 'write-back' : 'write phase');
    case 'shared-memory.broadcast':
      return ofOperation(plan, message, 'to all copies');
    case 'shared-memory.request':
      return ofOperation(plan, message, 'ask a copy');
    case 'shared-memory.answer':
    case 'shared-memory.outcome':
    case 'shared-memory.refusal':
      return ofOperation(plan, message, 'answer');
    case 'shared-memory.submit':
      return ofOperation(plan, message, 'ask the primary');
    case 'shared-memory.prepare': {
      const { service, epoch, turn, entry } = message;
      const does = entry === null ? 'ask whether it leads' : `copy ${entry.key} to the backups`;
      return band(`${memory()}: ${does}`, 'prepare', service, epoch, turn);
    }
    case 'shared-memory.prepared': {
      const { service, epoch, turn } = message;
      return band(`${memory()}: acknowledge`, 'prepared', service, epoch, turn);
    }
    case 'shared-memory.claim': {
      const { service, epoch } = message;
      return band(`${memory()}: hand-over to epoch ${epoch}`, 'claim', service, epoch);
    }
    case 'shared-memory.begin': {
      const { service, epoch } = message;
      return band(`${memory()}: epoch ${epoch}`, 'begin', service, epoch);
    }
    case 'shared-memory.digest':
    case 'shared-memory.news': {
      // Replicas compare by clocks of their own, once a period at most: a period is a round.
      const { syncMs = 1 } = serviceAt(plan, message.service).memory ?? {};
      const fromMs = timeMs - (timeMs % syncMs);
      return band(`${memory()}: gossip round from ${exactTime(fromMs)}`, 'gossip', message.service, fromMs);
    }
    default:
      return null;
  }
};

/** One phase of what a task reads or writes; work that is handed over again goes through it again. */
function ofOperation(plan: Plan, message: Operation, phase: string): Band {
  const { task, lease, place } = message;
  const key = plan.uses.get(task)?.all[place]?.key ?? '';
  const does = isRead(plan, message) ? 'reads' : 'writes';
  return band(`${taskTitle(plan, task)} ${does} ${key}: ${phase}`, phase, task, lease, place);
}

function isRead(plan: Plan, { task, place }: Operation): boolean {
  return plan.uses.get(task)?.all[place]?.kind === 'read';
}
