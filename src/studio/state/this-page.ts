/** This page as links are given out of it: its address without the hash, and the clipboard that takes them. */
export interface LinkTarget {
  readonly page: string;
  readonly write: (text: string) => Promise<void>;
}

export function thisPage(): LinkTarget {
  return {
    page: `${location.origin}${location.pathname}${location.search}`,
    write: (text) => navigator.clipboard.writeText(text),
  };
}
