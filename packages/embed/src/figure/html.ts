/** HTML as text, on one line: it stands in Markdown, where an empty line would end it, and in templates, where braces mean something. */

/** Text between tags, or a value between quotes. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Attributes that have a value, with a blank before each. */
export const attributesText = (attributes: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(attributes)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${escaped(value)}"`))
    .join('');

const REFERENCES: Readonly<Record<string, string>> = { '\n': '&#10;', '\r': '&#13;', '{': '&#123;', '}': '&#125;' };

/** The same HTML on one line, without braces. */
export const oneLine = (html: string): string => html.replaceAll(/[\n\r{}]/g, (letter) => REFERENCES[letter] ?? letter);
