/** What a way of choosing is called in a sentence: `least loaded`, and methods by the names they are known by. */
const known: Readonly<Record<string, string>> = {
  heft: 'HEFT',
  cpop: 'CPOP',
  hungarian: 'Hungarian',
  'min-min': 'min-min',
  'first-fit': 'first fit',
};

export function ruleName(rule: string): string {
  return known[rule] ?? rule.replaceAll('-', ' ');
}
