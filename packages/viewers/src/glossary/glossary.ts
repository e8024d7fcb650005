/**
 * The one glossary of all views: what anything hovered is, with the kernel's name and unit. Data only; `docs/glossary.md` is made from
 * it, and an element shows an entry where it says `data-term` (see `gloss-controller.ts`).
 */

import { counterEntries, invariantEntries } from './accounting.entries.ts';
import { GLOSSARY_SECTIONS, type GlossaryEntry } from './glossary-entry.ts';
import { mappingEntries, mergingEntries, unmappingEntries } from './mapping.entries.ts';
import { faultEntries, frameEntries, treeEntries } from './memory.entries.ts';
import { entryStateEntries, frameUseEntries, nodeEntries, runEntries } from './picture.entries.ts';
import { procEntries, tracepointEntries } from './proc.entries.ts';

/** Every entry. */
export const GLOSSARY: readonly GlossaryEntry[] = Object.freeze([
  ...counterEntries,
  ...invariantEntries,
  ...mappingEntries,
  ...unmappingEntries,
  ...mergingEntries,
  ...treeEntries,
  ...nodeEntries,
  ...faultEntries,
  ...entryStateEntries,
  ...frameEntries,
  ...frameUseEntries,
  ...procEntries,
  ...tracepointEntries,
  ...runEntries,
]);

const BY_TERM: ReadonlyMap<string, GlossaryEntry> = new Map(GLOSSARY.map((entry) => [entry.term, entry]));

/** The entry of a term; null where there is none. Steps of a race (`unmap_vmas · writer`) and returns are known by their function. */
export function glossOf(term: string): GlossaryEntry | null {
  const name = term.replace(/ · .*$/, '').replace(/:return$/, '');
  return BY_TERM.get(name) ?? null;
}

/** An entry in a sentence, as a screen reader says it. */
export const glossText = ({ kernel, unit, text }: GlossaryEntry): string =>
  `${kernel}${unit === '' ? '' : `, in ${unit}`}: ${text}`;

/** The page docs/glossary.md. */
export function glossaryPage(): string {
  const sections = GLOSSARY_SECTIONS.map((section) => {
    const rows = GLOSSARY.filter((entry) => entry.section === section).map(
      ({ term, kernel, unit, text }) => `| \`${term.split('.').at(-1)}\` | \`${kernel}\` | ${unit} | ${text} |`,
    );
    return [`## ${section}`, '', '| term | kernel | unit | what it is |', '| --- | --- | --- | --- |', ...rows].join(
      '\n',
    );
  });
  return `# Glossary

What the views say of anything that is pointed at, or of the row of the keyboard with F1. Made from
\`packages/viewers/src/glossary\`; do not edit.

${sections.join('\n\n')}
`;
}
