/**
 * Writes docs/glossary.md from the glossary of the views.
 *
 *     node --conditions=@mm-playground/source packages/cli/src/testing/glossary-page.ts && npx prettier --write docs/glossary.md
 */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadGlossary } from '@mm-playground/viewers';

const { glossaryPage } = await loadGlossary();
await writeFile(join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'glossary.md'), glossaryPage());
