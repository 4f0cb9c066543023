/**
 * What may stand on a command line: every option of every command, and what is made of them.
 */
import type { ParseArgsConfig } from 'node:util';
import type { Json } from '../../base/index.ts';
import type { Level, ModelName } from '../../history/index.ts';
import type { CommandName } from './help.ts';

export type Options = NonNullable<ParseArgsConfig['options']>;

/** What every command takes that reads a document. */
const additions = { agents: { type: 'string' }, bandwidth: { type: 'string' } } satisfies Options;

/** Every option of every command, for the reader of the line and for the test of its help. */
export const options = {
  simulate: {
    ...additions,
    seed: { type: 'string' },
    set: { type: 'string', multiple: true },
    'until-ms': { type: 'string' },
    inject: { type: 'string', multiple: true },
    why: { type: 'string' },
    memory: { type: 'string' },
    'memory-out': { type: 'string' },
    json: { type: 'boolean' },
    out: { type: 'string' },
  },
  validate: { ...additions, json: { type: 'boolean' } },
  replay: {
    json: { type: 'boolean' },
    checkpoints: { type: 'boolean' },
    agent: { type: 'string' },
    at: { type: 'string' },
    from: { type: 'string' },
    out: { type: 'string' },
  },
  convert: { ...additions, to: { type: 'string' }, output: { type: 'string', short: 'o' } },
  experiment: {
    ...additions,
    vary: { type: 'string', multiple: true },
    sweep: { type: 'string' },
    seeds: { type: 'string' },
    precision: { type: 'string' },
    json: { type: 'boolean' },
    csv: { type: 'boolean' },
    summary: { type: 'boolean' },
    semicolons: { type: 'boolean' },
  },
  compare: {
    ...additions,
    seed: { type: 'string' },
    'set-a': { type: 'string', multiple: true },
    'set-b': { type: 'string', multiple: true },
    json: { type: 'boolean' },
  },
  'agent-state': {
    agent: { type: 'string' },
    'until-ms': { type: 'string' },
    load: { type: 'string' },
    anybody: { type: 'boolean' },
    output: { type: 'string', short: 'o' },
  },
  'check-history': {
    model: { type: 'string' },
    as: { type: 'string' },
    steps: { type: 'string' },
    json: { type: 'boolean' },
  },
} satisfies Record<string, Options>;

/** `PATH=VALUE` as it was written. */
export type Sets = readonly { readonly path: string; readonly value: string }[];

/** What is added to a file, where it is missing. */
export interface Added {
  readonly agents: number | null;
  /** Bytes a second. */
  readonly bandwidth: number | null;
}

export type CommandLine =
  | { readonly command: 'help'; readonly on: CommandName | null }
  | ({
      readonly command: 'simulate';
      readonly file: string;
      readonly seed: number | null;
      readonly set: Sets;
      readonly untilMs: number | null;
      /** What goes wrong by hand, in order of steps. */
      readonly inject: readonly { readonly step: number; readonly fault: Json }[];
      /** Task of which to tell who got it and why. */
      readonly why: string | null;
      /** Files of long-term memories: that it begins with, and that it writes at its end. */
      readonly memory: string | null;
      readonly memoryOut: string | null;
      readonly json: boolean;
      readonly out: string | null;
    } & Added)
  | ({ readonly command: 'validate'; readonly file: string; readonly json: boolean } & Added)
  | {
      readonly command: 'replay';
      readonly file: string;
      readonly json: boolean;
      readonly checkpoints: boolean;
      /** Whose own checkpoints are told; null for nobody's. */
      readonly agent: string | null;
      /** Steps of one of them or of two. */
      readonly at: readonly number[];
      /** The step from which a new run is begun, written to `out`. */
      readonly from: number | null;
      readonly out: string | null;
    }
  | ({
      readonly command: 'convert';
      /** One, or all of a domain of GENIUS. */
      readonly files: readonly string[];
      readonly to: 'conclave' | 'wfformat' | 'mermaid' | 'dot';
      readonly output: string | null;
    } & Added)
  | ({
      readonly command: 'experiment';
      readonly file: string;
      readonly vary: readonly { readonly path: string; readonly values: string }[];
      readonly seeds: number;
      /** The share to which mean times are to be known, where seeds end by that; `seeds` is then the most. */
      readonly precision: number | null;
      /** Whether CSV has a line a setting and metric, not a line a run. */
      readonly summary: boolean;
      readonly separator: ',' | ';';
      readonly as: 'text' | 'json' | 'csv';
    } & Added)
  | ({
      readonly command: 'compare';
      readonly files: readonly [string, string];
      readonly seed: number | null;
      /** What is set on the one side and on the other. */
      readonly sets: readonly [Sets, Sets];
      readonly json: boolean;
    } & Added)
  | {
      readonly command: 'agent-state';
      readonly file: string;
      readonly agent: string;
      readonly untilMs: number | null;
      /** The file of a state that the agent is to begin with; null to save one. */
      readonly load: string | null;
      /** A state of another agent is taken too. */
      readonly anybody: boolean;
      readonly output: string | null;
    }
  | {
      readonly command: 'check-history';
      readonly file: string;
      /** Null where the file tells. */
      readonly model: ModelName | null;
      readonly as: Level;
      readonly steps: number | null;
      readonly json: boolean;
    };
