/**
 * What a text is that somebody pasted, dropped or named, told by its content: names of files say little, and pasted text has none.
 */

import { PROBED_LINES, type ImporterPlugin } from '@mm-playground/api';
import { whyBinary } from '../parse.ts';

const DIRECTIVE = /^\s*#@/;
const LINK = /^\s*https?:\/\/\S+\s*$/;

/** The first lines of a text, as {@link ImporterPlugin.recognises} takes them. */
const headOf = (text: string): string[] => text.split('\n', PROBED_LINES).map((line) => line.trimEnd());

/**
 * Which importer takes a text; undefined where it is a script: what has a directive, and what looks like nothing else. Also what is no
 * text at all: whoever reads scripts says so.
 */
export function importerOf(text: string, importers: readonly ImporterPlugin[]): ImporterPlugin | undefined {
  if (whyBinary(text) !== undefined) return undefined;
  const lines = headOf(text);
  if (lines.some((line) => DIRECTIVE.test(line))) return undefined;
  return importers.find((importer) => importer.recognises(lines));
}

/** Whether a text is one address. */
export const isLink = (text: string): boolean => LINK.test(text.slice(0, 16)) || LINK.test(text);
