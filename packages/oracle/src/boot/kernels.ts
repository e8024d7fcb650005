/** The distribution kernels that the model is judged by: where in Debian each is, and by which name we speak of it. */

/** A kernel of a Debian suite. */
export interface DistributionKernel {
  /** What `fetch` and `--boot` call it. */
  readonly id: string;
  /** The suite that has it. */
  readonly suite: string;
  /** Debian's name of the architecture. */
  readonly debianArch: 'amd64' | 'arm64' | 'riscv64';
  /** The package that depends on the newest image. */
  readonly metaPackage: string;
}

/** What `fetch` gets where nothing is named. */
export const DISTRIBUTION_KERNELS: readonly DistributionKernel[] = [
  { id: '6.1', suite: 'bookworm', debianArch: 'amd64', metaPackage: 'linux-image-cloud-amd64' },
  { id: '6.12', suite: 'trixie', debianArch: 'amd64', metaPackage: 'linux-image-cloud-amd64' },
  { id: '7.x', suite: 'sid', debianArch: 'amd64', metaPackage: 'linux-image-cloud-amd64' },
  { id: '6.12-arm64', suite: 'trixie', debianArch: 'arm64', metaPackage: 'linux-image-cloud-arm64' },
  { id: '6.12-arm64-16k', suite: 'trixie', debianArch: 'arm64', metaPackage: 'linux-image-arm64-16k' },
  { id: '6.12-riscv64', suite: 'trixie', debianArch: 'riscv64', metaPackage: 'linux-image-riscv64' },
];
