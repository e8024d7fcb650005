/** Any text that somebody has as a script that can be played: recognised by its content, refused by line and column. */

import type { Diagnostic } from '@mm-playground/api';
import { parseStrip } from '../strips/strip.ts';
import { stripScript } from '../strips/build.ts';
import type { ParseOptions } from '../parse.ts';
import { ftraceScript } from './ftrace.ts';
import { kindOfText, type TextKind } from './kind-of-text.ts';
import { mapsScript, type Imported } from './proc-maps.ts';

/** A text as a script. */
export interface ImportedText extends Imported {
  readonly kind: TextKind;
}

/** Makes a script of a text. A text that is one stays as it is, mistakes and all: whoever reads it says what is wrong. */
export function importText(text: string, options: Pick<ParseOptions, 'file'> = {}): ImportedText {
  const kind = kindOfText(text);
  switch (kind) {
    case 'maps':
    case 'smaps':
      return { kind, ...mapsScript(text, kind, options) };
    case 'strip':
      return { kind, ...importStrip(text, options) };
    case 'link':
      return refused(kind, options, 'this is an address, and no text: open it in a browser');
    case 'ftrace':
      return { kind, ...ftraceScript(text, options) };
    case 'script':
      return { kind, text, diagnostics: [] };
  }
}

function importStrip(text: string, { file = 'untitled.strip' }: Pick<ParseOptions, 'file'>): Imported {
  const { strip, diagnostics } = parseStrip(text, { file });
  if (strip === undefined) return { text: undefined, diagnostics };
  const built = stripScript(strip);
  return { text: built.text, diagnostics: built.refused.map((message) => problem(file, message)) };
}

const refused = (kind: TextKind, { file = 'script' }: Pick<ParseOptions, 'file'>, message: string): ImportedText => ({
  kind,
  text: undefined,
  diagnostics: [problem(file, message)],
});

const problem = (file: string, message: string): Diagnostic => ({
  file,
  span: { line: 1, column: 1, length: 0 },
  severity: 'error',
  message,
});
