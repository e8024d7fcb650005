/* Where the code of a package says its version. */

/** Of a package that says it. */
export const VERSION_FILE = 'src/version.ts';

const LITERAL = /(VERSION = ')[^']*'/;

/** The file with another version. @throws Error where it says none */
export function withVersion(text: string, version: string): string {
  if (!LITERAL.test(text)) throw new Error('no VERSION is said there');
  return text.replace(LITERAL, `$1${version}'`);
}
