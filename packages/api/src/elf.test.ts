import { describe, expect, it } from 'vitest';
import { readElf } from './elf.ts';

/** An ELF file of these program headers: type, flags, offset, address, size in the file, size in memory, alignment. */
function elfFile(type: number, ...headers: readonly (readonly bigint[])[]): Uint8Array {
  const bytes = new Uint8Array(64 + 56 * headers.length + 16);
  const view = new DataView(bytes.buffer);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  view.setUint16(16, type, true);
  view.setBigUint64(32, 64n, true);
  view.setUint16(54, 56, true);
  view.setUint16(56, headers.length, true);
  headers.forEach(([kind = 0n, flags = 0n, offset = 0n, vaddr = 0n, fileSize = 0n, memorySize = 0n, align = 0n], i) => {
    const at = 64 + 56 * i;
    view.setUint32(at, Number(kind), true);
    view.setUint32(at + 4, Number(flags), true);
    [offset, vaddr, vaddr, fileSize, memorySize, align].forEach((word, j) =>
      view.setBigUint64(at + 8 + 8 * j, word, true),
    );
  });
  return bytes;
}

describe('readElf', () => {
  it('reads what is loaded where', () => {
    const load = elfFile(3, [1n, 6n, 0x2dd0n, 0x3dd0n, 0x29cn, 0x9f10n, 0x1000n]);
    expect(readElf(load)).toEqual({
      type: 'dyn',
      segments: [
        { offset: 0x2dd0n, vaddr: 0x3dd0n, fileSize: 0x29cn, memorySize: 0x9f10n, access: 'rw', align: 0x1000n },
      ],
    });
  });

  it('reads the path of the linker, and whether the stack is to be executed', () => {
    const bytes = elfFile(2, [3n, 4n, 176n, 0n, 8n, 8n, 1n], [0x6474_e551n, 7n, 0n, 0n, 0n, 0n, 16n]);
    bytes.set(
      Array.from('/lib/ld', (letter) => letter.charCodeAt(0)),
      176,
    );
    expect(readElf(bytes)).toEqual({ type: 'exec', segments: [], interpreter: '/lib/ld', executableStack: true });
  });

  it('refuses what is no program', () => {
    expect(() => readElf(new Uint8Array(64))).toThrow('no 64-bit little-endian ELF file');
    expect(() => readElf(elfFile(1))).toThrow('that is no program');
    expect(() => readElf(elfFile(2, [1n, 4n]).subarray(0, 100))).toThrow(RangeError);
  });
});
