/** How figures are written on the command line: the same digits always, so that output may be compared line by line. */

/** With so many digits behind the point. */
export function decimals(value: number, digits: number): string {
  return value.toFixed(digits);
}
