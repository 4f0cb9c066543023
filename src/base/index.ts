/*
 * The door of `base`: what every other room may use. It imports nothing from any other room and admits no noun of
 * the domain. Other floors enter here and nowhere else.
 */
export { err, invariant, InvariantError, ok, unreachable, type Err, type Ok, type Result } from './result.ts';
export { compareIds, freshId, idSource, isForbiddenKey, isIdText, isSafeId } from './ids.ts';
export {
  canonical,
  clonePlain,
  decodeUtf8,
  digest,
  digestJson,
  digestWords,
  encodeUtf8,
  equalJson,
  mixInto,
  mixString,
  newTrace,
  pathText,
  traceHex,
  weighedCopy,
  type Json,
  type JsonObject,
  type TraceState,
} from './json.ts';
export { sha256 } from './sha256.ts';
export { JSON_LIMITS, parseJson, type JsonLimits, type JsonProblem, type JsonProblemCode } from './parse.ts';
