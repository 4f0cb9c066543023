/** What work costs, by the processor time of this process: what else a machine does at the same time is not counted. */

/** Milliseconds of processor time that a call takes, with the garbage that it makes. */
export function costMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
