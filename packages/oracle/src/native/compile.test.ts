import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { ensureProgram } from './compile.ts';

afterEach(() => vi.unstubAllEnvs());

const fresh = (): string => mkdtempSync(join(tmpdir(), 'mm-compile-'));

test('where the compiler is missing, that is said', () => {
  vi.stubEnv('CC', '/no/such/cc');
  expect(() => ensureProgram('runner', fresh())).toThrow(/^a C compiler is needed to run scripts: /);
});

test('where a cross compiler is missing, the packages that bring it are named', () => {
  vi.stubEnv('PATH', '/nowhere');
  const other = process.arch === 'arm64' ? 'x64' : 'arm64';
  expect(() => ensureProgram('init', fresh(), other)).toThrow(/on (?:arm64|x64) \(Debian: apt-get install gcc-/);
  expect(() => ensureProgram('init', fresh(), 's390x')).toThrow(/there is no compiler for s390x/);
});

test('what a compiler says on its way out is told', () => {
  vi.stubEnv('CC', 'false');
  expect(() => ensureProgram('runner', fresh())).toThrow(expect.objectContaining({ code: 'compile-failed' }) as Error);
});
