/**
 * NUMA memory policies as values: what a mapping may be given, and when two of them are equal, which decides merging. The
 * machine has one node, number 0, which every page is on. @kernel 6.18 mm/mempolicy.c
 */

import { EINVAL, MPOL, type Errno } from '@mm-playground/api';
import type { MmStruct } from '../../mm/mm-struct.ts';

const M = MPOL.values;

/** struct mempolicy. Immutable. */
export interface Mempolicy {
  readonly mode: bigint;
  /** MPOL_F_STATIC_NODES and the like. */
  readonly flags: bigint;
  /** A bit a node: those that the policy means, of those that there are. */
  readonly nodes: bigint;
  /** The nodes as they were asked for, where the flags keep them. */
  readonly userNodes: bigint | null;
  /** set_mempolicy_home_node(2), or null. */
  readonly homeNode: number | null;
}

/** mpol_equal() */
export function mpolEqual(a: Mempolicy | null, b: Mempolicy | null): boolean {
  if (a === b) return true;
  if (a === null || b === null) return false;
  return (
    a.mode === b.mode &&
    a.flags === b.flags &&
    a.nodes === b.nodes &&
    a.userNodes === b.userNodes &&
    a.homeNode === b.homeNode
  );
}

/** Nodes that the machine has. */
export const ONLINE = 1n;
const MODE_FLAGS = M.MPOL_F_STATIC_NODES | M.MPOL_F_RELATIVE_NODES | M.MPOL_F_NUMA_BALANCING;

/** A mode and its flags, apart: sanitize_mpol_flags(). @errno EINVAL */
export function modeOf({ sys }: MmStruct, word: bigint): { readonly mode: bigint; readonly flags: bigint } | Errno {
  const bits = BigInt.asUintN(32, word);
  const flags = bits & MODE_FLAGS;
  const mode = bits & ~MODE_FLAGS;
  const both = M.MPOL_F_STATIC_NODES | M.MPOL_F_RELATIVE_NODES;
  const balances = (flags & M.MPOL_F_NUMA_BALANCING) !== 0n;
  const { last, balanced } = sys.generation.policies;
  if (mode > last || (flags & both) === both) return EINVAL;
  return balances && !balanced.has(mode) ? EINVAL : { mode, flags };
}

/** mpol_new(): null for the default. @errno EINVAL nodes that the mode does not take, or none where it needs some */
export function mpolNew(mode: bigint, flags: bigint, nodes: bigint): Mempolicy | null | Errno {
  const plain = (flags & (M.MPOL_F_STATIC_NODES | M.MPOL_F_RELATIVE_NODES)) === 0n;
  switch (mode) {
    case M.MPOL_DEFAULT:
      return nodes === 0n ? null : EINVAL;
    case M.MPOL_LOCAL:
      return nodes === 0n && plain ? LOCAL : EINVAL;
    case M.MPOL_PREFERRED:
      if (nodes === 0n) return plain ? LOCAL : EINVAL;
      break;
    default:
      if (nodes === 0n) return EINVAL;
  }
  return { mode, flags, nodes, userNodes: flags === 0n ? null : nodes, homeNode: null };
}

const LOCAL: Mempolicy = { mode: M.MPOL_LOCAL, flags: 0n, nodes: 0n, userNodes: null, homeNode: null };

/** mpol_set_nodemask(): the nodes that there are. Relative ones are counted over those again and again. @errno EINVAL none */
export function mpolSetNodemask(policy: Mempolicy | null): Mempolicy | null | Errno {
  if (policy === null || policy.mode === M.MPOL_LOCAL) return policy;
  const relative = (policy.flags & M.MPOL_F_RELATIVE_NODES) !== 0n;
  const nodes = relative ? ONLINE : policy.nodes & ONLINE;
  return nodes === 0n ? EINVAL : { ...policy, nodes };
}

/** node_online() */
export const isOnline = (node: bigint): boolean => node < MAX_NODES && ((ONLINE >> node) & 1n) === 1n;

/** Bits of a mask of nodes: MAX_NUMNODES of distributions' kernels. */
export const MAX_NODES = 1024n;
