/**
 * `conclave check-history`: whether a recorded history is consistent, for each history of a file, and why where one is not.
 */
import { Refusal } from '../../api/index.ts';
import {
  checkHistory,
  deed,
  readHistories,
  refusesHistory,
  UnreadableHistory,
  usualLimits,
  type Asked,
  type CheckedHistory,
  type CheckedPart,
  type CompactHistory,
  type HistoryFile,
  type Operation,
  type Violation,
} from '../../history/index.ts';
import type { CommandLine } from '../arguments/command-line.ts';
import type { Ended } from '../ended.ts';
import { counted } from '../figures.ts';

type Line = Extract<CommandLine, { command: 'check-history' }>;

/** What a verdict says of a history, in JSON: null where it was not decided. */
const holds = { consistent: true, violated: false, undecided: null } as const;

export function checkHistoryFile(bytes: Uint8Array, line: Line, clock: () => number): Ended {
  const { histories, model: found } = reading(line.file, bytes);
  const asked: Asked = {
    model: line.model ?? found,
    as: line.as,
    limits: { ...usualLimits, ...(line.steps === null ? {} : { steps: line.steps }) },
  };
  const many = histories.length > 1;
  for (const history of histories) refuseUnfit(history, asked, line.file, many);
  const checked = histories.map((history) => {
    const began = clock();
    const result = checkHistory(history.operations, asked);
    return { history, checked: result, ms: Math.round(clock() - began) };
  });
  const verdicts = new Set(checked.map(({ checked: { verdict } }) => verdict));
  const json = (): unknown => ({
    model: asked.model,
    as: asked.as,
    histories: histories.length,
    results: checked.map(({ history: { name, linearizable, operations }, checked: each, ms }, at) => ({
      n: /^\d+$/u.test(name) ? Number(name) : at,
      [asked.as]: holds[each.verdict],
      ms,
      ...(linearizable === null ? {} : { fileSays: linearizable ? 'linearizable' : 'not linearizable' }),
      ...each,
      parts: each.parts.map(({ order: _indices, ...part }) => ({
        ...part,
        violation: inWhole(operations, part.violation),
      })),
    })),
  });
  const lines = checked.flatMap(({ history, checked: each }) => told(history, each, asked, many));
  return {
    output: line.json ? { json: json() } : { lines },
    status: verdicts.has('violated') || verdicts.has('undecided') ? 1 : 0,
  };
}

/** A violation with its operations instead of their indices, which mean nothing outside. */
function inWhole(operations: readonly Operation[], violation: Violation | null): unknown {
  if (violation === null) return null;
  const { culprit, part, ...rest } = violation;
  return { ...rest, culprit: operations[culprit], part: part.map((at) => operations[at]) };
}

function reading(name: string, bytes: Uint8Array): HistoryFile {
  try {
    return readHistories(bytes);
  } catch (error) {
    if (error instanceof UnreadableHistory) throw new Refusal(`${name}: ${error.message}.`);
    throw error;
  }
}

function refuseUnfit({ name, operations }: CompactHistory, asked: Asked, file: string, many: boolean): void {
  const refused = refusesHistory(operations, asked);
  if (refused === null) return;
  const place = refused.at === null ? undefined : operations[refused.at]?.place;
  const where = [file, ...(many ? [`history ${name}`] : []), ...(place === undefined ? [] : [place])].join(': ');
  throw new Refusal(`${where}: ${refused.says}.`);
}

/** One line for each of many histories; for a single one also the part that shows what is wrong. */
function told(history: CompactHistory, checked: CheckedHistory, { model, as, limits }: Asked, many: boolean): string[] {
  const name = many ? `history ${history.name}: ` : '';
  const { verdict, operations, parts, steps } = checked;
  const words = { linearizable: 'linearizable', sequential: 'sequentially consistent', causal: 'causally consistent' }[
    as
  ];
  const says = history.linearizable;
  const differs =
    as === 'linearizable' && says !== null && verdict !== 'undecided' && says !== (verdict === 'consistent');
  const otherwise = differs ? '; the file says otherwise' : '';
  const of = `${counted(operations, 'operation')} as ${model}`;
  if (verdict === 'consistent') return [`${name}${words}: ${of}, ${counted(steps, 'step')}${otherwise}.`];
  const open = parts.filter((part) => part.verdict === 'undecided');
  const undecided = open.map(
    ({ key, limit }) =>
      `${name}not decided within ${limit === 'words' ? 'the memory that a check may take' : `${String(limits?.steps)} steps`}${keyed(key)}.`,
  );
  const broken = parts.filter((part) => part.verdict === 'violated');
  const lines = broken.flatMap((part) => [
    `${name}not ${words}${keyed(part.key)}: ${part.violation?.says ?? ''}${otherwise}.`,
    ...(many ? [] : partLines(history, part)),
  ]);
  return [...lines, ...undecided];
}

function keyed(key: string | null): string {
  return key === null || key === '' ? '' : `, key ${key}`;
}

function partLines({ operations }: CompactHistory, { violation }: CheckedPart): string[] {
  if (violation === null) return [];
  const head = violation.shortest
    ? 'The shortest part that shows it, from which nothing can be left out:'
    : 'A part that shows it; a shorter one was not found within the steps:';
  const part = violation.part.flatMap((at) => operations[at] ?? []);
  const width = Math.max(...part.map(({ place = '' }) => place.length));
  const rows = part.map((operation) => {
    const where = operation.key === '' ? '' : ` on ${operation.key}`;
    return `  ${(operation.place ?? '').padEnd(width)}  process ${operation.process} ${deed(operation)}${where}`;
  });
  return [head, ...rows];
}
