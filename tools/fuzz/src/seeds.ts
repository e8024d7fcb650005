/* Where the fuzzer begins: texts and bytes of each kind, as people have them. */
import { CAPTURES, readCapture } from '@mm-playground/captures';
import { packText } from 'mm-playground';
import type { TargetName } from './targets.ts';

const SCENARIO = `#@ title the middle of a mapping is replaced
p = mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
store(p) = 0
fork()
mprotect(p + PAGE, PAGE, PROT_NONE)
mremap(p, PAGE, 2*PAGE, MREMAP_MAYMOVE)
madvise(p, 4*PAGE, MADV_DONTNEED)
munmap(p, 64*PAGE)
`;
const MAPS = `5590a0000000-5590a0001000 r--p 00000000 fe:00 12                         /bin/cat
7ffe00000000-7ffe00021000 rw-p 00000000 00:00 0                          [stack]
`;
const FTRACE = `# tracer: nop
            bash-1234    [001] d..2.    12.345678: page_fault_user: address=0x1000 ip=0x2 error_code=0x4
            bash-1234    [001] d..2.    12.345679: sys_brk(brk: 0)
            bash-1234    [001] d..2.    12.345680: sys_brk -> 0x555500000000
`;
const STRIP = '0x10000000  AA.B\nA rw-p\nB r--p /data\n';
/** The header of a 64-bit program of x86-64 with one segment. */
const ELF = Uint8Array.from([
  0x7f,
  0x45,
  0x4c,
  0x46,
  2,
  1,
  1,
  ...Array<number>(9).fill(0),
  3,
  0,
  0x3e,
  0,
  1,
  ...Array<number>(99).fill(0),
]);
const WORDS = [0x8000_0000_054f_5067n, 0x1704_8cd7n, 0x00e0_0000_4321_0f53n, 0n, 2n ** 64n - 1n];

/** Lines of a capture that a fuzzed script may have. */
const FIRST_LINES = 40;

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const beginnings = (): Uint8Array[] =>
  CAPTURES.map(({ name }) => bytes(readCapture(name).split('\n', FIRST_LINES).join('\n')));

/** The seeds of a target. */
export async function seedsOf(target: TargetName): Promise<readonly Uint8Array[]> {
  switch (target) {
    case 'script':
      return [bytes(SCENARIO), ...beginnings()];
    case 'import':
      return [MAPS, FTRACE, STRIP].map(bytes);
    case 'link':
      return [bytes(await packText(SCENARIO))];
    case 'strip':
      return [bytes(STRIP)];
    case 'elf':
      return [ELF];
    case 'entry':
      return WORDS.map((word) => new Uint8Array(BigUint64Array.of(word).buffer));
  }
}
