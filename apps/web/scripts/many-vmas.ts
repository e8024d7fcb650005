/*
 * A capture with as many VMAs as a process may own: what a program leaves that maps small things all over its address space.
 * The same text every time.
 */
const PAGE = 0x1000n;
const FIRST = 0x7000_0000_0000n;
const LIBRARY = '/usr/lib/x86_64-linux-gnu/libc.so.6';

/** Perms, and whether the mapping is of a file. */
const KINDS = [
  ['rw-p', false],
  ['r--p', true],
  ['r-xp', true],
  ['rw-p', true],
  ['---p', false],
  ['r--p', false],
] as const;

const LONGEST = 17;

/** `count` VMAs of one to seventeen pages with holes of up to two between them, then one call in their midst. */
export function manyVmas(count: number): string {
  const lines = [
    '#@ system kernel=6.18.44 arch=x86_64 page_size=4096 thp=never overcommit_memory=1 max_map_count=65530 mmap_min_addr=4096 mem_total_kb=24684096 personality=ADDR_NO_RANDOMIZE caps=all fs=ext4',
    '#@ maps',
  ];
  let start = FIRST;
  let middle = FIRST;
  for (let i = 0; i < count; i++) {
    const [perms, isFile] = KINDS[(i * 7 + (i >> 5)) % KINDS.length] ?? KINDS[0];
    const pages = BigInt(1 + ((i * 31) % LONGEST));
    const end = start + pages * PAGE;
    const range = `${start.toString(16)}-${end.toString(16)}`;
    // An offset of its own for each, so that no two are neighbours in the file and could be one.
    const offset = isFile ? (BigInt(i * 2) * PAGE * BigInt(LONGEST)).toString(16).padStart(8, '0') : '00000000';
    lines.push(`#| ${range} ${perms} ${offset} ${isFile ? `fe:00 338944 ${LIBRARY}` : '00:00 0'}`);
    if (i === count >> 1) middle = start;
    start = end + BigInt(i % 3) * PAGE;
  }
  lines.push(`munmap(0x${middle.toString(16)}, 0x100000) = 0`);
  return `${lines.join('\n')}\n`;
}
