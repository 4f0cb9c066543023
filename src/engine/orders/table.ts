/**
 * What the page may order, as one table: each order is carried out by one function. Questions are not among them; they are the
 * table of looks.
 */
import type { Order } from '../../bridge/index.ts';
import { writeRun } from '../../interchange/index.ts';
import { keepRun, storedRun } from '../keeping/backup.ts';
import { olderFile } from '../keeping/older.ts';
import { recordedIn } from '../make-run.ts';
import type { Stage } from '../stage/stage.ts';
import * as checkpoints from './checkpoints.ts';
import { inject, stop } from './inputs.ts';
import { moves } from './moves.ts';
import { close, open, remove } from './opening.ts';
import type { CarriesOut } from './order.ts';
import { again, fork, importFile, memories, start } from './starting.ts';

const orders: { readonly [Kind in Order['kind']]: CarriesOut<Kind> } = {
  'run.start': start,
  'run.import': importFile,
  'run.again': again,
  'run.fork': fork,
  'run.from': checkpoints.from,
  'run.open': open,
  'run.close': close,
  'run.remove': remove,
  'run.stop': stop,
  'run.inject': inject,
  'run.export': (stage) => writeRun(stage.run.run),
  'run.memories': memories,
  // Of runs that are stored, whatever is open.
  'run.recorded': async ({ host }, { runId }) => recordedIn(await host.journal.read(runId)),
  'run.file': async ({ host }, { runId }) => olderFile(await host.journal.read(runId)),
  'run.quarantine': ({ host }, { runId }) => host.journal.exportQuarantine(runId),
  'run.stored': ({ host }, { runId }) => storedRun(host.journal, runId),
  'run.keep': async ({ host }, order) => {
    await keepRun(host.journal, order, order.stored);
    return null;
  },
  'checkpoint.list': checkpoints.list,
  'checkpoint.take': checkpoints.take,
  'checkpoint.name': checkpoints.name,
  'checkpoint.delete': checkpoints.remove,
  'checkpoint.restore': checkpoints.restore,
  'checkpoint.compare': checkpoints.compare,
  'checkpoint.fork': checkpoints.fork,
  ...moves,
};

/** Carries an order out and gives its reply; throws what `toBridgeError` understands. */
export async function carryOut(stage: Stage, order: Order): Promise<unknown> {
  const carry = orders[order.kind] as (stage: Stage, order: Order) => unknown;
  return carry(stage, order);
}
