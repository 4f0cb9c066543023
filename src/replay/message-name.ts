/** What messages of a type say, in their protocol's own words. */
import { wordsOf } from '../protocols/index.ts';

export function messageName(type: string): string {
  return wordsOf(type)?.messages[type] ?? type;
}
