/** loongarch64 against QEMU's TLB and page-walking instructions: random tables, and those of a script. */

import { fieldMask, type Architecture } from '@mm-playground/api';
import { createPlayground, pageTableImage, type PageTableImage } from 'mm-playground';
import { compareImage, emulatorFor, mmuCampaign, type MmuVerdict } from '@mm-playground/oracle';
import { describe, expect, it } from 'vitest';
import { BIT } from './fields.ts';
import { LAYOUTS } from './geometry.ts';
import { loongarch64, plugin } from './index.ts';
import { mmuOf } from './mmu.ts';
import { loongarch64Guest } from './testing/guest.ts';

const TIMEOUT_MS = 240_000;

/** Why it cannot be tried here, or null. */
function obstacle(): string | null {
  try {
    emulatorFor(loongarch64.configure({}), loongarch64Guest);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
const why = obstacle();
const skipped = why === null ? '' : ` (skipped: ${why})`;

/** Pages that were written, read, executed, protected and given away, some of them huge. */
const SCRIPT = `#@ system thp=always
p = mmap(0x10000000, 8*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
store(p)
load(p + PAGE)
store(p + 2*PAGE)
mprotect(p + 2*PAGE, PAGE, PROT_NONE)
store(p + 3*PAGE)
mprotect(p + 3*PAGE, PAGE, PROT_READ|PROT_EXEC)
q = mmap(0x40000000, 64*M, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
load(q)
store(q + PAGE)
h = mmap(0x80000000, 64*M, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
store(h)
`;

async function imageOf(arch: string): Promise<PageTableImage> {
  const { session } = await createPlayground({ plugins: [plugin], arch }).load(SCRIPT);
  if (session === undefined) throw new Error('the script is wrong');
  session.run();
  return pageTableImage(session.view());
}

describe.each(LAYOUTS)('$page KiB pages, $levels levels', ({ page, levels }) => {
  const arch = loongarch64.configure({ page: `${page}`, levels: `${levels}` });

  it.skipIf(why !== null)(
    `are walked by QEMU as they say, on random tables${skipped}`,
    { timeout: TIMEOUT_MS },
    async () => {
      const verdicts: MmuVerdict[] = [];
      for await (const { verdict } of mmuCampaign({ arch, count: 4000, seed: 1, guest: loongarch64Guest }))
        verdicts.push(verdict);
      expect(verdicts.flatMap(({ mismatches }) => mismatches)).toEqual([]);
      const sum = (of: (verdict: MmuVerdict) => number): number => verdicts.reduce((all, each) => all + of(each), 0);
      const [probes, faults] = [sum((each) => each.probes), sum((each) => each.faults)];
      expect(probes).toBeGreaterThan(4000);
      expect(faults).toBeGreaterThan(probes / 4);
      expect(faults).toBeLessThan(probes - probes / 8);
    },
  );

  it.skipIf(why !== null)(
    `are walked as they say on the tables of a script${skipped}`,
    { timeout: TIMEOUT_MS },
    async () => {
      const verdict = await compareImage(arch, await imageOf(arch.spec), 3, loongarch64Guest);
      expect(verdict?.mismatches).toEqual([]);
      expect(verdict?.probes).toBeGreaterThan(80);
    },
  );
});

describe('what would be wrong', () => {
  const arch = loongarch64.configure({});
  const mmu = mmuOf(arch.geometry);
  const rightsOf = (changed: (word: bigint) => bigint): Architecture => ({
    ...arch,
    mmu: { ...mmu, rights: (level, word, isLeaf) => mmu.rights(level, changed(word), isLeaf) },
  });

  /** Architectures that read a bit wrongly. None takes a denied fetch for an allowed one: the guest would not come back. */
  const wrong: readonly (readonly [what: string, Architecture])[] = [
    ['NR that is overlooked', rightsOf((word) => word & ~fieldMask(BIT.NR))],
    ['D that is overlooked', rightsOf((word) => word | fieldMask(BIT.D))],
    ['RPLV that is always set', rightsOf((word) => word | fieldMask(BIT.RPLV))],
    ['V that is overlooked', { ...arch, mmu: { ...mmu, refuses: () => null } }],
    ['the size of a page', { ...arch, mmu: { ...mmu, pagesOf: () => 1 } }],
    ['a frame without one bit', { ...arch, decode: (level, word) => arch.decode(level, word & ~(1n << 30n)) }],
  ];

  it.skipIf(why !== null).each(wrong)(`is found: %s${skipped}`, { timeout: TIMEOUT_MS }, async (_what, lying) => {
    let found = 0;
    for await (const { verdict } of mmuCampaign({ arch: lying, count: 2000, seed: 1, guest: loongarch64Guest }))
      found += verdict.mismatches.length;
    expect(found).toBeGreaterThan(0);
  });
});
