/**
 * Checkpoints as rows of the journal. The world lies in one row, what is said of it in another, its manifest, which holds the
 * digest of the first and is written behind it in the same transaction: what no manifest tells of was never kept. Both are
 * canonical text in bytes under SHA-256, so that any byte that changed is noticed. Those without a name are the newest
 * five; one with a name stays until it is taken away.
 */
import { canonical, sha256, type Json } from '../../base/index.ts';
import { hasCode, StorageError } from '../errors.ts';
import type { Tables, Transaction } from '../tables/tables.ts';
import type { Checkpoint, ListedCheckpoint, SavedCheckpoint } from './journal.ts';

/** Checkpoints without a name that a run keeps. */
const KEPT = 5;
/** Checkpoints with a name that a run may have. */
const NAMED_MAX = 50;

/** Bytes with their digest. */
interface Sealed {
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/** The tables in which they lie. */
export const CHECKPOINT_TABLES = ['checkpoints', 'manifests'] as const;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

function seal(value: unknown): Sealed {
  const bytes = encoder.encode(canonical(value));
  return { bytes, sha256: sha256(bytes) };
}

/** What was sealed; null where it is not as it was written. */
function unseal(stored: unknown): Json {
  const { bytes, sha256: noted } = (stored ?? {}) as Partial<Sealed>;
  if (!(bytes instanceof Uint8Array) || sha256(bytes) !== noted) return null;
  return JSON.parse(decoder.decode(bytes)) as Json;
}

export interface PackedCheckpoint {
  readonly world: Sealed;
  readonly manifest: Omit<ListedCheckpoint, 'name'> & { readonly name: string | null; readonly world: string };
}

export function packCheckpoint({ data, name = null, ...rest }: Checkpoint): PackedCheckpoint {
  let world: Sealed;
  try {
    world = seal(data);
  } catch (cause) {
    throw new StorageError('storage/unstorable', { cause });
  }
  return { world, manifest: { ...rest, name, size: world.bytes.length, world: world.sha256 } };
}

/** Puts one in, the world first; of those without a name the oldest go. A name that is there already stays. */
export async function putCheckpoint(
  transaction: Transaction,
  runId: string,
  { world, manifest }: PackedCheckpoint,
): Promise<void> {
  const key = [runId, manifest.step] as const;
  const before = manifestOf(await transaction.get('manifests', key), manifest.step);
  const name = manifest.name ?? before?.name ?? null;
  if (name !== null && (before?.name ?? null) === null) await roomForName(transaction, runId);
  await transaction.put('checkpoints', key, world);
  await transaction.put('manifests', key, seal({ ...manifest, name }));
  await retain(transaction, runId);
}

/** Gives one a name, by which it stays, or takes it away; false where there is none at that step. */
export async function nameCheckpoint(
  transaction: Transaction,
  runId: string,
  step: number,
  name: string | null,
): Promise<boolean> {
  const manifest = manifestOf(await transaction.get('manifests', [runId, step]), step);
  if (manifest === null) return false;
  if (name !== null && manifest.name === null) await roomForName(transaction, runId);
  await transaction.put('manifests', [runId, step], seal({ ...manifest, name }));
  await retain(transaction, runId);
  return true;
}

export async function deleteCheckpoint(transaction: Transaction, runId: string, step: number): Promise<void> {
  await transaction.delete('manifests', [runId, step]);
  await transaction.delete('checkpoints', [runId, step]);
}

async function roomForName(transaction: Transaction, runId: string): Promise<void> {
  const named = (await listed(transaction, runId)).filter((each) => each.name !== null);
  if (named.length < NAMED_MAX) return;
  const message = `A run keeps at most ${String(NAMED_MAX)} checkpoints with a name; delete one of them first.`;
  throw new StorageError('storage/too-large', { message });
}

/** What has no name, beyond the newest five, goes; so does a world without a manifest. */
async function retain(transaction: Transaction, runId: string): Promise<void> {
  const all = await listed(transaction, runId);
  const surplus = all.filter((each) => each.name === null).slice(0, -KEPT);
  const told = new Set(all.map((each) => each.step));
  const worlds = (await transaction.keysUnder('checkpoints', runId)) as number[];
  for (const step of [...surplus.map((each) => each.step), ...worlds.filter((each) => !told.has(each))])
    await deleteCheckpoint(transaction, runId, step);
}

/** Every checkpoint of a run by its step. One whose manifest is not as it was written is listed as damaged. */
export async function listed(transaction: Transaction, runId: string): Promise<ListedCheckpoint[]> {
  const rows = await transaction.under('manifests', runId);
  return rows.map(({ key, value }) => {
    const step = Number(key[1]);
    const manifest = manifestOf(value, step);
    if (manifest === null) return { step, digest: '', engine: '', about: null, name: null, size: 0, damaged: true };
    const { world: _, ...said } = manifest;
    return said;
  });
}

type Manifest = PackedCheckpoint['manifest'];

function manifestOf(stored: unknown, step: number): Manifest | null {
  const manifest = unseal(stored) as unknown as Manifest | null;
  return manifest?.step === step ? manifest : null;
}

/** The one at a step; null where it cannot be read, or is not as it was written. */
export async function readCheckpoint(tables: Tables, runId: string, step: number): Promise<SavedCheckpoint | null> {
  try {
    const [world, stored] = await tables.read(CHECKPOINT_TABLES, (transaction) =>
      Promise.all([transaction.get('checkpoints', [runId, step]), transaction.get('manifests', [runId, step])]),
    );
    const manifest = manifestOf(stored, step);
    if (manifest === null || manifest.world !== (world as Partial<Sealed> | undefined)?.sha256) return null;
    const data = unseal(world);
    const { world: _, ...said } = manifest;
    return data === null ? null : { ...said, data };
  } catch (error) {
    if (hasCode(error, 'storage/lost', 'storage/unavailable')) throw error;
    return null;
  }
}
