/**
 * Something that goes wrong on purpose, or that an agent is to believe, put into a run by hand: from what a person asked for to the inputs that the journal
 * keeps. It computes nothing and leaves the run as it is; what cannot be put in is refused by one sentence.
 */
import { err, ok, type Json, type Result } from '../../base/index.ts';
import { exactTime, readInjection } from '../../document/index.ts';
import { knownNames } from '../../protocols/index.ts';
import { inputProblem, injectedInputs } from '../../workflow/index.ts';
import type { Run, RunInput } from '../run.ts';

/** The inputs of a fault or a cure that begins at a step; the first is there at once, its end comes by itself. */
export function injectionInputs(
  run: Run,
  { step, timeMs }: { readonly step: number; readonly timeMs: number },
  fault: Json,
): Result<readonly RunInput[], string> {
  if (run.complete && step >= run.steps) return err('The run has ended; step back to inject a fault.');
  const { plan, document } = run.compiled;
  // Whoever works may have been supplied for this run.
  const read = readInjection(fault, { ...document, agents: plan.agents.map(({ id }) => ({ id })) }, knownNames);
  if (!read.ok) return read;
  const ends = endOf(read.value);
  if (ends !== undefined && ends <= timeMs)
    return err(`It would end at ${exactTime(ends)}, and the run is at ${exactTime(timeMs)} here; choose a later end.`);
  const earlier = run.inputs.filter((input) => input.step === step).length;
  const made = injectedInputs(read.value, plan, `by hand ${step}.${earlier}`);
  if (made.length === 0) return err('No agent here is affected.');
  if (read.value.kind === 'mind') {
    const { beliefs, forget, goals } = read.value;
    if (Object.keys(beliefs).length + forget.length + Object.keys(goals).length === 0)
      return err('Nothing is changed; name beliefs, forget or goals.');
    const wrong = inputProblem(plan, made[0]!);
    if (wrong !== null) return err(`${wrong.charAt(0).toUpperCase()}${wrong.slice(1)}; name one of its goals.`);
  }
  return ok(made.map(({ atMs, to, message }): RunInput => ({ step, atMs: Math.max(atMs, timeMs), to, message })));
}

function endOf(fault: object): number | undefined {
  const { recoverMs, untilMs } = fault as { readonly recoverMs?: number; readonly untilMs?: number };
  return recoverMs ?? untilMs;
}
