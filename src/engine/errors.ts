/**
 * What can go wrong in the engine that is not our bug: a document that cannot run, a run that is not there, a run of
 * another version. Each has a code that the page compares and one sentence for the person.
 */
import type { BridgeError } from '../bridge/index.ts';

export type EngineCode =
  | 'engine/no-run'
  | 'engine/not-runnable'
  | 'engine/version'
  | 'engine/refused-file'
  | 'engine/refused-fault'
  | 'engine/refused-checkpoint'
  | 'engine/refused-memories'
  | 'engine/watching'
  | 'engine/limit'
  | 'engine/bug';

export class EngineError extends Error {
  readonly code: EngineCode;
  readonly definite: boolean;
  readonly data: unknown;

  constructor(code: EngineCode, message: string, data?: unknown) {
    super(message);
    this.name = 'EngineError';
    this.code = code;
    this.definite = true;
    this.data = data;
  }
}

/** Any error as it may cross the thread; what is not one of ours is our bug, and says so. */
export function toBridgeError(error: unknown): BridgeError {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.includes('/')) {
    const definite = 'definite' in error ? error.definite === true : false;
    return {
      code: error.code,
      message: error.message,
      definite,
      ...('data' in error && error.data !== undefined ? { data: error.data } : {}),
    };
  }
  const text = error instanceof Error ? error.message : String(error);
  return {
    code: 'engine/bug',
    message: `The engine met a fault of its own: ${text}. The run stays in its journal; please report this.`,
    definite: false,
  };
}
