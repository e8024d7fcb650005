/** The architectures against QEMU's MMU, and that a difference is found. */
import type { Architecture } from '@mm-playground/api';
import { createPlayground, pageTableImage, type PageTableImage } from 'mm-playground';
import { describe, expect, it } from 'vitest';
import { Random } from '../native/random.ts';
import { emulatorFor, guestOf, MMU_CONFIGURATIONS } from './guests.ts';
import { imageTables } from './image-tables.ts';
import { machineCode, wordBytes } from './machine-code.ts';
import { compareImage, mmuCampaign } from './mmu-campaign.ts';
import { MmuJudge, type MmuVerdict } from './mmu-judge.ts';
import { randomTables } from './random-tables.ts';

const TIMEOUT_MS = 240_000;
const { registry } = createPlayground();
const archOf = (spec: string): Architecture => registry.architecture(spec);

/** Why an architecture cannot be tried here, or null. */
function obstacle(spec: string): string | null {
  try {
    emulatorFor(archOf(spec));
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

const BOTH = { spaces: 6, addresses: 12, triesReserved: true, isFree: () => true };

describe('random tables', () => {
  it('are the same for the same seed', () => {
    const made = [5, 5, 6].map((seed) => {
      const { words, spaces } = randomTables(archOf('x86-64'), new Random(seed), BOTH);
      return { spaces, chunks: [...words.chunks()] };
    });
    expect(made[0]).toEqual(made[1]);
    expect(made[0]).not.toEqual(made[2]);
  });

  it('have an architecture of which something is known', () => {
    expect(() => guestOf({ id: 'vax' })).toThrow(/no emulated processor walks the tables of vax; .* x86-64, arm64/);
  });
});

describe('machine code', () => {
  it('is read up to the semicolon of each line', () => {
    expect([...machineCode('\n  ; start:\n  48 cf  ; iretq\n')]).toEqual([0x48, 0xcf]);
    expect(() => machineCode('4g')).toThrow(SyntaxError);
  });

  it('is little-endian in words', () => {
    expect([...wordBytes([0x0102n])]).toEqual([2, 1, 0, 0, 0, 0, 0, 0]);
  });
});

/** Pages that were written, read, executed, protected and given away, two of them in huge pages. */
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

async function imageOf(spec: string): Promise<PageTableImage> {
  const { session } = await createPlayground({ arch: spec }).load(SCRIPT);
  if (session === undefined) throw new Error('the script is wrong');
  session.run();
  return pageTableImage(session.view());
}

describe.each(MMU_CONFIGURATIONS)('%s', (spec) => {
  const why = obstacle(spec);
  const title = why === null ? '' : ` (skipped: ${why})`;

  it.skipIf(why !== null)(
    `is walked by another MMU as it says, on random tables${title}`,
    { timeout: TIMEOUT_MS },
    async () => {
      const verdicts: MmuVerdict[] = [];
      for await (const { verdict } of mmuCampaign({ arch: archOf(spec), count: 2000, seed: 1 })) verdicts.push(verdict);
      expect(verdicts.flatMap(({ mismatches }) => mismatches)).toEqual([]);
      const { probes, faults, marked } = verdicts[0] ?? { probes: 0, faults: 0, marked: 0 };
      expect(probes).toBeGreaterThan(2000);
      expect(faults).toBeGreaterThan(probes / 4);
      expect(faults).toBeLessThan(probes - probes / 8);
      expect(marked).toBeGreaterThan(100);
    },
  );

  it.skipIf(why !== null)(
    `is walked as it says on the tables of a script${title}`,
    { timeout: TIMEOUT_MS },
    async () => {
      const verdict = await compareImage(archOf(spec), await imageOf(spec), 3);
      expect(verdict?.mismatches).toEqual([]);
      expect(verdict?.probes).toBeGreaterThan(80);
    },
  );
});

describe.each(['x86-64', 'arm64', 'riscv64'])('a bit of %s that is flipped', (spec) => {
  const arch = archOf(spec);
  const why = obstacle(spec);

  /** Modes for the one address: a bit may show in one of them alone, and only in the first store. */
  const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

  /** Bits of a leaf that no MMU may overlook: validity, rights, and the frame. */
  const BITS: Readonly<Record<string, readonly number[]>> = {
    'x86-64': [0, 1, 2, 12, 20, 33, 63],
    arm64: [0, 1, 6, 7, 12, 20, 33, 54],
    riscv64: [0, 1, 2, 3, 4, 10, 20, 33],
  };

  it.skipIf(why !== null)('is found', { timeout: TIMEOUT_MS }, async () => {
    const image = await imageOf(spec);
    const tables = imageTables(image, arch.geometry.pageShift);
    const written = image.leaves.find(({ va }) => va === '0x10000000');
    if (tables === null || written === undefined) throw new Error('nothing is mapped');
    const at = leafAddress(image, BigInt(written.word));
    const spaces = tables.spaces.map((space) => ({ ...space, addresses: [0x1000_0000n] }));
    const judge = new MmuJudge(arch);
    try {
      for (const bit of BITS[spec] ?? []) {
        const words = tables.words.copy();
        words.write(at, words.read(at) ^ (1n << BigInt(bit)));
        const wrong = { ...tables, words, spaces };
        let found = 0;
        for (const seed of SEEDS) {
          const probes = judge.probes(wrong, new Random(seed));
          found += (await judge.compare(wrong, probes, tables.words)).mismatches.length;
        }
        expect({ bit, isFound: found > 0 }).toEqual({ bit, isFound: true });
      }
    } finally {
      await judge.close();
    }
  });

  /** Where in memory this word stands. */
  function leafAddress({ image }: PageTableImage, word: bigint): bigint {
    const digits = [...wordBytes([word])].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    for (const { pa, hex } of image)
      for (let i = 0; i < hex.length; i += digits.length)
        if (hex.slice(i, i + digits.length) === digits) return BigInt(pa) + BigInt(i / 2);
    throw new Error('the leaf stands in no table');
  }
});
