/**
 * Tables of a script, and many random ones, compared one set after the other. Seeds count up, one a set; each can be repeated alone. A guest serves some
 * sets and is then replaced, so that its memory does not grow, and its own mappings lie elsewhere in the next one.
 */

import type { Architecture } from '@mm-playground/api';
import type { PageTableImage } from 'mm-playground';
import { Random } from '../native/random.ts';
import { imageTables } from './image-tables.ts';
import { MmuJudge, type MmuVerdict } from './mmu-judge.ts';
import type { MmuGuest } from './probe.ts';
import { randomTables } from './random-tables.ts';

/** What is to be tried. */
export interface MmuPlan {
  readonly arch: Architecture;
  /** How many probes at least. */
  readonly count: number;
  /** Of the first set of tables; the next have the next seeds. */
  readonly seed: number;
  /** What walks them: one of ours if missing. */
  readonly guest?: MmuGuest;
}

/** One set of tables, compared. */
export interface MmuTrial {
  readonly seed: number;
  readonly verdict: MmuVerdict;
}

/** Seeds that one guest serves. */
const SEEDS_PER_GUEST = 8;
/** Address spaces of a set, and addresses of each: some 3,000 probes. */
const SPACES = 24;
const ADDRESSES = 24;

/** Compares sets of tables until there were enough probes. @throws MmuError where there is no guest, or it goes away */
export async function* mmuCampaign({ arch, count, seed: first, guest }: MmuPlan): AsyncGenerator<MmuTrial> {
  let judge: MmuJudge | null = null;
  try {
    for (let seed = first, probes = 0; probes < count; seed++) {
      if (judge === null || seed % SEEDS_PER_GUEST === 0) {
        await judge?.close();
        judge = new MmuJudge(arch, Math.floor(seed / SEEDS_PER_GUEST), guest);
      }
      const verdict = await trySeed(judge, seed);
      probes += verdict.probes;
      yield { seed, verdict };
    }
  } finally {
    await judge?.close();
  }
}

async function trySeed(judge: MmuJudge, seed: number): Promise<MmuVerdict> {
  const random = new Random(seed);
  const tables = randomTables(judge.arch, random, {
    spaces: SPACES,
    addresses: ADDRESSES,
    triesReserved: judge.triesReserved,
    isFree: (va) => judge.isFree(va),
  });
  return judge.compare(tables, judge.probes(tables, random));
}

/**
 * Compares the page tables of a script, around the bounds of its mappings and at its leaves.
 *
 * @param seed chooses the modes of the processor
 * @param guest what walks them; one of ours if missing
 * @returns null where the address space has ended, and has no tables
 * @throws MmuError where there is no guest, or it goes away
 */
export async function compareImage(
  arch: Architecture,
  image: PageTableImage,
  seed: number,
  guest?: MmuGuest,
): Promise<MmuVerdict | null> {
  const tables = imageTables(image, arch.geometry.pageShift);
  if (tables === null) return null;
  const judge = new MmuJudge(arch, seed, guest);
  try {
    return await judge.compare(tables, judge.probes(tables, new Random(seed)));
  } finally {
    await judge.close();
  }
}
