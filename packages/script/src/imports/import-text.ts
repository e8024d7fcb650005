/** Any text that somebody has as a script that can be played: recognised by its content, refused by line and column. */

import type { ImportedScript, ImporterPlugin } from '@mm-playground/api';
import { importerOf, isLink } from './kind-of-text.ts';

/** A text as a script. */
export interface ImportedText extends ImportedScript {
  /** The importer that took it; undefined for what is a script, and for an address. */
  readonly by: ImporterPlugin | undefined;
}

/** How a text is read. */
export interface ImportOptions {
  /** The name under which messages speak of it. */
  readonly file?: string;
  /** Who is asked. */
  readonly importers: readonly ImporterPlugin[];
}

/** Makes a script of a text. A text that is one stays as it is, mistakes and all: whoever reads it says what is wrong. */
export function importText(text: string, { file = 'script', importers }: ImportOptions): ImportedText {
  if (isLink(text)) return { by: undefined, text: undefined, diagnostics: [addressOf(file)] };
  const by = importerOf(text, importers);
  return by === undefined ? { by, text, diagnostics: [] } : { by, ...by.toScript(text, file) };
}

const addressOf = (file: string): ImportedScript['diagnostics'][number] => ({
  file,
  span: { line: 1, column: 1, length: 0 },
  severity: 'error',
  message: 'this is an address, and no text: open it in a browser',
});
