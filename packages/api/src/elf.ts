/**
 * Programs as the kernel's ELF loader sees them: which parts of a file go where. Addresses are those of the file; a
 * position-independent program is moved as a whole.
 */

/** A part that is loaded: a PT_LOAD program header. Bytes. */
export interface ElfSegment {
  readonly offset: bigint;
  readonly vaddr: bigint;
  readonly fileSize: bigint;
  /** More than `fileSize` where uninitialised data follows. */
  readonly memorySize: bigint;
  /** `r`, `w` and `x`, as far as they are granted: `rx`. */
  readonly access: string;
  readonly align: bigint;
}

/** What of an ELF file decides the address space of a process that executes it. */
export interface ElfImage {
  /** `exec` has fixed addresses, `dyn` can go anywhere (position-independent programs, and dynamic linkers). */
  readonly type: 'exec' | 'dyn';
  /** Ascending by address. */
  readonly segments: readonly ElfSegment[];
  /** Path of the dynamic linker; none in a static program. */
  readonly interpreter?: string;
  /** PT_GNU_STACK asks for a stack that can be executed. */
  readonly executableStack?: boolean;
}

const MAGIC = [0x7f, 0x45, 0x4c, 0x46, 2, 1] as const;
const TYPES: Readonly<Record<number, ElfImage['type']>> = { 2: 'exec', 3: 'dyn' };
const PT_LOAD = 1;
const PT_INTERP = 3;
const PT_GNU_STACK = 0x6474_e551;
const PF_X = 1;
const PF_W = 2;
const PF_R = 4;

/** The program headers of a 64-bit little-endian ELF file. @throws RangeError where it is none, or cut off */
export function readElf(bytes: Uint8Array): ElfImage {
  if (MAGIC.some((byte, i) => bytes[i] !== byte)) throw new RangeError('no 64-bit little-endian ELF file');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (at: number): bigint => view.getBigUint64(at, true);
  const type = TYPES[view.getUint16(16, true)];
  if (type === undefined) throw new RangeError('an ELF file that is no program');
  const [first, size, count] = [Number(word(32)), view.getUint16(54, true), view.getUint16(56, true)];
  const segments: ElfSegment[] = [];
  let interpreter: string | undefined;
  let executableStack = false;
  for (let at = first; at < first + size * count; at += size) {
    const flags = view.getUint32(at + 4, true);
    const [offset, fileSize] = [word(at + 8), word(at + 32)];
    switch (view.getUint32(at, true)) {
      case PT_LOAD:
        segments.push({
          ...{ offset, vaddr: word(at + 16), fileSize, memorySize: word(at + 40), align: word(at + 48) },
          access: `${(flags & PF_R) !== 0 ? 'r' : ''}${(flags & PF_W) !== 0 ? 'w' : ''}${(flags & PF_X) !== 0 ? 'x' : ''}`,
        });
        break;
      case PT_INTERP:
        interpreter = textOf(bytes.subarray(Number(offset), Number(offset + fileSize)));
        break;
      case PT_GNU_STACK:
        executableStack = (flags & PF_X) !== 0;
        break;
    }
  }
  return {
    type,
    segments,
    ...(interpreter !== undefined && { interpreter }),
    ...(executableStack && { executableStack }),
  };
}

/** Characters up to the NUL. */
const textOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes).replace(/\0.*$/s, '');
