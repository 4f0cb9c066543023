/*
 * One entry for whatever file a person drops: its format is found by its content, never by its name. Bytes are counted
 * before anything is parsed, and whatever stands in the file, the answer is a value or a refusal; nothing here throws,
 * runs, stores or asks the network.
 */
import { err, ok, parseJson, type Json, type JsonObject, type Result } from '../base/index.ts';
import { DOCUMENT_LIMITS } from '../document/index.ts';
import { supplyAgents } from './agents.ts';
import { looksLikeDocument, readConclave } from './conclave.ts';
import { foreignName } from './foreign.ts';
import { geniusText, looksLikeGenius, readGenius } from './genius/genius.ts';
import type { Imported, ImportOptions, Reading } from './imported.ts';
import { refusal, type ImportProblem } from './refusal.ts';
import { isRunFile, readRunFile } from './run-file.ts';
import { looksLikeWfFormat, readWfFormat } from './wfformat/read.ts';

/** Imports the bytes of a file. */
export function importFile(
  bytes: Uint8Array,
  fileName: string,
  options: ImportOptions = {},
): Result<Imported, ImportProblem> {
  return looksLikeGenius(bytes)
    ? importGenius(bytes, fileName, options)
    : importParsed(parsed(bytes), fileName, options);
}

/** Imports text that is already a string, such as what was pasted or read from standard input. */
export function importText(
  text: string,
  fileName: string,
  options: ImportOptions = {},
): Result<Imported, ImportProblem> {
  return looksLikeGenius(text) ? importGenius(text, fileName, options) : importParsed(parsed(text), fileName, options);
}

/** The files of a domain of GENIUS, one after the other. */
function importGenius(
  input: string | Uint8Array,
  fileName: string,
  options: ImportOptions,
): Result<Imported, ImportProblem> {
  const option = optionProblem(options);
  if (option !== null) return err(option);
  const text = geniusText(input);
  if (!text.ok) return text;
  const read = readGenius(text.value, fileName);
  return read.ok ? ok({ kind: 'document', format: 'genius', source: text.value, ...read.value }) : read;
}

/** JSON out of a file; what is none is named by its first characters. */
function parsed(input: Uint8Array | string): Result<Json, ImportProblem> {
  const json = parseJson(input);
  if (json.ok || !mayBeForeign.has(json.error.code)) return json;
  const name = foreignName(input);
  return name === null
    ? json
    : err(refusal('import/foreign', [], `This looks like ${name}, which cannot be opened; ${known}.`));
}

const mayBeForeign: ReadonlySet<string> = new Set(['json/syntax', 'json/encoding', 'json/truncated']);
const known = 'choose a Conclave document, a run file or a WfFormat file, all of them JSON, or XML of GENIUS';

function importParsed(
  parsed: Result<Json, ImportProblem>,
  fileName: string,
  options: ImportOptions,
): Result<Imported, ImportProblem> {
  const option = optionProblem(options);
  if (option !== null) return err(option);
  if (!parsed.ok) return parsed;
  const json = parsed.value;
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return err(unknownFormat(null));
  const source = json as JsonObject;
  if (isRunFile(source)) return importRun(source);
  if (looksLikeWfFormat(source)) {
    const read = readWfFormat(source, fileName, options);
    return read.ok ? ok({ kind: 'document', format: 'wfformat', source, ...read.value }) : read;
  }
  const format = source['format'];
  if (format !== undefined ? format !== 'conclave' : !looksLikeDocument(source)) return err(unknownFormat(format));
  return ok({ kind: 'document', format: 'conclave', source, ...withAgents(readConclave(source), options) });
}

/** A run that cannot be replayed by this version is opened as the document that it holds, for looking at. */
function importRun(source: JsonObject): Result<Imported, ImportProblem> {
  const read = readRunFile(source);
  if (read.ok) {
    const { run, problems } = read.value;
    const reading = { document: run.document, problems, readOnly: false, notes: [] };
    return ok({ kind: 'run', format: 'conclave-run', source, ...reading, run });
  }
  if (read.error.code !== 'run-file/newer-version') return read;
  const { document, problems, notes } = readConclave(source['document'] ?? null);
  const newer = {
    code: 'newer-version',
    severity: 'error',
    path: 'version',
    place: { kind: 'document' },
    message: read.error.message,
  } as const;
  const reading = { document, problems: [newer, ...problems], readOnly: true, notes };
  return ok({ kind: 'document', format: 'conclave-run', source, ...reading });
}

function withAgents(reading: Reading, { agents }: ImportOptions): Reading {
  if (agents === undefined || reading.readOnly) return reading;
  const supplied = supplyAgents(reading, agents);
  return { ...reading, ...supplied, notes: [...reading.notes, ...supplied.notes] };
}

function optionProblem({ agents, bandwidthBytesPerSecond: bandwidth }: ImportOptions): ImportProblem | null {
  const most = DOCUMENT_LIMITS.agentsMax;
  if (agents !== undefined && !(Number.isInteger(agents) && agents >= 1 && agents <= most)) {
    const sentence = `The number of agents is ${String(agents)}; give a whole number from 1 to ${String(most)}.`;
    return refusal('import/option', [], sentence);
  }
  if (bandwidth !== undefined && !(Number.isFinite(bandwidth) && bandwidth > 0)) {
    const sentence = `The bandwidth is ${String(bandwidth)} bytes per second; give a number above 0.`;
    return refusal('import/option', [], sentence);
  }
  return null;
}

function unknownFormat(format: Json | undefined | null): ImportProblem {
  if (format === undefined) {
    const ours = 'or write "format": "conclave" into it, if it is meant to be a document';
    return refusal('import/unknown-format', [], `This is JSON of an unknown kind; ${known}, ${ours}.`);
  }
  if (format === null) return refusal('import/unknown-format', [], `The file holds no object; ${known}.`);
  const written = JSON.stringify(format).slice(0, 80);
  return refusal('import/unknown-format', ['format'], `The format ${written} is not known; ${known}.`);
}
