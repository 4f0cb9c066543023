/**
 * A command line: what was asked, or one sentence on what is wrong with it. It reads no file.
 */
import { Refusal } from '../../api/index.ts';
import { parseJson, type Json } from '../../base/index.ts';
import { BOUNDS } from '../../document/index.ts';
import { isModel, levels, models } from '../../history/index.ts';
import { options, type Added, type CommandLine, type Sets } from './command-line.ts';
import { commands, isCommand } from './help.ts';
import { parsed, parsedFiles, text, whole } from './words.ts';

/** Reads the arguments after the program's name; throws a `Refusal`. */
export function readArguments(args: readonly string[]): CommandLine {
  const [command, ...rest] = args;
  if (command === undefined || command === 'help' || command === '--help' || command === '-h')
    return { command: 'help', on: rest[0] !== undefined && isCommand(rest[0]) ? rest[0] : null };
  if (!isCommand(command))
    throw new Refusal(`There is no command "${command}"; use ${Object.keys(commands).join(', ')}.`);
  const words = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  if (words.includes('--help') || words.includes('-h')) return { command: 'help', on: command };
  switch (command) {
    case 'simulate':
      return simulate(rest);
    case 'convert':
      return convert(rest);
    case 'experiment':
      return experiment(rest);
    case 'compare':
      return compare(rest);
    case 'check-history':
      return checkHistory(rest);
    case 'agent-state':
      return agentState(rest);
    case 'validate': {
      const { values, file } = parsed(command, rest, options.validate);
      return { command, file, json: values['json'] === true, ...added(values) };
    }
    case 'replay':
      return replay(rest);
  }
}

function added(values: Record<string, unknown>): Added {
  return {
    agents: whole('--agents', values['agents'], 1, BOUNDS.agents),
    bandwidth: whole('--bandwidth', values['bandwidth'], 1),
  };
}

function replay(rest: readonly string[]): CommandLine {
  const { values, file } = parsed('replay', rest, options.replay);
  const from = whole('--from', values['from'], 0);
  const out = text(values['out']);
  if ((from === null) !== (out === null))
    throw new Refusal('A new run from a step wants both: --from STEP and --out RUNFILE.');
  const [agent, at] = [text(values['agent']), text(values['at'])];
  if (at !== null && agent === null)
    throw new Refusal('--at wants --agent ID, too: whose checkpoints are looked into.');
  if (at !== null && !/^\d{1,15}(,\d{1,15})?$/u.test(at))
    throw new Refusal(`--at wants STEP, or STEP,STEP for what changed between two, not "${at}".`);
  return {
    command: 'replay',
    file,
    json: values['json'] === true,
    checkpoints: values['checkpoints'] === true,
    agent,
    at: at === null ? [] : at.split(',').map(Number),
    from,
    out,
  };
}

function simulate(rest: readonly string[]): CommandLine {
  const { values, file } = parsed('simulate', rest, options.simulate);
  return {
    command: 'simulate',
    file,
    set: setsOf('set', values),
    json: values['json'] === true,
    out: text(values['out']),
    seed: whole('--seed', values['seed'], -BOUNDS.seed, BOUNDS.seed),
    ...added(values),
    untilMs: whole('--until-ms', values['until-ms'], 0),
    inject: injectionsOf(values),
    why: (values['why'] as string | undefined) ?? null,
    memory: text(values['memory']),
    memoryOut: text(values['memory-out']),
  };
}

function convert(rest: readonly string[]): CommandLine {
  const { values, files } = parsedFiles('convert', rest, options.convert);
  if (files.length === 0) throw new Refusal('convert wants a file; - is standard input.');
  const to = values['to'];
  if (to !== 'conclave' && to !== 'wfformat' && to !== 'mermaid' && to !== 'dot')
    throw new Refusal('--to wants conclave, wfformat, mermaid or dot.');
  return { command: 'convert', files, to, output: text(values['output']), ...added(values) };
}

function experiment(rest: readonly string[]): CommandLine {
  const { values, file } = parsed('experiment', rest, options.experiment);
  const vary = ((values['vary'] as string[] | undefined) ?? []).map((each) => {
    const at = each.indexOf('=');
    if (at <= 0) throw new Refusal(`--vary wants PATH=A,B,C, such as scheduling.order=fifo,priority, not "${each}".`);
    return { path: each.slice(0, at), values: each.slice(at + 1) };
  });
  const { json, csv, sweep, precision } = values;
  if (typeof sweep === 'string') vary.push(swept(sweep));
  if (json === true && csv === true) throw new Refusal('experiment prints --json or --csv, not both.');
  if (values['summary'] === true && csv !== true)
    throw new Refusal('--summary wants --csv, too: text and JSON have the figures anyhow.');
  return {
    command: 'experiment',
    file,
    vary,
    ...added(values),
    seeds: whole('--seeds', values['seeds'], 1) ?? 1,
    precision: typeof precision === 'string' ? shareOf(precision) : null,
    summary: values['summary'] === true,
    separator: values['semicolons'] === true ? ';' : ',',
    as: json === true ? 'json' : csv === true ? 'csv' : 'text',
  };
}

