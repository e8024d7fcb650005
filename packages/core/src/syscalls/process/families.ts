/** Calls on processes: how they come and go, and what they are allowed. */

import { credentialFamily } from '../../machine/credentials.ts';
import { prctlFamily } from '../prctl/prctl.ts';
import type { SyscallFamily } from '../syscall-result.ts';
import { limitFamily } from './limit-calls.ts';
import { processFamily } from './process-syscalls.ts';

/** All of them. */
export const FAMILIES: readonly SyscallFamily[] = [processFamily, credentialFamily, limitFamily, prctlFamily];
