import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { architectureOf, cachedImage, findKernel } from './kernel-cache.ts';

const folder = mkdtempSync(join(tmpdir(), 'mm-kernels-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** An image with nothing but what tells its architecture. */
function image(magic: string, offset: number): Buffer {
  const bytes = Buffer.alloc(1024);
  bytes.write(magic, offset);
  return bytes;
}

const X86 = image('HdrS', 0x202);
const ARM = image('ARMd', 0x38);
const RISCV = image('RISCV', 0x30);

/** Puts a kernel into the folder as `fetch` does. */
function keep(id: string, release: string, bytes: Buffer, config?: string): string {
  mkdirSync(join(folder, id));
  const path = join(folder, id, `vmlinuz-${release}`);
  writeFileSync(path, bytes);
  if (config !== undefined) writeFileSync(join(folder, id, `config-${release}`), config);
  return path;
}

test('an image says what it is for', () => {
  expect([X86, ARM, RISCV, image('?', 0)].map(architectureOf)).toEqual(['x64', 'arm64', 'riscv64', null]);
});

test('a kernel is found by its name, with its configuration, or by its path', () => {
  const path = keep('6.1', '6.1.0-1-cloud', X86, 'CONFIG_MMU=y\n');
  expect(cachedImage('6.1', folder)).toBe(path);
  expect(findKernel('6.1', folder)).toEqual({ path, arch: 'x64', config: 'CONFIG_MMU=y\n' });
  const plain = join(folder, 'vmlinuz');
  writeFileSync(plain, ARM);
  expect(findKernel(plain, folder)).toEqual({ path: plain, arch: 'arm64', config: null });
});

test('a kernel that is not there, or is none, is told', () => {
  expect(() => findKernel('6.12', folder)).toThrow(/kernel 6\.12 is not here; fetch it first: .*fetch-kernels 6\.12/);
  expect(() => findKernel('no/such/file', folder)).toThrow(/there is no file no\/such\/file; .*: 6\.1, 6\.12/);
  keep('7.x', '7.2', image('?', 0));
  expect(() => findKernel('7.x', folder)).toThrow(/is no kernel image of x86-64, arm64 or riscv64/);
});
