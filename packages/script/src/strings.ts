/**
 * Strings as strace quotes them: C escapes, octal for what cannot be printed. Escaped bytes are UTF-8 where they can be.
 */

const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  v: '\v',
  f: '\f',
  a: '\x07',
  b: '\b',
  e: '\x1b',
};

const ESCAPE = /\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|([^]))/g;
const ESCAPED_BYTES = /[\u0080-\u00ff]+/g;

/** What stands between the quotes of a string token or the brackets of a descriptor, with its escapes resolved. */
export function unescape(text: string): string {
  if (!text.includes('\\')) return text;
  const raw = text.replace(ESCAPE, (_, hex?: string, octal?: string, letter?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
    return SIMPLE[letter ?? ''] ?? letter ?? '';
  });
  return raw.replace(ESCAPED_BYTES, fromUtf8);
}

/** The value of a string token, quotes included. */
export const stringValue = (token: string): string => unescape(token.slice(1, -1));

/** Characters that stand for bytes, read as UTF-8; unchanged where they are none. */
function fromUtf8(chars: string): string {
  const encoded = [...chars].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('');
  try {
    return decodeURIComponent(encoded);
  } catch {
    return chars;
  }
}
