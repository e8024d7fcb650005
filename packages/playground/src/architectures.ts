/** The architectures that come along, for a page that pays only for what it shows: each is fetched when it is asked for. */

import { architectureOf } from '@mm-playground/session';
import type { Architecture, Plugin } from '@mm-playground/api';

/** An architecture that comes along, by its id and by what `uname -m` prints there. */
interface Fetched {
  readonly names: readonly string[];
  readonly fetch: () => Promise<{ readonly plugin: Plugin }>;
}

const ARCHITECTURES: readonly Fetched[] = [
  { names: ['x86-64', 'x86_64', 'amd64'], fetch: () => import('@mm-playground/arch-x86-64') },
  { names: ['arm64', 'aarch64'], fetch: () => import('@mm-playground/arch-arm64') },
  { names: ['riscv64'], fetch: () => import('@mm-playground/arch-riscv64') },
];

/** The plugin of the architecture that `spec` names; all of them where there is none of that name, so that a message can list them. */
export async function architecturesFor(spec: string): Promise<readonly Plugin[]> {
  const [id = ''] = spec.split(':', 1);
  const known = ARCHITECTURES.filter(({ names }) => names.includes(id));
  const modules = await Promise.all((known.length > 0 ? known : ARCHITECTURES).map(({ fetch }) => fetch()));
  return modules.map(({ plugin }) => plugin);
}

/**
 * The architecture that `arm64:granule=16` means, without a playground.
 *
 * @throws Error where it is not there, or an option is wrong.
 */
export async function fetchArchitecture(spec: string): Promise<Architecture> {
  const plugins = await architecturesFor(spec);
  return architectureOf(
    spec,
    plugins.flatMap(({ contributes }) => contributes.architectures ?? []),
  );
}
