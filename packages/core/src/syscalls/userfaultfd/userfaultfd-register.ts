/**
 * Registering ranges with a userfaultfd and letting them go: VMAs get a context and the flags that say which faults it gets,
 * and split and merge by them. @kernel 6.18 mm/userfaultfd.c, fs/userfaultfd.c
 */

import {
  EBUSY,
  EINVAL,
  EPERM,
  UFFD,
  VM_DROPPABLE,
  VM_MAYWRITE,
  VM_NONE,
  VM_UFFD,
  VM_UFFD_MINOR,
  VM_UFFD_MISSING,
  VM_UFFD_WP,
  architectureLacks,
  isErrno,
  isPageAligned,
  vpnOf,
  type Errno,
  type VmFlags,
  type Vpn,
} from '@mm-playground/api';
import type { MmStruct } from '../../mm/mm-struct.ts';
import { traced, type System } from '../../machine/system.ts';
import type { UserfaultCtx } from './userfaultfd.ts';
import type { VmArea } from '../../vma/vm-area.ts';
import { withSticky } from '../../vma/vma-merge.ts';
import { vmaModifyFlagsUffd } from '../../vma/vma-modify.ts';
import { vmaStartWrite } from '../../vma/vma-split.ts';

const U = UFFD.values;

/** A byte range as ioctls name it: validate_range(). @errno EINVAL alignment, length 0, beyond user space */
export function uffdRange(mm: MmStruct, addr: bigint, len: bigint): { start: Vpn; end: Vpn } | Errno {
  const { geometry, layout } = mm.sys.arch;
  const shift = geometry.pageShift;
  const whole = isPageAligned(addr, shift) && isPageAligned(len, shift) && len > 0n;
  const limit = BigInt(layout.taskSize) << BigInt(shift);
  if (!whole || addr < BigInt(mm.sys.facts.mmapMinAddr) || addr >= limit || len > limit - addr) return EINVAL;
  return { start: vpnOf(addr, shift), end: vpnOf(addr + len, shift) };
}

const MODES: readonly (readonly [bigint, VmFlags])[] = [
  [U.UFFDIO_REGISTER_MODE_MISSING, VM_UFFD_MISSING],
  [U.UFFDIO_REGISTER_MODE_WP, VM_UFFD_WP],
  [U.UFFDIO_REGISTER_MODE_MINOR, VM_UFFD_MINOR],
];

/** The VM flags of a mode. @errno EINVAL none, or bits without a meaning, on this architecture or at all */
export function flagsOfMode({ arch }: System, mode: bigint): VmFlags | Errno {
  const rest = MODES.reduce((bits, [bit]) => bits & ~bit, mode);
  const flags = MODES.reduce((all, [bit, flag]) => ((mode & bit) === 0n ? all : all.or(flag)), VM_NONE);
  if (flags.has(VM_UFFD_WP) && architectureLacks(arch, 'userfaultfd-wp')) return EINVAL;
  return rest !== 0n || flags === VM_NONE ? EINVAL : flags;
}

/** vma_can_userfault(): private memory, or shared memory; minor faults need a page cache. */
function canUserfault({ flags, ops }: VmArea, wanted: VmFlags): boolean {
  if (flags.has(VM_DROPPABLE) || (wanted.has(VM_UFFD_MINOR) && ops !== 'shmem')) return false;
  return ops === 'anonymous' || ops === 'shmem';
}

/** The VMAs of a range that may have holes, none of them with an error. @errno EINVAL nothing there */
function checkedVmas(mm: MmStruct, start: Vpn, end: Vpn, check: (vma: VmArea) => Errno | null): VmArea[] | Errno {
  const vmas = mm.vmas.inRange(start, end);
  if (vmas.length === 0) return EINVAL;
  for (const vma of vmas) {
    const error = check(vma);
    if (error !== null) return error;
  }
  return vmas;
}

/**
 * UFFDIO_REGISTER, its range known: all VMAs are looked at before the first one changes.
 * @errno EINVAL nothing there, or memory that it cannot be for @errno EPERM never writable @errno EBUSY another userfaultfd's
 */
export const userfaultfdRegister = traced(
  'userfaultfd_register_range',
  (mm: MmStruct, ctx: UserfaultCtx, start: Vpn, end: Vpn, wanted: VmFlags): Errno | null => {
    const vmas = checkedVmas(mm, start, end, (vma) => {
      if (!canUserfault(vma, wanted)) return EINVAL;
      if (!vma.flags.has(VM_MAYWRITE)) return EPERM;
      return vma.userfault !== null && vma.userfault !== ctx ? EBUSY : null;
    });
    if (isErrno(vmas)) return vmas;
    return changeRange(mm, start, end, (vma) =>
      vma.userfault === ctx && vma.flags.hasAll(wanted)
        ? null
        : { flags: vma.flags.without(VM_UFFD).or(wanted), userfault: ctx },
    );
  },
  (_mm, ctx, start, end, wanted) => ({ ctx: ctx.describe(), start, end, flags: wanted.toString() }),
);

/**
 * UFFDIO_UNREGISTER, its range known. Memory that was never registered is passed over.
 * @errno EINVAL nothing there, memory that it cannot be for, or (on later kernels) another userfaultfd's
 */
export const userfaultfdUnregister = traced(
  'userfaultfd_unregister',
  (mm: MmStruct, ctx: UserfaultCtx, start: Vpn, end: Vpn): Errno | null => {
    const { refusesForeignUnregister } = mm.sys.generation;
    const vmas = checkedVmas(mm, start, end, (vma) => {
      const isForeign = refusesForeignUnregister && vma.userfault !== null && vma.userfault !== ctx;
      return isForeign || !canUserfault(vma, vma.flags) ? EINVAL : null;
    });
    return isErrno(vmas) ? vmas : changeRange(mm, start, end, released);
  },
  (_mm, ctx, start, end) => ({ ctx: ctx.describe(), start, end }),
);

const released = ({ userfault, flags }: VmArea): Registration | null =>
  userfault === null ? null : { flags: flags.without(VM_UFFD), userfault: null };

interface Registration {
  readonly flags: VmFlags;
  readonly userfault: UserfaultCtx | null;
}

function changeRange(mm: MmStruct, start: Vpn, end: Vpn, change: (vma: VmArea) => Registration | null): Errno | null {
  for (let at: number = start; at < end;) {
    const vma = mm.vmas.find(at);
    if (vma === null || vma.start >= end) return null;
    const upTo = Math.min(vma.end, end) as Vpn;
    const wanted = change(vma);
    if (wanted !== null) {
      const modified = vmaModifyFlagsUffd(mm, vma, Math.max(at, vma.start) as Vpn, upTo, wanted);
      if (isErrno(modified)) return modified;
      setRegistration(mm, modified, wanted);
    }
    at = upTo;
  }
  return null;
}

function setRegistration(mm: MmStruct, vma: VmArea, { flags, userfault }: Registration): void {
  vmaStartWrite(mm, vma);
  vma.touch('flags').flags = withSticky(mm, vma, flags);
  vma.touch('userfault').userfault = userfault;
}

/** userfaultfd_release_all(): the descriptor is closed, and what was registered with it merges again. */
export const userfaultfdRelease = traced(
  'userfaultfd_release_all',
  (mm: MmStruct, ctx: UserfaultCtx): void => {
    const { taskSize } = mm.sys.arch.layout;
    changeRange(mm, 0 as Vpn, taskSize, (vma) => (vma.userfault === ctx ? released(vma) : null));
  },
  (_mm, ctx) => ({ ctx: ctx.describe() }),
);