/** `2` or `2%` as a share. */
function shareOf(written: string): number {
  const percent = /^\d+(?:\.\d+)?%?$/u.test(written) ? Number(written.replace('%', '')) : 0;
  if (percent < 0.1 || percent > 50)
    throw new Refusal(`--precision wants a percentage from 0.1 to 50, such as 2, not "${written}".`);
  return percent / 100;
}

/** `liars=0..3:silent` as a factor: every number from the first to the last. */
function swept(written: string): { readonly path: string; readonly values: string } {
  const [, first = '', last = '', kind] = /^liars=(\d+)\.\.(\d+)(?::([a-z-]+))?$/u.exec(written) ?? [];
  const [from, to] = [Number(first), Number(last)];
  if (first === '' || to < from || to - from > 100)
    throw new Refusal(
      `--sweep wants liars=MIN..MAX or liars=MIN..MAX:KIND, such as liars=0..3:silent, not "${written}".`,
    );
  const values = Array.from({ length: to - from + 1 }, (_, at) => String(from + at)).join(',');
  return { path: kind === undefined ? 'liars' : `liars:${kind}`, values };
}

function compare(rest: readonly string[]): CommandLine {
  const { values, files } = parsedFiles('compare', rest, options.compare);
  const [first, other = first, ...more] = files;
  if (first === undefined || other === undefined)
    throw new Refusal('compare wants one file or two; - is standard input.');
  if (more.length > 0) throw new Refusal(`compare takes two files, not ${String(files.length)}.`);
  return {
    command: 'compare',
    files: [first, other],
    seed: whole('--seed', values['seed'], -BOUNDS.seed, BOUNDS.seed),
    ...added(values),
    sets: [setsOf('set-a', values), setsOf('set-b', values)],
    json: values['json'] === true,
  };
}

function agentState(rest: readonly string[]): CommandLine {
  const { values, file } = parsed('agent-state', rest, options['agent-state']);
  const agent = text(values['agent']);
  if (agent === null) throw new Refusal('agent-state wants --agent ID: whose state it is.');
  const untilMs = whole('--until-ms', values['until-ms'], 0);
  const load = text(values['load']);
  const anybody = values['anybody'] === true;
  if (anybody && load === null) throw new Refusal('--anybody is for a state that is loaded; give --load STATE too.');
  return { command: 'agent-state', file, agent, untilMs, load, anybody, output: text(values['output']) };
}

function checkHistory(rest: readonly string[]): CommandLine {
  const { values, file } = parsed('check-history', rest, options['check-history']);
  const [model, asked] = [text(values['model']), text(values['as']) ?? 'linearizable'];
  const as = levels.find((level) => level === asked);
  if (model !== null && !isModel(model))
    throw new Refusal(`--model wants ${Object.keys(models).join(', ')}, not "${model}".`);
  if (as === undefined) throw new Refusal(`--as wants ${levels.join(', ')}, not "${asked}".`);
  const steps = whole('--steps', values['steps'], 1);
  return { command: 'check-history', file, model, as, steps, json: values['json'] === true };
}

function injectionsOf(values: Record<string, unknown>): { readonly step: number; readonly fault: Json }[] {
  const written = (values['inject'] as string[] | undefined) ?? [];
  const read = written.map((each) => {
    const [, at = '', text = ''] = /^(\d{1,15}):(.*)$/su.exec(each) ?? [];
    const fault = parseJson(text);
    if (at === '' || !fault.ok)
      throw new Refusal(`--inject wants STEP:JSON, such as 40:{"kind":"silent","agent":"ana"}, not "${each}".`);
    return { step: Number(at), fault: fault.value };
  });
  return read.sort((a, b) => a.step - b.step);
}

function setsOf(name: string, values: Record<string, unknown>): Sets {
  return ((values[name] as string[] | undefined) ?? []).map((each) => {
    const at = each.indexOf('=');
    if (at <= 0) throw new Refusal(`--${name} wants PATH=VALUE, such as scheduling.order=fifo, not "${each}".`);
    return { path: each.slice(0, at), value: each.slice(at + 1) };
  });
}
