/**
 * A kernel generation as everybody but its model sees it: a name and a place in history. What it *does* is the model's
 * business (`defineKernel` of the core package); a patch under review is a kernel like any other.
 */

import type { SystemFacts } from './program.ts';

/**
 * A release of the kernel, and where a fix in the middle of a series changed behaviour the first stable release that has it.
 */
export type Release = readonly [major: number, minor: number, stable?: number];

/** One kernel generation, release candidate or patch. */
export interface Kernel {
  /** `6.18`, `6.12-rc5`, `seed-v3`: what `--kernel` takes. */
  readonly id: string;
  readonly title: string;
  /** The model that it belongs to. */
  readonly model: string;
  /** Place in history: [6, 18]. A patch has the release that it applies to. */
  readonly release: Release;
  /** Proven by a bootable image, or only derived from facts. */
  readonly proof: 'booted' | 'derived';
}

/** What a kernel does where others do otherwise: what stands beside a difference that comes of it. */
export interface KernelNote {
  /** The functions in which it shows, as steps name them. */
  readonly in: readonly string[];
  /** A sentence with the kernel as its subject, which it does not name: `unmaps what is in the way first`. */
  readonly note: string;
  /** Who says so: a commit with its title, or a page of the docs and its section. */
  readonly source: string;
}

/** One thing that two kernels do in different ways, and what each says of it; null where it says nothing. */
export type KernelDifference = readonly [KernelNote | null, KernelNote | null];

/**
 * The kernel that a release string means: the newest known one that is not newer. `6.12.90+deb12-cloud` is `6.12`, or one that
 * says what changed in `6.12.N` with an N of at most 90; a release between two known ones chooses the older, and `exact` is
 * false.
 *
 * @returns undefined where nothing that old is known, or the text holds no release.
 */
export function chooseKernel<K extends Kernel>(
  kernels: readonly K[],
  wanted: string,
): { kernel: K; exact: boolean } | undefined {
  const named = kernels.find((kernel) => kernel.id === wanted);
  if (named !== undefined) return { kernel: named, exact: true };
  const release = parseRelease(wanted);
  if (release === undefined) return undefined;
  const older = kernels
    .filter((kernel) => /^\d+\.\d+(\.\d+)?$/.test(kernel.id) && compareRelease(kernel.release, release) <= 0)
    .sort((a, b) => compareRelease(b.release, a.release))[0];
  if (older === undefined) return undefined;
  const [major, minor] = older.release;
  return { kernel: older, exact: major === release[0] && minor === release[1] };
}

/** The release that a text begins with. */
function parseRelease(text: string): Release | undefined {
  const [, major, minor, stable] = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor), Number(stable ?? 0)];
}

/**
 * The release that a machine ran. Debian calls its kernels `6.1.0-50-amd64`, whatever stable release they are; the build line
 * then tells: `#1 SMP PREEMPT_DYNAMIC Debian 6.1.176-1 (2026-07-02)`.
 */
export function recordedRelease({ kernel, build }: Pick<SystemFacts, 'kernel' | 'build'>): string | undefined {
  const [, series = ''] = /^(\d+\.\d+)\.0-\d+/.exec(kernel ?? '') ?? [];
  const [, built = ''] = /\s(\d+\.\d+\.\d+)/.exec(build ?? '') ?? [];
  return series !== '' && built.startsWith(`${series}.`) ? built : kernel;
}

/** Negative where `a` is older than `b`. */
export const compareRelease = (a: Release, b: Release): number =>
  a[0] - b[0] || a[1] - b[1] || (a[2] ?? 0) - (b[2] ?? 0);
