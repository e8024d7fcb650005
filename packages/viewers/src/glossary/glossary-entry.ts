/** What an entry of the glossary is, and how entries are written: a line each, in tables by what they are about. */

/** What something is that a view shows. */
export interface GlossaryEntry {
  /** By which a view asks for it: a function, a field, `system:tracepoint`, `smaps.Rss`. */
  readonly term: string;
  /** The kernel's name. */
  readonly kernel: string;
  /** What it counts; `''` where it counts nothing. */
  readonly unit: string;
  /** What it is, in a sentence or two. */
  readonly text: string;
  /** The section of docs/glossary.md that has it. */
  readonly section: GlossarySection;
}

/** Sections, in the order of the page. */
export const GLOSSARY_SECTIONS = Object.freeze([
  'Accounting',
  'Invariants',
  'Mapping, step by step',
  'Unmapping in phases',
  'Merging and splitting',
  'Maple tree',
  'Page faults and page tables',
  'Memory',
  'Files of /proc',
  'Tracepoints',
  'Runs',
] as const);

/** Where entries stand. */
export type GlossarySection = (typeof GLOSSARY_SECTIONS)[number];

/** A line: term, sentence, and optionally the unit and the kernel's name, which is the term unless said. */
export type Line = readonly [term: string, text: string, unit?: string, kernel?: string];

/** The entries of a section. */
export const entries = (section: GlossarySection, lines: readonly Line[], prefix = ''): readonly GlossaryEntry[] =>
  lines.map(([term, text, unit = '', kernel = term]) =>
    Object.freeze({ term: `${prefix}${term}`, kernel, unit, text, section }),
  );
