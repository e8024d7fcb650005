/** What a log of memory calls cannot tell, and what its results tell all the same: replays through the whole playground. */
import { describe, expect, it } from 'vitest';
import { createPlayground } from './index.ts';

const MAPS = '#@ system kernel=6.18 arch=x86_64\n#@ maps\n#| 00400000-00401000 r-xp 00000000 08:01 1 /bin/a\n';
const TOP = 'mmap(0x7f0000000000, 4096, PROT_READ, MAP_SHARED|MAP_FIXED, 3<PATH>, 0) = 0x7f0000000000\n';

/** What diverges, and what was inferred, in a replay of the text. */
async function replayed(text: string): Promise<{ divergences: readonly unknown[] | undefined; inferred: string[] }> {
  const { session, diagnostics } = await createPlayground().load(text, { file: 'a.strace' });
  session?.run();
  expect(diagnostics).toEqual([]);
  return { divergences: session?.divergences, inferred: session?.inferences.map(({ what }) => what) ?? [] };
}

describe('a result that the path of a file does not tell', () => {
  it('is a file that cannot be mapped', async () => {
    const refused = 'mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 3</tmp>, 0) = -1 ENODEV (No such device)\n';
    const { divergences, inferred } = await replayed(MAPS + refused + refused);
    expect(divergences).toEqual([]);
    expect(inferred).toEqual(['/tmp cannot be mapped']);
  });

  it('is a memfd that was sealed', async () => {
    const path = '/memfd:a>(deleted';
    const refused = `mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, 3<${path}), 0) = -1 EPERM (Not permitted)\n`;
    const { divergences, inferred } = await replayed(MAPS + TOP.replace('<PATH>', `<${path})`) + refused + refused);
    expect(divergences).toEqual([]);
    expect(inferred).toEqual(['/memfd:a (deleted) was sealed']);
  });

  it('stays a divergence where no file explains it', async () => {
    const refused = 'mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = -1 ENODEV (No such device)\n';
    expect((await replayed(MAPS + refused)).divergences).toHaveLength(1);
  });
});

describe('the size of a file', () => {
  const made = 'memfd_create("x", 0) = 3</memfd:x>(deleted)\n';
  const mapped = TOP.replace('4096', '8192').replace('3<PATH>', '3</memfd:x>(deleted)');
  const populated = 'madvise(0x7f0000000000, 8192, MADV_POPULATE_READ) = 0\n';

  it('is what was written to it', async () => {
    const written = 'write(3</memfd:x>(deleted), "\\1\\1\\1"..., 5000) = 5000\n';
    expect(await replayed(MAPS + made + written + mapped + populated)).toEqual({ divergences: [], inferred: [] });
    const inTwo =
      'writev(3</memfd:x>(deleted), [{iov_base="\\1"..., iov_len=4000}, {iov_base="\\1"..., iov_len=1000}], 2) = 5000\n';
    expect(await replayed(MAPS + made + inTwo + mapped + populated)).toEqual({ divergences: [], inferred: [] });
  });

  it('is what was copied to it from a file of which the log tells nothing', async () => {
    const copied = 'sendfile(3</memfd:x>(deleted), 4</usr/bin/a>, NULL, 9000) = 5000\n';
    expect(await replayed(MAPS + made + copied + mapped + populated)).toEqual({ divergences: [], inferred: [] });
  });

  it('is unknown once a result shows that something was written which is not in the log', async () => {
    const { divergences, inferred } = await replayed(MAPS + made + mapped + populated + populated);
    expect([divergences, inferred]).toEqual([[], ['/memfd:x (deleted) is longer than the log shows']]);
  });

  it('is known where all accesses are in the log', async () => {
    const complete = '#@ accesses complete 0x7f0000000000-0x7f0000010000\n';
    const { divergences, inferred } = await replayed(
      MAPS.replace('#@ maps', `${complete}#@ maps`) + made + mapped + populated,
    );
    expect([divergences?.length, inferred]).toEqual([1, []]);
  });
});

describe('a log without a beginning', () => {
  it('maps descriptors that it never saw opened', async () => {
    const { divergences, inferred } = await replayed(
      'mmap(NULL, 8192, PROT_READ, MAP_PRIVATE, 3, 0) = 0x7fed6f60e000\nmmap(NULL, 4096, PROT_READ, MAP_SHARED, 4, 0) = -1 ENODEV (No such device)\n',
    );
    expect(divergences).toEqual([]);
    expect(inferred).toEqual([
      'descriptor 3 was opened, which the log does not show; the kernel chose 0x7fed6f60e000',
      'descriptor 4 was opened, which the log does not show',
    ]);
  });

  it('moves what could not grow, or refuses to make it grow, for something that it never showed', async () => {
    const made = 'mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7fed6f60e000\n';
    const moved = await replayed(`${made}mremap(0x7fed6f60e000, 4096, 8192, MREMAP_MAYMOVE) = 0x7fed6f200000\n`);
    expect([moved.divergences, moved.inferred.length]).toEqual([[], 2]);
    const kept = await replayed(`${made}mremap(0x7fed6f60e000, 4096, 8192, 0) = -1 ENOMEM (Cannot allocate memory)\n`);
    expect([kept.divergences, kept.inferred[1]]).toEqual([[], '0x7fed6f60f000 was mapped before the log began']);
  });

  it('takes what was in the way and what it never mapped behind it for one mapping', async () => {
    const made = 'mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7fed6f60e000\n';
    const moved = 'mremap(0x7fed6f60e000, 4096, 8192, MREMAP_MAYMOVE) = 0x7fed6f200000\n';
    const next = 'mremap(0x7fed6f60f000, 16384, 20480, MREMAP_MAYMOVE) = 0x7fed6f100000\n';
    expect((await replayed(made + moved + next)).divergences).toEqual([]);
  });

  it('takes nothing to be in the way any more where a mapping has grown', async () => {
    const made = 'mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7fed6f60e000\n';
    const kept = 'mremap(0x7fed6f60e000, 4096, 8192, 0) = -1 ENOMEM (Cannot allocate memory)\n';
    const grown = 'mremap(0x7fed6f60e000, 4096, 16384, 0) = 0x7fed6f60e000\n';
    const { divergences, inferred } = await replayed(made + kept + grown);
    expect([divergences, inferred[2]]).toEqual([[], 'nothing is mapped from 0x7fed6f60f000 on any more']);
  });
});

it('a program replaced by another thread than the first is replaced, whatever number strace shows', async () => {
  const log = '7 execve("/bin/a", ["a"], 0x1 /* 0 vars */) = 12\n7 brk(NULL) = 0x1000000\n';
  expect((await replayed(log)).divergences).toEqual([]);
});

it('a path is shown on one line, as the kernel does', async () => {
  const call = 'mmap(0x20000000, 4096, PROT_READ, MAP_SHARED|MAP_FIXED, 3</tmp/a\\nb>, 0) = 0x20000000\n';
  const [first = '', second = '', third = ''] = MAPS.split('\n');
  const shown = [second, third, '#| 20000000-20001000 r--s 00000000 08:01 2 /tmp/a\\012b'].join('\n');
  expect(await replayed(`${first}\n${second}\n${third}\n${call}${shown}\n`)).toEqual({ divergences: [], inferred: [] });
});
