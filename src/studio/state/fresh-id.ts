/** Names for new documents and runs. Only the page invents random names; below the engine nothing may. */

/** A name such as `d-3f9k2m7qx1` that no other document or run has. */
export function inventId(prefix: 'd' | 'r'): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `${prefix}-${Array.from(bytes, (byte) => letters[byte % letters.length] ?? 'a').join('')}`;
}
