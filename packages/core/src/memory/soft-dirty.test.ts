/**
 * What counts as written since clear_refs, a letter a page: `D` written, `c` not, `.` no page. As a booted 6.12.117 says it in bit 55 of
 * pagemap (packages/oracle/src/frames compares it after random calls).
 */
import type { Vpn } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { v6_12 } from '../kernels/v6-12.ts';
import { ARENA, PAGE, Strip } from '../testing/strip.ts';

/** Eight pages of private memory on a kernel that tracks, which `sd` of a first snapshot tells. */
function tracked(): Strip {
  const mm = new Strip({ kernel: v6_12, adopt: [{ start: 0, end: 8, flags: 'rd wr mr mw me ac sd' }] });
  for (let page = 0; page < 8; page++) mm.store(page);
  return mm;
}

function clear(mm: Strip): void {
  const four = { kind: 'string', value: '4', abbreviated: false } as const;
  mm.call('write', BigInt(mm.open('/proc/self/clear_refs', 'O_WRONLY')), four, 1n);
}

function draw(mm: Strip, pages = 8): string {
  const first = Number(ARENA / PAGE) as Vpn;
  const letters = Array.from({ length: pages }, () => '.');
  for (const { page, softDirty } of mm.view.physical?.mapped(first, pages) ?? [])
    letters[page - first] = softDirty ? 'D' : 'c';
  return letters.join('');
}

describe('soft-dirty', () => {
  it('is all of a new mapping, and after clear_refs what is written again', () => {
    const mm = tracked();
    expect(draw(mm)).toBe('DDDDDDDD');
    clear(mm);
    expect(draw(mm)).toBe('cccccccc');
    mm.store(3);
    mm.load(4);
    expect(draw(mm)).toBe('cccDcccc');
  });

  it('is noted by a fault: a page that mprotect gives back stays read-only until it is written', () => {
    const mm = tracked();
    clear(mm);
    mm.mprotect(0, 4, 'r');
    mm.mprotect(0, 4, 'rw');
    expect(draw(mm)).toBe('cccccccc');
    mm.store(1);
    expect(draw(mm)).toBe('cDcccccc');
  });

  it('goes with the page to a child, and is noted in the copy that it makes', () => {
    const mm = tracked();
    clear(mm);
    mm.store(1);
    mm.fork();
    expect(draw(mm)).toBe('cDcccccc');
    mm.store(6);
    expect(draw(mm)).toBe('cDccccDc');
  });

  it('is what mremap moves entry by entry', () => {
    const mm = tracked();
    clear(mm);
    mm.mremap(0, 2, 2, 'MAYMOVE|FIXED', 16);
    expect(draw(mm, 18)).toBe('..cccccc........DD');
  });

  it('is nothing where the kernel does not track', () => {
    const mm = new Strip();
    mm.mmap(0, 2);
    mm.store(0);
    clear(mm);
    mm.store(1);
    expect(draw(mm, 2)).toBe('cc');
  });
});
