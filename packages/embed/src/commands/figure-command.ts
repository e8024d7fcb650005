/** `mm-playground-figure`: a figure for what is not written in JavaScript, as Sphinx. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseWords } from '../fences/info-string.ts';
import { figureOf } from '../figure/figure.ts';
import { FigureError, type Place } from '../figure/problems.ts';

export const USAGE = `mm-playground-figure [--file NAME] [--line N] [--json] [WORDS] < SCRIPT

Prints a figure as HTML. WORDS are those of a fence: 'kernel=6.18 views="address-map maple-tree" step=2 static'.

  --file NAME, --line N   where the script begins, for messages
  --json                  {"html", "title", "svg", "maps": {"caption", "rows"}, "beside"}: the figure in parts; beside is null, or has
                          {"names", "svg", "maps", "words", "costs": [{"caption", "rows"}]} of what compare= asks for
  --bundle                prints the folder that has mm-playground.js and mm-playground.css, and reads nothing
  --version               prints the version
  --help                  prints this`;

const PACKAGE = join(import.meta.dirname, '..', '..');

/** What a command leaves behind. */
export interface Outcome {
  readonly code: 0 | 2;
  readonly output: string;
  /** For standard error. */
  readonly problems: string;
}

/** @param script what standard input has; asked for where it is needed */
export function figureCommand(args: readonly string[], script: () => string): Outcome {
  try {
    return { code: 0, output: `${outputOf(args, script)}\n`, problems: '' };
  } catch (error) {
    if (!isOfUser(error)) throw error;
    return { code: 2, output: '', problems: `${error.message}\n` };
  }
}

/** What is wrong with the figure, or with the options; anything else is a defect. */
const isOfUser = (error: unknown): error is Error =>
  error instanceof FigureError || error instanceof RangeError || (error instanceof TypeError && 'code' in error);

function outputOf(args: readonly string[], script: () => string): string {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      file: { type: 'string', default: 'script' },
      line: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      bundle: { type: 'boolean', default: false },
      version: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return USAGE;
  if (values.version) return versionOf(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
  if (values.bundle) return join(PACKAGE, 'dist', 'cdn');
  const figure = figureOf(script(), { ...parseWords(positionals.join(' ')), place: placeOf(values.file, values.line) });
  return values.json ? JSON.stringify(figure) : figure.html;
}

const versionOf = (manifest: string): string => (JSON.parse(manifest) as { readonly version: string }).version;

function placeOf(file: string, line: string): Place {
  if (!/^[1-9]\d{0,8}$/.test(line)) throw new RangeError(`--line ${line}: lines count from 1`);
  return { file, line: Number(line), column: 1 };
}
