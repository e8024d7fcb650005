/** Which guest walks the tables of which architecture. */

import type { Architecture } from '@mm-playground/api';
import { emulatorVersion } from './guest.ts';
import { arm64Guest } from './guest-arm64.ts';
import { riscv64Guest } from './guest-riscv64.ts';
import { x8664Guest } from './guest-x86-64.ts';
import { MmuError } from './mmu-error.ts';
import type { MmuGuest } from './probe.ts';

const GUESTS: Readonly<Record<string, MmuGuest>> = { 'x86-64': x8664Guest, arm64: arm64Guest, riscv64: riscv64Guest };

/** The guest for an architecture. @throws MmuError where there is none */
export function guestOf({ id }: Pick<Architecture, 'id'>): MmuGuest {
  const guest = GUESTS[id];
  if (guest !== undefined) return guest;
  throw new MmuError(
    'no-guest',
    `no emulated processor walks the tables of ${id}; there are guests for ${Object.keys(GUESTS).join(', ')}`,
  );
}

/** The version of QEMU that walks the tables of an architecture. @throws MmuError where there is none, saying how to get it */
export const emulatorFor = (arch: Architecture, guest: MmuGuest = guestOf(arch)): string =>
  emulatorVersion(guest.kind(arch, 0));

/** What is compared where no architecture is named: the sizes of addresses and pages that Linux runs with. */
export const MMU_CONFIGURATIONS: readonly string[] = [
  ...['x86-64:levels=4', 'x86-64:levels=5'],
  ...['arm64:granule=4,va=48', 'arm64:granule=4,va=52', 'arm64:granule=16,va=47', 'arm64:granule=16,va=52'],
  ...['arm64:granule=64,va=48', 'arm64:granule=64,va=52'],
  ...['riscv64:mode=sv39', 'riscv64:mode=sv48', 'riscv64:mode=sv57'],
];
