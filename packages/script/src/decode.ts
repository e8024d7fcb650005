/**
 * From the bytes of a file to its text. The one file of this package that asks the host for something: TextDecoder and
 * DecompressionStream, which browsers, workers and Node have in common.
 */

import type { Diagnostic } from '@mm-playground/api';
import type { ParseOptions } from './parse.ts';

interface ByteSink {
  write(chunk: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

interface ByteSource {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array }>;
}

declare const TextDecoder: new () => { decode(bytes: Uint8Array): string };
declare const DecompressionStream: new (format: 'gzip') => {
  readonly writable: { getWriter(): ByteSink };
  readonly readable: { getReader(): ByteSource };
};

/** A text, or why there is none. */
export type Decoded =
  | { readonly text: string; readonly diagnostics: readonly [] }
  | { readonly text: undefined; readonly diagnostics: readonly [Diagnostic] };

/** The text of a file, unpacked if it is gzipped. Never rejects: damaged data is a diagnostic. */
export async function decode(bytes: Uint8Array, options: ParseOptions = {}): Promise<Decoded> {
  if (!isGzip(bytes)) return decodeUtf8(bytes, options);
  try {
    return decodeUtf8(await gunzip(bytes), options);
  } catch {
    return refused('the gzip data is damaged or cut off', options);
  }
}

/** The text of bytes that are not packed. */
export function decodeUtf8(bytes: Uint8Array, options: ParseOptions = {}): Decoded {
  if (isGzip(bytes)) return refused('this is gzip data: unpack it with `decode` first', options);
  try {
    return { text: new TextDecoder().decode(bytes), diagnostics: [] };
  } catch {
    return refused(`${bytes.length} bytes are too many for one text`, options);
  }
}

const [GZIP_0, GZIP_1] = [0x1f, 0x8b];

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === GZIP_0 && bytes[1] === GZIP_1;

async function gunzip(bytes: Uint8Array): Promise<Uint8Array> {
  const { writable, readable } = new DecompressionStream('gzip');
  const sink = writable.getWriter();
  const [chunks] = await Promise.all([readAll(readable.getReader()), sink.write(bytes), sink.close()]);
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

async function readAll(source: ByteSource): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const { done, value } = await source.read();
    if (done) return chunks;
    if (value !== undefined) chunks.push(value);
  }
}

function refused(message: string, { file = 'script' }: ParseOptions): Decoded {
  return {
    text: undefined,
    diagnostics: [{ file, span: { line: 1, column: 1, length: 0 }, severity: 'error', message }],
  };
}
