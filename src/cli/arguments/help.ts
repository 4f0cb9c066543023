/**
 * What the commands are and what each one takes: the words of `--help`, of the whole and of one command.
 */

interface CommandHelp {
  readonly line: string;
  readonly does: string;
  /** What the file is, where it is no document. */
  readonly reads?: string;
  readonly takes: readonly (readonly [option: string, says: string])[];
}

const file =
  'FILE is a document, a run file, a WfFormat file or XML of GENIUS, found by its content; - is standard input.';
const json = ['--json', 'print everything as one JSON object'] as const;
const agents = ['--agents N', 'add N identical agents, if the file names none'] as const;
const bandwidth = [
  '--bandwidth N',
  'WfFormat: files travel at N bytes a second; without it transfers take no time',
] as const;

export const commands = {
  simulate: {
    line: 'simulate FILE [--seed N] [--agents N] [--bandwidth N] [--set PATH=VALUE]... [--until-ms T] [--inject STEP:JSON]... [--why TASK] [--memory FILE] [--memory-out FILE] [--json] [--out RUNFILE]',
    does: 'Runs a document to its end and prints the result. Status: 0 it succeeded and every invariant held, 1 it did not.',
    takes: [
      ['--seed N', 'use this seed, not that of the document'],
      agents,
      bandwidth,
      ['--set PATH=VALUE', 'set a value of the document, such as tasks[x].priority=2; may be repeated'],
      ['--until-ms T', 'stop at T ms of the run'],
      [
        '--inject STEP:JSON',
        'inject or end a fault, change beliefs (kind mind), or take a snapshot (kind snapshot), after a step, such as 40:{"kind":"silent","agent":"ana"}',
      ],
      ['--why TASK', 'which agents were eligible for a task, which one got it, and why'],
      ['--memory FILE', 'agents begin with the long-term memories of this file'],
      ['--memory-out FILE', 'write the long-term memories at the end of the run, for --memory of another'],
      json,
      ['--out RUNFILE', 'write a file that reproduces the run anywhere'],
    ],
  },
  validate: {
    line: 'validate FILE [--agents N] [--bandwidth N] [--json]',
    does: 'Lists every problem of a file, with its place and what to do.',
    takes: [agents, bandwidth, json],
  },
  replay: {
    line: 'replay RUNFILE [--checkpoints] [--agent ID [--at STEP[,STEP]]] [--from STEP --out RUNFILE] [--json]',
    does: 'Replays a run file and compares every digest on the way. Status: 0 it is the same run, 1 it is not.',
    takes: [
      ['--checkpoints', 'tell where the run keeps a checkpoint by itself, and what was done there'],
      ['--agent ID', 'tell the last five checkpoints of this agent, too; coordinator for that of the run'],
      ['--at STEP[,STEP]', 'what is in its checkpoint at STEP, or what changed between two'],
      ['--from STEP', 'begin a new run with what had been put in before STEP, written to --out'],
      ['--out RUNFILE', 'where the new run is written'],
      json,
    ],
  },
  convert: {
    line: 'convert FILE... --to conclave|wfformat|mermaid|dot [--agents N] [--bandwidth N] [-o OUT]',
    does: 'Writes a file in another format; of GENIUS the files of a domain and its profiles together.',
    takes: [
      ['--to FORMAT', 'conclave, wfformat, mermaid or dot'],
      agents,
      bandwidth,
      ['-o, --output OUT', 'write to OUT instead of standard output'],
    ],
  },
  experiment: {
    line: 'experiment FILE [--vary PATH=A,B,C]... [--sweep liars=MIN..MAX[:KIND]] --seeds N [--precision PERCENT] [--agents N] [--bandwidth N] [--json | --csv [--summary] [--semicolons]]',
    does: 'Runs a document under every combination of settings, each with the same seeds, and compares them. Status: 0 every run succeeded.',
    takes: [
      ['--vary PATH=A,B,C', 'the values of one setting to try, such as coordination.pattern=centralized,delegation'],
      ['--sweep liars=MIN..MAX[:KIND]', 'how many agents are Byzantine, and how, such as silent'],
      ['--seeds N', 'how many seeds, counting up from that of the document'],
      [
        '--precision PERCENT',
        'stop once the mean total time of every setting is known to that, such as 2 (95% confidence, at least 20 seeds); --seeds is the most',
      ],
      agents,
      bandwidth,
      [
        '--json, --csv',
        'figures and runs as JSON, or one line per run as CSV; each run with the first 13 digits of its digest',
      ],
      [
        '--summary',
        'CSV with one line per setting and metric: quartiles, 95th and 99th percentile, difference, effect size',
      ],
      ['--semicolons', 'CSV with semicolons and decimal commas, for spreadsheets in many countries'],
    ],
  },
  compare: {
    line: 'compare FILE [FILE] [--seed N] [--agents N] [--bandwidth N] [--set-a PATH=VALUE]... [--set-b PATH=VALUE]... [--json]',
    does: 'Says where two runs diverge, and their results. One FILE is run twice. Status: 0 both runs are the same, 1 they differ.',
    takes: [
      ['--seed N', 'use this seed, not those of the documents'],
      agents,
      bandwidth,
      ['--set-a, --set-b PATH=VALUE', 'set a value in the first run only, or in the second'],
      json,
    ],
  },
  'agent-state': {
    line: 'agent-state FILE --agent ID [--until-ms T] [--load STATE [--anybody]] [-o OUT]',
    does: 'Runs a document and saves what an agent believes, is after and has done; or lets it begin with such a state.',
    takes: [
      ['--agent ID', 'whose state it is'],
      ['--until-ms T', 'as it is at this virtual time, not at the end'],
      ['--load STATE', 'the document in which the agent begins with this saved state'],
      ['--anybody', 'load it even where it is the state of another agent'],
      ['-o, --output OUT', 'into this file, not on standard output'],
    ],
  },
  'check-history': {
    line: 'check-history FILE [--model register|counter|set|log|kv] [--as linearizable|sequential|causal] [--steps N] [--json]',
    does: 'Checks a recorded history of operations on shared things, and explains what is wrong. Status: 0 it is consistent, 1 it is violated or could not be decided.',
    reads:
      'FILE is a history in EDN as Jepsen writes it, its log, or short JSON (docs/history.md); - is standard input.',
    takes: [
      ['--model MODEL', 'what the operations work on; without it, found by their names'],
      ['--as LEVEL', 'linearizable (the default), sequential or causal'],
      ['--steps N', 'give up a history after N steps (default 20000000)'],
      json,
    ],
  },
} satisfies Record<string, CommandHelp>;

export type CommandName = keyof typeof commands;

export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}

/** Help on one command, or on all where none is named. */
export function helpOn(name: CommandName | null): string {
  const status = 'Status 2: bad usage or a refused file, the reason in one line on standard error.';
  if (name === null) {
    const lines = Object.values(commands).map(({ line }) => `conclave ${line}`);
    const statuses =
      'Status: 0 the run succeeded and every invariant held, 1 it did not, 2 bad usage or a refused file.';
    return [...lines, 'conclave COMMAND --help', '', file, statuses].join('\n');
  }
  const { line, does, takes, reads = file }: CommandHelp = commands[name];
  const width = Math.max(...takes.map(([option]) => option.length));
  const options = takes.map(([option, says]) => `  ${option.padEnd(width)}  ${says}`);
  return [`conclave ${line}`, '', does, '', ...options, '', reads, status].join('\n');
}
