/**
 * Our C programs, compiled when they are first needed and kept in a directory of their own. They are static, at fixed
 * addresses, and small; their names carry a hash of their sources.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { RunnerError } from './runner-error.ts';

/** Sources of the package by program. */
const SOURCES = {
  runner: ['runner.c', 'digest.c', 'digest.h', 'frames.c', 'frames.h'],
  races: ['races.c'],
  init: ['init.c'],
} as const;

/** The programs that there are. */
export type NativeProgram = keyof typeof SOURCES;

/** The compilers of other architectures than this machine's, and the Debian packages that bring them. */
const CROSS = {
  arm64: { compiler: 'aarch64-linux-gnu-gcc', packages: 'gcc-aarch64-linux-gnu libc6-dev-arm64-cross' },
  riscv64: { compiler: 'riscv64-linux-gnu-gcc', packages: 'gcc-riscv64-linux-gnu libc6-dev-riscv64-cross' },
  x64: { compiler: 'x86_64-linux-gnu-gcc', packages: 'gcc-x86-64-linux-gnu libc6-dev-amd64-cross' },
} as const;

/** An architecture that programs can be compiled for, as in `process.arch`. */
export type NativeArch = keyof typeof CROSS;

/**
 * The path of a compiled program, made if need be.
 *
 * @param directory where it is kept. The path shows in every snapshot, so it is a short one, not one inside the repository.
 * @param arch what for; this machine if missing.
 * @throws RunnerError `no-compiler` or `compile-failed`.
 */
export function ensureProgram(program: NativeProgram, directory: string, arch: string = process.arch): string {
  const sources = SOURCES[program].map((name) => new URL(`../../native/${name}`, import.meta.url).pathname);
  const hash = createHash('sha256').update(arch);
  for (const source of sources) hash.update(readFileSync(source));
  const home = ownDirectory(join(directory, `mm-playground-${process.getuid?.() ?? 0}`));
  const path = join(home, `${program}-${hash.digest('hex').slice(0, 12)}`);
  if (!existsSync(path)) compile(sources, path, arch);
  return path;
}

/** A directory that nobody else can write to: what is in it will be executed. */
function ownDirectory(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (statSync(path).uid !== process.getuid?.())
    throw new RunnerError('compile-failed', `${path} belongs to someone else`);
  chmodSync(path, 0o700);
  return path;
}

function compile(sources: readonly string[], path: string, arch: string): void {
  const { compiler, hint } = compilerFor(arch);
  const draft = `${path}.${process.pid}`;
  const units = sources.filter((source) => basename(source).endsWith('.c'));
  const args = ['-O2', '-Wall', '-static', '-no-pie', '-pthread', '-o', draft, ...units];
  const { status, error, stderr } = spawnSync(compiler, args, { encoding: 'utf8' });
  if (error !== undefined)
    throw new RunnerError('no-compiler', `a C compiler is needed to run scripts${hint}: ${error.message}`);
  if (status !== 0) throw new RunnerError('compile-failed', `${compiler}: ${stderr.trim()}`);
  renameSync(draft, path);
}

function compilerFor(arch: string): { readonly compiler: string; readonly hint: string } {
  if (arch === process.arch) return { compiler: process.env['CC'] ?? 'gcc', hint: '' };
  const cross = Object.entries(CROSS).find(([name]) => name === arch)?.[1];
  if (cross === undefined) throw new RunnerError('no-compiler', `there is no compiler for ${arch} that we know of`);
  return { compiler: cross.compiler, hint: ` on ${arch} (Debian: apt-get install ${cross.packages})` };
}
