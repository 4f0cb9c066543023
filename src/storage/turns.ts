/**
 * One thing at a time, in the order asked for: writers of a chain must not overtake each other. A failure is its
 * caller's alone; the next in line goes on.
 */

/** Returns a function that runs each piece of work after the one before it has ended. */
export function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
