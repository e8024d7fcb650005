/*
 * A scenario of about as many steps as wanted: a few mappings that are split, protected, touched, grown, failed at and taken down, over and over
 * again, so that every mark of a run occurs. The same text every time.
 */
const ROUND = [
  'mmap(BASE, 8*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)',
  'store(BASE + PAGE)',
  'mprotect(BASE + 2*PAGE, PAGE, PROT_READ)',
  'mprotect(BASE + 2*PAGE, PAGE, PROT_READ|PROT_WRITE)',
  'madvise(BASE, 8*PAGE, MADV_DONTNEED)',
  'load(BASE + 3*PAGE)',
  'munmap(BASE + 1, PAGE)',
  'munmap(BASE + 4*PAGE, 2*PAGE)',
] as const;
/** Measured: steps of a round. */
const STEPS_A_ROUND = 244;
const FIRST = 0x10_0000_0000n;
const STRIDE = 0x1_0000n;
/** Rounds come back to the same addresses after so many. */
const PLACES = 64n;

/** A scenario of at least `steps` steps. */
export function manySteps(steps: number): string {
  const lines = ['#@ system kernel=6.18 arch=x86_64'];
  for (let round = 0n; round < BigInt(Math.ceil(steps / STEPS_A_ROUND)); round++) {
    const base = `0x${(FIRST + (round % PLACES) * STRIDE).toString(16)}`;
    for (const call of ROUND) lines.push(call.replace('BASE', base));
  }
  return `${lines.join('\n')}\n`;
}
