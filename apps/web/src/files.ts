/*
 * Text from wherever a person has it: a picked or dropped file, the clipboard, an address of this origin. Gzip is told by
 * its first two bytes, not by the name, because browsers and servers disagree about who unpacks. Nothing leaves the page.
 */

import { formatDiagnostic } from '@mm-playground/api';
import { checkSize, MOST_BYTES } from './limits.ts';
import { appPlayground } from './plugins/page-plugins.ts';

const GZIP_MAGIC = [0x1f, 0x8b];

/** A script, with the name under which messages speak of it. */
export interface OpenedFile {
  readonly file: string;
  readonly text: string;
}

/** Reads bytes as text, unpacked where they are gzip. @throws RangeError where it is too large or no text. */
export async function textOf(bytes: Blob): Promise<string> {
  if (bytes.size > MOST_BYTES) throw new RangeError(`the file has ${bytes.size} bytes, more than ${MOST_BYTES}`);
  const head = new Uint8Array(await bytes.slice(0, GZIP_MAGIC.length).arrayBuffer());
  const packed = GZIP_MAGIC.every((byte, at) => head[at] === byte);
  const text = packed ? await unpack(bytes) : await bytes.text();
  if (text.includes('\0')) throw new RangeError('this is no text: it holds zero bytes');
  return text;
}

/** Mistakes that are told of a text that cannot be made a script. */
const MOST_TOLD = 3;

/**
 * Any text as a script: /proc maps and smaps, strips and traces become one, a script stays as it is. @throws Error where the
 * page does not take it, or where it is not what it seems to be: with line and column
 */
export function scriptOf({ file, text }: OpenedFile): OpenedFile {
  checkSize(text, file);
  const imported = appPlayground().script(text, file);
  if (imported.text !== undefined)
    return { file: imported.text === text ? file : scriptName(file), text: imported.text };
  const told = imported.diagnostics.slice(0, MOST_TOLD).map(formatDiagnostic);
  const more = imported.diagnostics.length - told.length;
  throw new Error([...told, ...(more > 0 ? [`and ${more} more`] : [])].join('; '));
}

const scriptName = (file: string): string => `${file.replace(/\.(?:txt|mm|log|strip)$/, '')}.mm`;

/** Reads a picked or dropped file. @throws Error that names it */
export async function openFile(file: File): Promise<OpenedFile> {
  const name = plainName(file.name);
  const text = await textOf(file).catch((error: unknown) => {
    throw new Error(`${file.name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  });
  return scriptOf({ file: name, text });
}

/** Reads a file of this origin. @throws Error with the address's path and the server's answer. */
export async function openAddress(url: URL, name = lastSegment(url)): Promise<OpenedFile> {
  const answer = await fetch(url, { credentials: 'same-origin' });
  if (!answer.ok) throw new Error(`${url.pathname}: the server answered ${answer.status} ${answer.statusText}`);
  return scriptOf({ file: plainName(name), text: await textOf(await answer.blob()) });
}

/** A name as messages print it: without `.gz` and without anything that is no name. */
export function plainName(name: string): string {
  const plain = name
    .replace(/\.gz$/, '')
    .replace(/[^\w.@+ -]/g, '_')
    .trim();
  return plain === '' ? 'untitled.mm' : plain;
}

/** The last part of an address's path, decoded. */
export function lastSegment({ pathname }: URL): string {
  const segment = pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(segment);
  } catch {
    // A % that escapes nothing is allowed in an address.
    return segment;
  }
}

async function unpack(bytes: Blob): Promise<string> {
  const stream = bytes.stream().pipeThrough(new DecompressionStream('gzip'));
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let turn = await reader.read(); !turn.done; turn = await reader.read()) {
    text += decoder.decode(turn.value, { stream: true });
    if (text.length > MOST_BYTES) throw new RangeError(`unpacked, the file has more than ${MOST_BYTES} characters`);
  }
  return text + decoder.decode();
}
