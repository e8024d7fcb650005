/** What a moved mapping that merges takes along: 6.17 left the anon_vma behind (derived); 6.18.44 was measured. */
import { describe, expect, it } from 'vitest';
import type { KernelGeneration } from '../kernels/generation.ts';
import { v6_12 } from '../kernels/v6-12.ts';
import { v6_17 } from '../kernels/v6-17.ts';
import { v6_18 } from '../kernels/v6-18.ts';
import { draw, mmOf, type Strip } from '../testing/strip.ts';

/** A written page that comes back to its place, where the page before it is mapped and was never written. */
function comeBack(kernel: KernelGeneration, forks: boolean, flags: string): Strip {
  const mm = mmOf('.W', { kernel });
  if (forks) mm.fork();
  mm.mremap(1, 1, 1, 'MAYMOVE|FIXED', 100);
  mm.mmap(0, 1);
  try {
    mm.mremap(100, 1, 1, flags, 1);
  } catch (error) {
    // The model's own look at every frame finds the same as the violation says.
    expect(String(error)).toContain('is mapped where rmap does not look');
  }
  return mm;
}

const found = (mm: Strip): string[] => mm.machine.takeViolations().map(({ property }) => property);

describe('a written page that comes to lie beside memory that nobody wrote to', () => {
  it.each([
    [v6_12.id, v6_12, 'w|W', []],
    [v6_17.id, v6_17, 'ww', ['anon-rmap']],
    [v6_18.id, v6_18, 'WW', []],
  ])('on %s merges, and takes its anon_vma along, where the kernel does so', (_id, kernel, picture, broken) => {
    const mm = comeBack(kernel, false, 'MAYMOVE|FIXED');
    expect([draw(mm), found(mm)]).toEqual([picture, broken]);
  });

  it('points to what was freed where the source stays and has lost its link', () => {
    const mm = comeBack(v6_17, false, 'MAYMOVE|FIXED|DONTUNMAP');
    expect(mm.machine.takeViolations().map(({ what }) => what)).toEqual([expect.stringContaining('which was freed')]);
  });

  it.each([
    [v6_12.id, v6_12, 'w|W', []],
    [v6_17.id, v6_17, 'ww', ['anon-rmap']],
    [v6_18.id, v6_18, 'w|W', []],
  ])('on %s stays alone, if it came by a fork, where the kernel asks', (_id, kernel, picture, broken) => {
    const mm = comeBack(kernel, true, 'MAYMOVE|FIXED');
    expect([draw(mm), found(mm)]).toEqual([picture, broken]);
  });
});
