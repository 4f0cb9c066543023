/**
 * What the cards of shared memories and resources say at the playhead: what stands in a memory and whether its copies differ, who holds
 * a resource and who waits for it. Loaded when the first run with any of them is looked at. Pure but for what it asks of the run.
 */
import type { MemoryView, WaitsView } from '../../../bridge/index.ts';
import { exactTime, shownName, type Document, type Resource } from '../../../document/index.ts';
import { plural } from '../../design/index.ts';
import type { RunSession } from '../../state/index.ts';

export interface ShareLine {
  readonly text: string;
  /** The same at length. */
  readonly says: string;
  /** Copies differ, or somebody waits; nobody can use it. */
  readonly tone: 'plain' | 'waiting' | 'failed';
}

/** So many memories are asked for at each step. */
const memoriesMax = 12;

/** The lines of all that are drawn, by their ids. */
export async function shareLines(run: RunSession, document: Document): Promise<ReadonlyMap<string, ShareLine>> {
  const { memories = [], resources = [] } = document;
  const lines = new Map<string, ShareLine>();
  for (const { id } of memories.slice(0, memoriesMax)) {
    const view = await run.look({ kind: 'run.memory', memory: id, from: 0, count: 1, differing: false });
    if (view !== null) lines.set(id, memoryStanding(view));
  }
  const waits = resources.length === 0 ? null : await run.look({ kind: 'run.waits' });
  if (waits !== null)
    for (const resource of resources) lines.set(resource.id, resourceStanding(resource, waits, document));
  return lines;
}

type Standing = Pick<MemoryView, 'keys' | 'rows' | 'standing' | 'unavailable' | 'copies'>;

/** What stands in a memory: a value, or how many keys; whether copies differ, and whether it can be used. */
export function memoryStanding({ keys, rows, standing, unavailable, copies }: Standing): ShareLine {
  const differing = standing?.differing ?? 0;
  const alike = `${plural(copies, 'copy', 'copies')}${copies === 1 ? '' : differing === 0 ? ', all alike' : ''}`;
  const [row] = rows;
  if (unavailable)
    return { text: 'unavailable', says: 'Unavailable: the last read or write found too few replicas', tone: 'failed' };
  if (keys === 0 || row === undefined)
    return { text: 'nothing written', says: 'Nothing is written yet', tone: 'plain' };
  if (differing > 0) {
    const text = keys === 1 ? 'copies differ' : `${String(differing)} of ${String(keys)} differ`;
    const since = standing === null ? '' : ` since ${exactTime(standing.timeMs)}`;
    return {
      text,
      says: `Copies of ${keys === 1 ? row.key : `${String(differing)} of ${plural(keys, 'key')}`} differ${since}`,
      tone: 'waiting',
    };
  }
  const value = row.cells.find((cell) => cell !== null)?.text;
  if (keys > 1 || value === undefined) {
    const text = keys === 1 ? 'nothing left' : plural(keys, 'key');
    return { text, says: `${text}; ${alike}`, tone: 'plain' };
  }
  return { text: `${row.key}: ${value}`, says: `${row.key}: ${value}; ${alike}`, tone: 'plain' };
}

/** Who holds a resource, how many units are free, and who waits. */
export function resourceStanding(
  { id, units = 1, everyMs }: Resource,
  { holds, waits }: Pick<WaitsView, 'holds' | 'waits'>,
  { tasks = [] }: Document,
): ShareLine {
  const names = new Map(tasks.map((task) => [task.id, shownName(task)]));
  const nameOf = (task: string) => names.get(task) ?? task;
  const held = holds.filter(({ resource }) => resource === id);
  const waiting = waits.filter(({ resource }) => resource === id);
  const free = Math.max(0, units - held.reduce((sum, each) => sum + each.units, 0));
  const first = held[0];
  const standing =
    everyMs !== undefined
      ? 'renews'
      : units === 1 && first !== undefined
        ? nameOf(first.task)
        : units === 1
          ? 'free'
          : `${String(free)} of ${String(units)} free`;
  const says = [
    ...held.map((each) => `held by ${nameOf(each.task)} since ${exactTime(each.sinceMs)}`),
    ...waiting.map((each) => `${nameOf(each.task)} waits since ${exactTime(each.sinceMs)}`),
  ];
  return {
    // What is cut where there is little room is the name.
    text: waiting.length === 0 ? standing : `${plural(waiting.length, 'waits', 'wait')} · ${standing}`,
    says: says.length === 0 ? 'Nobody holds it or waits for it' : says.join('; '),
    tone: waiting.length === 0 ? 'plain' : 'waiting',
  };
}
