/** How figures are written on the command line: the same digits always, so that output may be compared line by line. */

/** With so many digits behind the point. */
export function decimals(value: number, digits: number): string {
  return value.toFixed(digits);
}

/** `1 step`, `2 steps`. */
export function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}
