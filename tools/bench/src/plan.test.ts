import { loadProgram } from '@mm-playground/script';
import { readCapture } from '@mm-playground/captures';
import { describe, expect, it } from 'vitest';
import { runOnKernel, whyNoKernel } from './kernel.ts';
import { planBytes, planOf, type Plan } from './plan.ts';
import type { CallItem } from '@mm-playground/api';

function planFor(text: string): Plan {
  const { program, diagnostics } = loadProgram(text, { file: 'a.strace' });
  if (program === undefined) throw new Error(JSON.stringify(diagnostics));
  return planOf(
    program,
    program.items.filter((item): item is CallItem => item.kind === 'call'),
  );
}

const LOG = `#@ maps
#| 10000000-10002000 r-xp 00001000 fe:00 1                                  /usr/bin/program
#| 7ffffffde000-7ffffffff000 rw-p 00000000 00:00 0                          [stack]
openat(AT_FDCWD, "/lib/x", O_RDONLY) = 3
mmap(NULL, 5000, PROT_READ, MAP_PRIVATE, 3</lib/x>, 0x1000) = 0x7ffff7ff5000
munmap(0x7ffff7ff5000, 0)               = -1 EINVAL (Invalid argument)
brk(NULL)                               = 0x20000000
brk(0x20021000)                         = 0x20021000
exit_group(0)                           = ?
`;

describe('a plan', () => {
  it('has the calls on the address space, their numbers and what they returned', () => {
    const { operations } = planFor(LOG);
    expect(operations.map(({ number, expected }) => [number, expected])).toEqual([
      [9n, 0x7fff_f7ff_5000n],
      [11n, 0xffff_ffff_ffff_ffean],
      [12n, 0x2000_0000n],
      [12n, 0x2002_1000n],
    ]);
  });

  it('lays out what was mapped at the start, but for what every process has', () => {
    expect(planFor(LOG).areas).toEqual([
      { start: 0x1000_0000n, end: 0x1000_2000n, prot: 5n, file: 1, offset: 0x1000n },
    ]);
  });

  it('has each file once, as large as it is mapped', () => {
    const { files, operations } = planFor(LOG);
    expect(files).toHaveLength(2);
    expect(files[1]).toBeGreaterThanOrEqual(0x3000n);
    expect(operations[0]?.file).toBe(2);
  });

  it('knows the heap, so that it can be moved', () => {
    expect(planFor(LOG)).toMatchObject({ heapStart: 0x2000_0000n, heapEnd: 0x2002_1000n });
  });

  it('is written as words', () => {
    const { areas, files, operations } = planFor(LOG);
    expect(planBytes(planFor(LOG)).length).toBe(8 * (5 + files.length + 5 * areas.length + 9 * operations.length));
  });
});

describe.runIf(whyNoKernel() === null)('the running kernel', () => {
  it('answers most calls of a recording as it did when they were recorded', () => {
    const plan = planFor(readCapture('ls'));
    const { nanoseconds, mismatches } = runOnKernel(plan, 2);
    expect(nanoseconds).toHaveLength(2);
    expect(mismatches).toBeLessThan(plan.operations.length / 10);
  });
});
