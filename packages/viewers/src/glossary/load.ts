/** The door to the glossary for who wants it as data: it is fetched apart, because no first picture needs it. */

import type { GlossaryEntry } from './glossary-entry.ts';

/** The glossary and what can be asked of it. */
export interface Glossary {
  readonly GLOSSARY: readonly GlossaryEntry[];
  /** The entry of a term; null where there is none. */
  readonly glossOf: (term: string) => GlossaryEntry | null;
  /** An entry in a sentence. */
  readonly glossText: (entry: GlossaryEntry) => string;
  /** All of it as a page of Markdown. */
  readonly glossaryPage: () => string;
}

/** Fetches the glossary. */
export const loadGlossary = (): Promise<Glossary> => import('./glossary.ts');
