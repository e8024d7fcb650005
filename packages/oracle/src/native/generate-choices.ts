/** What the profiles `advice`, `policy` and `uffd` choose from; what is likelier stands there more often. */
import { MADV, MPOL, PERSONALITY, UFFD } from '@mm-playground/api';

/** Advice of which the usual profiles have none. */
export const MORE_ADVICE = [
  ...[MADV.values.MADV_MERGEABLE, MADV.values.MADV_MERGEABLE, MADV.values.MADV_UNMERGEABLE],
  ...[MADV.values.MADV_PAGEOUT, MADV.values.MADV_PAGEOUT, MADV.values.MADV_COLD, MADV.values.MADV_COLLAPSE],
] as const;

/** What prctl is asked for, by weight. MDWE stays for the rest of the script. */
export const PRCTL_WEIGHTS = {
  PR_SET_VMA: 40,
  PR_SET_MEMORY_MERGE: 22,
  PR_GET_MEMORY_MERGE: 3,
  PR_SET_THP_DISABLE: 12,
  PR_GET_THP_DISABLE: 4,
  PR_SET_MDWE: 4,
  PR_GET_MDWE: 4,
  PR_SET_MM: 8,
} as const;

/** Names of anonymous memory; one is not allowed, none takes the name away. */
export const NAMES = [{ text: 'alpha' }, { text: 'alpha' }, { text: 'beta' }, { text: 'a[b' }, 0n] as const;

/** Arguments of personality. */
export const PERSONALITIES = [
  PERSONALITY.values.ADDR_NO_RANDOMIZE | PERSONALITY.values.READ_IMPLIES_EXEC,
  PERSONALITY.values.ADDR_NO_RANDOMIZE,
  PERSONALITY.values.ADDR_NO_RANDOMIZE,
] as const;

const { MPOL_DEFAULT, MPOL_BIND, MPOL_PREFERRED, MPOL_INTERLEAVE, MPOL_LOCAL, MPOL_PREFERRED_MANY } = MPOL.values;
const { MPOL_F_STATIC_NODES, MPOL_F_RELATIVE_NODES, MPOL_F_NUMA_BALANCING } = MPOL.values;
/** Modes of mbind with nodes; some do not exist. */
export const POLICIES = [
  ...[MPOL_BIND, MPOL_BIND, MPOL_BIND, MPOL_PREFERRED, MPOL_INTERLEAVE, MPOL_PREFERRED_MANY],
  ...[MPOL_BIND | MPOL_F_STATIC_NODES, MPOL_BIND | MPOL_F_RELATIVE_NODES, MPOL_BIND | MPOL_F_NUMA_BALANCING],
  ...[MPOL_PREFERRED_MANY | MPOL_F_NUMA_BALANCING, MPOL_INTERLEAVE | MPOL_F_NUMA_BALANCING, 99n],
] as const;
/** Policies that take no nodes. */
export const BARE_POLICIES = [MPOL_DEFAULT, MPOL_DEFAULT, MPOL_DEFAULT, MPOL_LOCAL, MPOL_PREFERRED, MPOL_BIND] as const;
/** Masks of nodes. */
export const NODES = [1n, 1n, 1n, 1n, 1n, 3n, 2n, 0n] as const;
/** Flags of mbind; one does not exist. */
export const MBIND_FLAGS = [0n, 0n, 0n, 0n, 0n, MPOL.values.MPOL_MF_STRICT, MPOL.values.MPOL_MF_MOVE, 8n] as const;

const { UFFDIO_REGISTER_MODE_MISSING, UFFDIO_REGISTER_MODE_WP, UFFDIO_REGISTER_MODE_MINOR } = UFFD.values;
/** What ranges are registered for; some do not exist. */
export const UFFD_MODES = [
  ...[UFFDIO_REGISTER_MODE_MISSING, UFFDIO_REGISTER_MODE_MISSING, UFFDIO_REGISTER_MODE_MISSING],
  ...[UFFDIO_REGISTER_MODE_WP, UFFDIO_REGISTER_MODE_MISSING | UFFDIO_REGISTER_MODE_WP, UFFDIO_REGISTER_MODE_MINOR],
  ...[UFFDIO_REGISTER_MODE_MISSING | UFFDIO_REGISTER_MODE_MINOR, 0n, 8n],
] as const;
