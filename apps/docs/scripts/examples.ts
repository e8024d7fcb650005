/**
 * The examples of a page, as a reader would try them. A fence is an example unless it says `no-run`:
 *
 * - `file=NAME` (of a script its title, `title="NAME.mm"`) is what the reader saves;
 * - `ts` is type-checked and run, in a page where it says `browser`, by vitest where its file is a test; what it prints is compared with
 *   the fence after it, `text output`;
 * - `console` is run line by line, each `$ command` compared with what stands below it; `mm` is the command line of this workspace, and
 *   `npm create` its generator.
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import MarkdownIt from 'markdown-it';

/** A fence. */
export interface Example {
  readonly language: string;
  /** What stands behind the language. */
  readonly words: string;
  readonly code: string;
  /** 1-based line of the fence. */
  readonly line: number;
  /** What it prints, where the page says so. */
  readonly output: string | undefined;
  /** The name that it is saved under. */
  readonly file: string | undefined;
}

const FILE = /(?:\bfile=|title=")(?<name>[\w.-]+\.(?:mm|ts|strace))/;

/** The fences of a page. */
export function examplesOf(markdown: string): Example[] {
  const fences = new MarkdownIt().parse(markdown, {}).filter(({ type }) => type === 'fence');
  return fences.map(({ info, content, map }, index) => {
    const [, language = '', words = ''] = /^(\S*)\s*(.*)$/.exec(info) ?? [];
    const next = fences[index + 1];
    const output = next?.info === 'text output' ? next.content : undefined;
    return {
      language,
      words,
      code: content,
      line: (map?.[0] ?? 0) + 1,
      output,
      file: FILE.exec(words)?.groups?.['name'],
    };
  });
}

/** Saves what the reader saves. */
export function saveFiles(folder: string, examples: readonly Example[]): void {
  mkdirSync(folder, { recursive: true });
  for (const { file, code } of examples) if (file !== undefined) writeFileSync(join(folder, file), code);
}

/** The examples of a file. */
export const readExamples = (file: string): Example[] => examplesOf(readFileSync(file, 'utf8'));

/** Commands of a `console` example, each with what it prints. */
export function commandsOf(code: string): { readonly command: string; readonly output: string }[] {
  const [, ...turns] = `\n${code}`.split(/\n\$ /);
  return turns.map((turn) => {
    const [command = '', ...lines] = turn.trimEnd().split('\n');
    return { command, output: lines.join('\n') };
  });
}
