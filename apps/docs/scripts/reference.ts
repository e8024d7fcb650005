/** The generated parts of the reference, as Markdown: what packages export, the elements, the stories. Pages include them. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { elementsText } from './elements.ts';
import { exportsOf, type ExportingFile } from './declarations.ts';
import { storiesText } from './stories.ts';

/** Not committed; made whenever the site is. */
const FOLDER = join(import.meta.dirname, '..', 'generated');

/** Writes all of them. */
export async function writeReference(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const texts = {
    'api.md': packageText(exportsOf('packages/api')),
    'mm-playground.md': packageText(exportsOf('packages/playground')),
    'elements.md': await elementsText(),
    'stories.md': storiesText(),
  };
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(FOLDER, name), text);
}

/** Files as sections, exports as headings that can be linked and searched. */
const packageText = (files: readonly ExportingFile[]): string =>
  files
    .filter(({ exports }) => exports.length > 0)
    .map(({ file, comment, exports }) => {
      const list = exports.map(
        ({ name, text, comment: doc }) => `### ${name}\n\n${doc}\n\n\`\`\`ts\n${text}\n\`\`\`\n`,
      );
      return `## ${file}\n\n${comment}\n\n${list.join('\n')}`;
    })
    .join('\n');
