import { formatDiagnostic } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { readText } from './read-text.ts';

const LOG = 'brk(NULL) = 0x1000\n';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

async function gzip(text: string): Promise<Uint8Array> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

async function refused(source: string | Uint8Array): Promise<string> {
  const { diagnostic } = await readText(source, 'a.strace');
  return diagnostic === undefined ? 'read' : formatDiagnostic(diagnostic);
}

describe('the text of a file', () => {
  it('is what its bytes say in UTF-8, without a byte-order mark', async () => {
    expect(await readText(utf8(`\ufeff# é\n${LOG}`), 'a.strace')).toEqual({ text: `# é\n${LOG}` });
    expect(await readText(LOG, 'a.strace')).toEqual({ text: LOG });
  });

  it('is decompressed, whatever the file is called', async () => {
    expect(await readText(await gzip(LOG), 'a.strace')).toEqual({ text: LOG });
  });

  it('is not there where the compressed data is cut off', async () => {
    const whole = await gzip(LOG.repeat(1000));
    expect(await refused(whole.subarray(0, whole.length - 12))).toBe(
      'a.strace:1:1: the compressed data is damaged or cut off',
    );
  });

  it('is not there in a binary file, and the first byte that is no text is named', async () => {
    expect(await refused(utf8('\x7fELF\x02\x01\x01\0'))).toBe(
      'a.strace:1:5: this is not a text file: it holds the byte 0x02',
    );
    expect(await refused('brk(NULL)\nab\0')).toBe('a.strace:2:3: this is not a text file: it holds the byte 0x00');
  });

  it('is not there in an empty file', async () => {
    expect(await refused(' \n\n')).toBe('a.strace:1:1: the file is empty');
    expect(await refused(new Uint8Array())).toBe('a.strace:1:1: the file is empty');
  });
});
