/**
 * mbind(2) and set_mempolicy_home_node(2): the policies of a range's VMAs, which split and merge by them. Nothing is ever
 * moved: there is one node. @kernel 6.18 mm/mempolicy.c
 */

import {
  CAP,
  EFAULT,
  EINVAL,
  EIO,
  ENOENT,
  EOPNOTSUPP,
  EPERM,
  MPOL,
  isErrno,
  isPageAligned,
  vpnOf,
  type Errno,
  type Vpn,
} from '@mm-playground/api';
import { capable } from '../../mm/accounting.ts';
import { decodeSlot, visitEntries } from '../../memory/page-table.ts';
import { normalPage } from '../../memory/rmap.ts';
import type { Table } from '../../memory/table.ts';
import { ONLINE, mpolEqual, mpolNew, mpolSetNodemask, type Mempolicy } from './mempolicy.ts';
import type { MmStruct } from '../../mm/mm-struct.ts';
import { traced } from '../../machine/system.ts';
import type { VmArea } from '../../vma/vm-area.ts';
import { vmaModifyPolicy } from '../../vma/vma-modify.ts';
import { vmaStartWrite } from '../../vma/vma-split.ts';

const M = MPOL.values;

/** What mbind(2) is asked for, its nodes read. */
export interface MbindRequest {
  readonly addr: bigint;
  readonly len: bigint;
  readonly mode: bigint;
  readonly modeFlags: bigint;
  readonly nodes: bigint;
  readonly flags: bigint;
}

const MBIND_FLAGS = M.MPOL_MF_STRICT | M.MPOL_MF_MOVE | M.MPOL_MF_MOVE_ALL;

/**
 * do_mbind(): a hole stops it before anything changes, unless the default comes back.
 * @errno EINVAL flags, alignment, nodes @errno EPERM MPOL_MF_MOVE_ALL @errno EFAULT a hole @errno EIO MPOL_MF_STRICT
 * @errno ENOMEM no room to split
 */
export const doMbind = traced(
  'do_mbind',
  (mm: MmStruct, { addr, len, mode, modeFlags, nodes, flags }: MbindRequest): Errno | null => {
    if ((flags & ~MBIND_FLAGS) !== 0n) return EINVAL;
    if ((flags & M.MPOL_MF_MOVE_ALL) !== 0n && !capable(mm, CAP.values.CAP_SYS_NICE)) return EPERM;
    const range = policyRange(mm, addr, len);
    if (isErrno(range)) return range;
    if (range.start === range.end) return null;
    const asked = mpolNew(mode, modeFlags, nodes);
    const policy = isErrno(asked) ? asked : mpolSetNodemask(asked);
    if (isErrno(policy)) return policy;
    const error = policy === null ? missingAll(mm, range) : queuePagesRange(mm, range, isMisplaced(nodes, flags));
    return error ?? setPolicies(mm, range.start, range.end, () => policy);
  },
  (_mm, { addr, len, mode, nodes, flags }) => ({ addr, len, mode, nodes, flags }),
);

interface PageRange {
  readonly start: Vpn;
  readonly end: Vpn;
}

const missingAll = (mm: MmStruct, { start, end }: PageRange): Errno | null =>
  mm.vmas.intersects(start, end) ? null : EFAULT;

/**
 * Whether every page is in the wrong place and may not be moved: all are on node 0, and what counts is whether the mask names
 * it, not what the policy makes of the mask (a local one has none, a relative one may have others).
 */
const isMisplaced = (nodes: bigint, flags: bigint): boolean =>
  (nodes & ONLINE) === 0n && (flags & MBIND_FLAGS) === M.MPOL_MF_STRICT;

/** queue_pages_range(): looks, VMA by VMA, for holes and, if pages are misplaced, for pages. */
function queuePagesRange(mm: MmStruct, { start, end }: PageRange, misplaced: boolean): Errno | null {
  let at = start;
  for (const vma of mm.vmas.inRange(start, end)) {
    const next = mm.vmas.next(vma);
    const holeBehind = vma.end < end && (next === null || next.start > vma.end);
    if (vma.start > at || holeBehind) return EFAULT;
    if (misplaced && hasPages(mm, Math.max(vma.start, start), Math.min(vma.end, end))) return EIO;
    at = vma.end;
  }
  return at > start ? null : EFAULT;
}

/** Whether any page is mapped there that is not the kernel's own. */
function hasPages(mm: MmStruct, start: number, end: number): boolean {
  let found = false;
  const look = (table: Table, index: number): void => {
    const entry = decodeSlot(mm, { table, index });
    if (entry.kind === 'leaf' && normalPage(mm, table.level, entry) !== null) found = true;
  };
  visitEntries(mm, start, end, { pte: look, huge: look });
  return found;
}

/** A byte range as pages; a length that rounds to 0 is nothing to do. @errno EINVAL alignment, a range that wraps */
export function policyRange(mm: MmStruct, addr: bigint, len: bigint): PageRange | Errno {
  const { pageShift } = mm.sys.arch.geometry;
  const mask = (1n << BigInt(pageShift)) - 1n;
  const size = BigInt.asUintN(64, len + mask) & ~mask;
  if (!isPageAligned(addr, pageShift) || addr + size >= 1n << 64n) return EINVAL;
  return { start: vpnOf(addr, pageShift), end: vpnOf(addr + size, pageShift) };
}

/** mbind_range() of each VMA, until one fails. `undefined` leaves one as it is. */
function setPolicies(
  mm: MmStruct,
  start: Vpn,
  end: Vpn,
  policyOf: (vma: VmArea) => Mempolicy | null | undefined | Errno,
): Errno | null {
  for (let at = start; at < end;) {
    const vma = mm.vmas.find(at);
    if (vma === null || vma.start >= end) return null;
    const upTo = Math.min(vma.end, end) as Vpn;
    const policy = policyOf(vma);
    if (isErrno(policy)) return policy;
    const error = policy === undefined ? null : setPolicy(mm, vma, Math.max(at, vma.start) as Vpn, upTo, policy);
    if (error !== null) return error;
    at = upTo;
  }
  return null;
}

function setPolicy(mm: MmStruct, vma: VmArea, start: Vpn, end: Vpn, policy: Mempolicy | null): Errno | null {
  if (mpolEqual(vma.policy, policy)) return null;
  const modified = vmaModifyPolicy(mm, vma, start, end, policy);
  if (isErrno(modified)) return modified;
  vmaStartWrite(mm, modified);
  modified.touch('policy').policy = policy;
  return null;
}

/**
 * set_mempolicy_home_node(2), its range known: changes the policies that are there.
 * @errno ENOENT there is none @errno EOPNOTSUPP one that has no home; those before it have changed
 */
export const setHomeNode = traced(
  'set_mempolicy_home_node',
  (mm: MmStruct, start: Vpn, end: Vpn, homeNode: number): Errno | null => {
    let found = false;
    const error = setPolicies(mm, start, end, ({ policy }) => {
      if (policy === null) return undefined;
      if (policy.mode !== M.MPOL_BIND && policy.mode !== M.MPOL_PREFERRED_MANY) return EOPNOTSUPP;
      found = true;
      return { ...policy, homeNode };
    });
    return error ?? (found ? null : ENOENT);
  },
  (_mm, start, end, homeNode) => ({ start, end, homeNode }),
);
