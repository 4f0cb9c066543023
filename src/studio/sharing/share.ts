/**
 * Gives a workflow out as a link: packs it, says when it is too long for one, and puts it on the clipboard. The workflow travels in the
 * part of the address that browsers never send, so nothing of it reaches any server.
 */
import type { Document } from '../../document/index.ts';
import { sharedHref, type LinkTarget } from '../state/index.ts';
import { linkCharactersMax, packLink } from './link-code.ts';

export type Shared =
  | { readonly kind: 'copied'; readonly characters: number }
  | { readonly kind: 'too-long'; readonly characters: number }
  /** The browser did not let the page write to the clipboard. */
  | { readonly kind: 'refused'; readonly link: string };

/** Puts a link with the document in it on the clipboard. */
export async function shareLink(document: Document, { page, write }: LinkTarget): Promise<Shared> {
  const { exportDocument } = await import('../../interchange/index.ts');
  const { text } = exportDocument(document, 'conclave');
  const link = `${page}${sharedHref(await packLink(JSON.stringify(JSON.parse(text))))}`;
  if (link.length > linkCharactersMax) return { kind: 'too-long', characters: link.length };
  try {
    await write(link);
    return { kind: 'copied', characters: link.length };
  } catch {
    return { kind: 'refused', link };
  }
}
