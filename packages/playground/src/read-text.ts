/**
 * From the bytes of a file to its text: decompresses gzip, which its first two bytes tell, decodes UTF-8, and refuses what
 * is no text at all, so that a binary file gives one message and not one for each of its lines.
 */

import type { Diagnostic } from '@mm-playground/api';

/** A text, or why there is none. */
export type ReadText =
  | { readonly text: string; readonly diagnostic?: undefined }
  | { readonly text?: undefined; readonly diagnostic: Diagnostic };

/** The text of a file that was read as bytes; a text stays what it is, but for the same refusals. */
export async function readText(source: string | Uint8Array, file: string): Promise<ReadText> {
  if (typeof source === 'string') return checkedText(source, file);
  let bytes = source;
  if (isGzip(bytes)) {
    try {
      bytes = await gunzip(bytes);
    } catch {
      return refusal(file, 'the compressed data is damaged or cut off');
    }
  }
  try {
    return checkedText(new TextDecoder().decode(bytes), file);
  } catch {
    return refusal(file, `${bytes.length} bytes are too long for one text`);
  }
}

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

async function gunzip(bytes: Uint8Array): Promise<Uint8Array> {
  const plain = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}

/** Control characters that no text has: all but tab, newline, form feed and carriage return. */
// oxlint-disable-next-line no-control-regex -- finding them is the point
const BINARY = /[\0-\x08\x0b\x0e-\x1f]/;

function checkedText(text: string, file: string): ReadText {
  const at = text.search(BINARY);
  if (at !== -1) {
    const line = text.slice(0, at).split('\n').length;
    const column = at - text.lastIndexOf('\n', at);
    const code = (text.codePointAt(at) ?? 0).toString(16).padStart(2, '0');
    return refusal(file, `this is not a text file: it holds the byte 0x${code}`, line, column);
  }
  return text.trim() === '' ? refusal(file, 'the file is empty') : { text };
}

const refusal = (file: string, message: string, line = 1, column = 1): ReadText => ({
  diagnostic: { file, span: { line, column, length: 0 }, severity: 'error', message },
});
