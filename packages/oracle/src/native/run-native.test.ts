import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generate } from './generate.ts';
import { PROFILES } from './profiles.ts';
import { runNative } from './run-native.ts';
import { runnerObstacle } from './runner.ts';
import { ARENA_START, type Argument, type CallName, type NativeScript } from './script.ts';

/** A script of these calls after the usual setup. */
function scriptOf(...calls: (readonly [CallName, ...Argument[]])[]): NativeScript {
  const { setup, pageSize } = generate(1, 'vma', 0);
  return { pageSize, setup, calls: calls.map(([name, ...args], index) => ({ id: 100 + index, name, args })) };
}

/** The capture without the bodies of its directives. */
function outline(capture: string): string[] {
  return capture.split('\n').filter((line) => line !== '' && !line.startsWith('#|'));
}

/** The calls under test, each with its result. */
async function run(...calls: (readonly [CallName, ...Argument[]])[]): Promise<string[]> {
  const lines = outline(await runNative(scriptOf(...calls))).filter((line) => !line.startsWith('#@'));
  return lines.slice(-calls.length);
}

/** The `Rss` that the smaps of a capture show for each mapping of the runner's own program, by its first line. */
function residentSizes(capture: string): Record<string, Set<string>> {
  const sizes: Record<string, Set<string>> = {};
  for (const [, start = '', rss = ''] of capture.matchAll(
    /^#\| (00[0-9a-f]{6}-\S+ \S+).*\/runner-.*\n(?:.*\n){3}#\| Rss: +(\d+)/gm,
  )) {
    (sizes[start] ??= new Set()).add(rss);
  }
  return sizes;
}

test('a directory with a blank is refused', async () => {
  await expect(runNative(generate(1, 'vma', 1), { directory: '/a b' })).rejects.toThrow(RangeError);
});

const why = runnerObstacle('/var/tmp');

describe.skipIf(why !== null)(`runNative${why === null ? '' : ` (skipped: ${why})`}`, { timeout: 60_000 }, () => {
  test('a capture has the machine, the initial state, the setup, and maps after each call', async () => {
    const lines = outline(await runNative(generate(5, 'vma', 20)));
    const names = lines.map((line) => /^#@ \w+|^\w+/.exec(line)?.[0]);
    const machine = ['#@ system', '#@ build', '#@ limits', '#@ accesses', '#@ accesses', '#@ layout'];
    const state = ['#@ maps', '#@ smaps', '#@ status', '#@ pagemap'];
    expect(names.slice(0, 10)).toEqual([...machine, ...state]);
    expect(lines.slice(10, 12)).toEqual(['memfd_create("alpha", 0) = 3', 'ftruncate(3, 49152) = 0']);
    expect(lines.filter((line) => line === '#@ maps')).toHaveLength(21);
    expect(names.slice(-4)).toEqual(state);
    expect(lines[0]).toContain('personality=ADDR_NO_RANDOMIZE');
  });

  test('a reference is the address that the kernel chose', async () => {
    const [, second] = await run(
      ['mmap', 0n, 8192n, 3n, 0x22n, 2n ** 64n - 1n, 0n],
      ['munmap', { call: 100, offset: 4096n }, 4096n],
    );
    expect(second).toMatch(/^munmap\(0x7[0-9a-f]+000, 4096\) = 0$/);
  });

  test('accesses tell how the kernel answered', async () => {
    expect(
      await run(
        ['store', ARENA_START],
        ['munmap', ARENA_START, 4096n],
        ['load', ARENA_START + 5n],
        ['mprotect', ARENA_START + 4096n, 4096n, 1n],
        ['store', ARENA_START + 4096n],
        ['mmap', ARENA_START, 4096n, 3n, 0x11n, 3n, 0xc000n],
        ['load', ARENA_START],
      ),
    ).toEqual([
      'store(0x10000000) = 0',
      'munmap(0x10000000, 4096) = 0',
      'load(0x10000005) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10000005}',
      'mprotect(0x10001000, 4096, PROT_READ) = 0',
      'store(0x10001000) = ? SIGSEGV {si_code=SEGV_ACCERR, si_addr=0x10001000}',
      'mmap(0x10000000, 4096, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, 3, 0xc000) = 0x10000000',
      'load(0x10000000) = ? SIGBUS {si_code=BUS_ADRERR, si_addr=0x10000000}',
    ]);
  });

  test.skipIf(!['x64', 'arm64'].includes(process.arch))('fetch executes one instruction', async () => {
    const calls = await run(
      ['fetch', ARENA_START],
      ['mprotect', ARENA_START, 4096n, 5n],
      ['fetch', ARENA_START + 4092n],
    );
    expect(calls[0]).toBe('fetch(0x10000000) = ? SIGSEGV {si_code=SEGV_ACCERR, si_addr=0x10000000}');
    expect(calls[2]).toBe('fetch(0x10000ffc) = 0');
  });

  test('what a call that was cut out stands for is nothing', async () => {
    const [truncated] = await run(['ftruncate', { call: 9, offset: 0n, asIs: true }, 0n]);
    expect(truncated).toBe('ftruncate(-1, 0) = -1 EBADF (Bad file descriptor)');
  });

  test('fork goes on in the child, with pages that both have', async () => {
    const capture = await runNative(scriptOf(['store', ARENA_START], ['fork'], ['store', ARENA_START + 4096n]), {
      detailEvery: 1,
    });
    const pagemaps = [...capture.matchAll(/#@ pagemap .*\n#\| (..)/g)].map(([, pages]) => pages);
    expect(pagemaps).toEqual(['..', 'A.', 'a.', 'aA']);
  });

  test('limits bind', async () => {
    const [, mapped] = await run(
      ['prlimit64', 9n, 1n << 23n, 1n << 23n],
      ['mmap', 0n, 1n << 24n, 3n, 0x22n, 2n ** 64n - 1n, 0n],
    );
    expect(mapped).toMatch(/= -1 ENOMEM/);
  });

  test('a struct of a call may hold results of earlier calls', async () => {
    const [, , advised] = await run(
      ['mmap', 0n, 8192n, 3n, 0x22n, 2n ** 64n - 1n, 0n],
      ['munmap', ARENA_START, 8192n],
      ['process_madvise', -10_000n, 20n, 0n, { call: 100, offset: 4096n }, 4096n, ARENA_START + 8192n, 4096n],
    );
    expect(advised).toMatch(/^process_madvise\(-10000, \[.*\], 2, MADV_COLD, 0\) = 8192$/);
  });

  test('a script that takes the runner away is told by its call', async () => {
    const suicide = scriptOf(['munmap', 0x40_0000n, 1n << 20n]);
    await expect(runNative(suicide)).rejects.toThrow(/the runner died .* in: 100 munmap 4194304 1048576/);
  });

  test('a runner of its own is made for another directory', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'mm-runner-'));
    expect(await runNative(generate(1, 'vma', 1), { directory })).toContain(`${directory}/mm-playground-`);
  });

  test.each(PROFILES)('profile %s runs, and only the script changes what is resident', async (profile) => {
    const script = generate(2, profile, 100);
    const capture = await runNative(script);
    expect(outline(capture).filter((line) => line === '#@ maps')).toHaveLength(101);
    const sizes = Object.entries(residentSizes(capture));
    expect(sizes.length).toBeGreaterThanOrEqual(5);
    // A child faults the program in anew.
    const forks = script.calls.some(({ name }) => name === 'fork');
    const moved = forks ? [] : sizes.filter(([, seen]) => seen.size !== 1);
    expect(moved).toEqual([]);
  });
});
