/** Whether frames can be read here: the kernel shows their numbers, flags and counts to root alone. */
import { accessSync, constants, readFileSync } from 'node:fs';
import { runnerObstacle } from '../native/runner.ts';

const FILES = ['/proc/kpageflags', '/proc/kpagecount'] as const;
/** CAP_SYS_ADMIN, without which pagemap hides frame numbers. */
const CAP_SYS_ADMIN = 21n;

/** Why frames cannot be compared here, or null. */
export function framesObstacle(): string | null {
  const obstacle = runnerObstacle('/var/tmp');
  if (obstacle !== null) return obstacle;
  try {
    for (const file of FILES) accessSync(file, constants.R_OK);
  } catch {
    return 'frames can be read by root alone, where the kernel has CONFIG_PROC_PAGE_MONITOR';
  }
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  const mayRead = ((BigInt(`0x${effective}`) >> CAP_SYS_ADMIN) & 1n) !== 0n;
  return mayRead ? null : 'frame numbers are shown to who has CAP_SYS_ADMIN';
}
