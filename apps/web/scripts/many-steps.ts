/*
 * A log of about as many steps as wanted: a few mappings that are touched, split, protected, merged, failed at and taken down, over and over
 * again, so that every mark of a run occurs. The same text every time.
 */
const PAGE = 0x1000n;
/** A call of a round, at a place, and what it answered. */
const ROUND: readonly ((base: bigint) => readonly [call: string, result: string])[] = [
  (base) => [`mmap(${hex(base)}, 32768, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_FIXED|MAP_ANONYMOUS, -1, 0)`, hex(base)],
  (base) => [`store(${hex(base + PAGE)})`, '0'],
  (base) => [`mprotect(${hex(base + 2n * PAGE)}, 4096, PROT_READ)`, '0'],
  (base) => [`mprotect(${hex(base + 2n * PAGE)}, 4096, PROT_READ|PROT_WRITE)`, '0'],
  (base) => [`madvise(${hex(base)}, 32768, MADV_DONTNEED)`, '0'],
  (base) => [`load(${hex(base + 3n * PAGE)})`, '0'],
  (base) => [`munmap(${hex(base + 1n)}, 4096)`, '-1 EINVAL (Invalid argument)'],
  (base) => [`munmap(${hex(base + 4n * PAGE)}, 8192)`, '0'],
];
/** Measured: steps of a round. */
const STEPS_A_ROUND = 252;
const FIRST = 0x10_0000_0000n;
const STRIDE = 0x1_0000n;
/** Rounds come back to the same addresses after so many. */
const PLACES = 64n;

const hex = (address: bigint): string => `0x${address.toString(16)}`;

/** A log of at least `steps` steps. */
export function manySteps(steps: number): string {
  const lines = ['#@ system kernel=6.18 arch=x86_64'];
  for (let round = 0n; round < BigInt(Math.ceil(steps / STEPS_A_ROUND)); round++) {
    const base = FIRST + (round % PLACES) * STRIDE;
    for (const call of ROUND) lines.push(call(base).join(' = '));
  }
  return `${lines.join('\n')}\n`;
}
