/*
 * The shelf of tours, fetched when the first one is wanted: most people come for a program, not for a story.
 */
import type { Shelf } from './tour-effects.ts';

/** The tours of the page at this address. */
export function lazyShelf(base: string): Shelf {
  const shelf = async (): Promise<Shelf> => (await import('./shelf.ts')).shelfAt(base);
  return {
    list: async () => (await shelf()).list(),
    tour: async (id) => (await shelf()).tour(id),
    open: async (sample) => (await shelf()).open(sample),
  };
}
