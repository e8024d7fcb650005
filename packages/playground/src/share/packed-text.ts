/**
 * A text as one word of an address: compressed (raw deflate), then letters, digits, `-` and `_`. For links that carry a script without any
 * server. What comes out of an address may come from anybody: it is unpacked up to a limit and no further.
 */

const CHUNK = 0x8000;

/** The word that stands for a text. */
export async function packText(text: string): Promise<string> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  let letters = '';
  for (let at = 0; at < bytes.length; at += CHUNK) letters += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/**
 * The text that a word stands for.
 *
 * @param most characters that it may have
 * @throws RangeError where the word is damaged, or the text longer
 */
export async function unpackText(word: string, most: number): Promise<string> {
  const bytes = bytesOf(word);
  const reader = new Blob([bytes])
    .stream()
    .pipeThrough(new DecompressionStream('deflate-raw'))
    .pipeThrough(new TextDecoderStream('utf-8', { fatal: true }))
    .getReader();
  let text = '';
  for (let turn = await read(reader); turn.value !== undefined; turn = await read(reader)) {
    text += turn.value;
    if (text.length <= most) continue;
    await reader.cancel();
    throw new RangeError(`the text in the link has more than ${most} characters`);
  }
  return text;
}

function bytesOf(word: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(word.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
  } catch {
    throw damaged();
  }
}

async function read(reader: ReadableStreamDefaultReader<string>): Promise<ReadableStreamReadResult<string>> {
  try {
    return await reader.read();
  } catch {
    throw damaged();
  }
}

const damaged = (): RangeError => new RangeError('the text in the link is damaged: it may have been cut off');
