import { afterEach, describe, expect, test, vi } from 'vitest';
import { generate } from '../native/generate.ts';
import { runScript } from '../native/run-script.ts';
import { bootKernel, qemuObstacle } from './boot.ts';
import { cachedImage, findKernel, type KernelImage } from './kernel-cache.ts';

afterEach(() => vi.unstubAllEnvs());

test('where QEMU is missing, that is said, and how to get it', async () => {
  vi.stubEnv('PATH', '/nowhere');
  const image: KernelImage = { path: '/no/vmlinuz', arch: 'arm64', config: null };
  await expect(bootKernel(image)).rejects.toMatchObject({
    code: 'no-qemu',
    message: expect.stringMatching(/^qemu-system-aarch64 is needed .* apt-get install qemu-system-arm/) as string,
  });
  expect(qemuObstacle('x64')).toMatch(/apt-get install qemu-system-x86/);
});

/** One with 4 KiB pages, one of another architecture with larger ones, and one of a third. */
const KERNELS = [
  {
    id: '6.12',
    arch: 'x64',
    spec: 'x86-64:levels=4',
    code: 0x40_0000n,
    release: /^#@ system kernel=6\.12\.\S* arch=x86_64 page_size=4096 /,
  },
  {
    id: '6.12-arm64-16k',
    arch: 'arm64',
    spec: 'arm64:granule=16,va=47',
    code: 0x40_0000n,
    release: /^#@ system kernel=6\.12\.\S* arch=aarch64 page_size=16384 /,
  },
  {
    id: '6.12-riscv64',
    arch: 'riscv64',
    spec: 'riscv64:mode=sv48',
    code: 0x1_0000n,
    release: /^#@ system kernel=6\.12\.\S* arch=riscv64 page_size=4096 /,
  },
] as const;

describe.each(KERNELS)('kernel $id', ({ id, arch, spec, code, release }) => {
  const why = qemuObstacle(arch) ?? (cachedImage(id) === null ? 'it was not fetched' : null);

  test.skipIf(why !== null)(
    `boots and performs scripts, one after the other${why === null ? '' : ` (skipped: ${why})`}`,
    { timeout: 300_000 },
    async () => {
      const kernel = await bootKernel(findKernel(id));
      try {
        expect(kernel.archSpec).toBe(spec);
        const scripts = [generate(1, 'vma', 20, kernel), generate(2, 'fork', 20, kernel)];
        const runs = await Promise.all(scripts.map((script) => runScript(script, kernel)));
        for (const { capture } of runs) {
          expect(capture).toMatch(release);
          expect(capture).toMatch(/ fs=tmpfs /);
          expect(capture.match(/^#@ maps$/gm)).toHaveLength(21);
        }
        const suicide = {
          ...generate(1, 'vma', 0),
          calls: [{ id: 90, name: 'munmap', args: [code, 1n << 20n] }],
        } as const;
        await expect(runScript(suicide, kernel)).rejects.toThrow(/the runner died .* in: 90 munmap/);
        const after = await runScript(generate(3, 'vma', 5, kernel), kernel, { checkpoints: 'digests' });
        expect(after.digests).toHaveLength(6);
      } finally {
        await kernel.close();
      }
    },
  );
});
