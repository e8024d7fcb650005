import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadGlossary } from '@mm-playground/viewers';
import { expect, it } from 'vitest';

/** Words alone: prettier aligns tables. */
const words = (text: string): string => text.replaceAll(/[\s|-]+/g, ' ');

it('docs/glossary.md is the glossary of the views (src/testing/glossary-page.ts writes it)', async () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'glossary.md'), 'utf8');
  const { glossaryPage } = await loadGlossary();
  expect(words(page)).toBe(words(glossaryPage()));
});
