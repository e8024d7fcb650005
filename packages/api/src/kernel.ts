/**
 * A kernel generation as everybody but its model sees it: a name and a place in history. What it *does* is the model's
 * business (`defineKernel` of the core package); a patch under review is a kernel like any other.
 */

/** One kernel generation, release candidate or patch. */
export interface Kernel {
  /** `6.18`, `6.12-rc5`, `seed-v3`: what `--kernel` takes. */
  readonly id: string;
  readonly title: string;
  /** The model that it belongs to. */
  readonly model: string;
  /** Place in history: [6, 18]. A patch has the release that it applies to. */
  readonly release: readonly [major: number, minor: number];
  /** Proven by a bootable image, or only derived from facts. */
  readonly proof: 'booted' | 'derived';
}

/**
 * The kernel that a release string means: the newest known one that is not newer. `6.12.90+deb12-cloud` is `6.12`; a
 * release between two known ones chooses the older, and `exact` is false.
 *
 * @returns undefined where nothing that old is known, or the text holds no release.
 */
export function chooseKernel<K extends Kernel>(
  kernels: readonly K[],
  wanted: string,
): { kernel: K; exact: boolean } | undefined {
  const named = kernels.find((kernel) => kernel.id === wanted);
  if (named !== undefined) return { kernel: named, exact: true };
  const match = /^(\d+)\.(\d+)/.exec(wanted);
  if (match === null) return undefined;
  const release: [number, number] = [Number(match[1]), Number(match[2])];
  const older = kernels
    .filter((kernel) => /^\d+\.\d+$/.test(kernel.id) && compareRelease(kernel.release, release) <= 0)
    .sort((a, b) => compareRelease(b.release, a.release))[0];
  return older && { kernel: older, exact: compareRelease(older.release, release) === 0 };
}

/** Negative where `a` is older than `b`. */
export const compareRelease = (a: readonly [number, number], b: readonly [number, number]): number =>
  a[0] - b[0] || a[1] - b[1];
