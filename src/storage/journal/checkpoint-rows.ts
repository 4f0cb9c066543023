/** Checkpoints as rows of the journal: packed and hashed, the first of a run kept with the newest, and read only where they are sound. */
import { digest } from '../../base/index.ts';
import { hasCode } from '../errors.ts';
import type { Tables, Transaction } from '../tables/tables.ts';
import type { Checkpoint } from './journal.ts';
import { packJson, unpackJson } from './records.ts';

/** Checkpoints kept beside the first. */
const CHECKPOINTS_KEPT = 5;

interface StoredCheckpoint extends Omit<Checkpoint, 'data'> {
  readonly bytes: Uint8Array;
  readonly hash: string;
}

const hashOf = (stored: Omit<StoredCheckpoint, 'hash'>): string =>
  digest(JSON.stringify([stored.step, stored.digest, stored.engine, digest(stored.bytes)]));

export function packCheckpoint({ step, digest: stateDigest, engine, data }: Checkpoint): StoredCheckpoint {
  const body = { step, digest: stateDigest, engine, bytes: packJson(data) };
  return { ...body, hash: hashOf(body) };
}

/** Puts one in; of those between the first and the newest the oldest go. */
export async function putCheckpoint(transaction: Transaction, runId: string, stored: StoredCheckpoint): Promise<void> {
  await transaction.put('checkpoints', [runId, stored.step], stored);
  const steps = await transaction.keysUnder('checkpoints', runId);
  const surplus = steps.slice(1, Math.max(1, steps.length - CHECKPOINTS_KEPT));
  for (const old of surplus) await transaction.delete('checkpoints', [runId, old]);
}

/** The one at a step; null where it cannot be read, or is not as it was written. */
export async function readCheckpoint(tables: Tables, runId: string, step: number): Promise<Checkpoint | null> {
  try {
    const stored = await tables.read(['checkpoints'], (transaction) => transaction.get('checkpoints', [runId, step]));
    const { hash, ...body } = stored as StoredCheckpoint;
    if (body.step !== step || hashOf(body) !== hash) return null;
    return { step, digest: body.digest, engine: body.engine, data: unpackJson(body.bytes) };
  } catch (error) {
    if (hasCode(error, 'storage/lost', 'storage/unavailable')) throw error;
    return null;
  }
}
