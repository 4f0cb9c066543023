/** Timing for benches: interleaved rounds, medians, ratios to a baseline of the same run. Absolute figures are only an order of magnitude. */

export interface Contender {
  readonly name: string;
  run(): unknown;
}

/** Least milliseconds of each contender over so many interleaved rounds, the first one not counted: noise only ever adds. */
export async function race(contenders: readonly Contender[], rounds: number): Promise<Map<string, number>> {
  const times = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, run } of contenders) {
      (globalThis as { gc?: () => void }).gc?.();
      const began = performance.now();
      await run();
      if (round > 0) times.get(name)?.push(performance.now() - began);
    }
  }
  return new Map([...times].map(([name, list]) => [name, Math.min(...list)]));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** One line of a bench: what, figure, goal, met or not. A goal that is missed ends the bench with status 1. */
export function line(what: string, figure: string, goal: string, met: boolean): void {
  console.log(`${met ? 'met   ' : 'MISSED'}  ${what.padEnd(66)} ${figure.padStart(12)}   goal ${goal}`);
  if (!met) process.exitCode = 1;
}

/** A figure that has no goal. */
export function note(what: string, figure: string): void {
  console.log(`        ${what.padEnd(66)} ${figure.padStart(12)}`);
}

/** The value below which this share of them lies. */
export function high(values: readonly number[], share = 0.95): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length * share)] ?? NaN;
}

/** Milliseconds as a figure. */
export function told(ms: number): string {
  return `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
}

/** The runner bundles a bench; what must stay as it is on disk is loaded by a name that the bundler does not see. */
export async function load<Module>(name: string): Promise<Module> {
  return (await import(/* @vite-ignore */ name)) as Module;
}
