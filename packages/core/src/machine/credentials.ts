/**
 * Who a task is and what it is allowed: user ids, and capabilities as sets of bits. An address space is concerned by a few of them
 * (low addresses, locking past the limit, the reserve of overcommit); setuid(2) and its like, capset(2) and execve(2) change
 * them. Not modelled: groups, file and ambient capabilities, programs that run as their owner, user namespaces.
 *
 * A file tells capabilities at its start and no user: who has any is taken for root. @kernel 6.18 kernel/sys.c, security/commoncap.c
 */

import { CAP, EINVAL, EPERM, NotModelled, PRCTL, type CallResult, type Errno } from '@mm-playground/api';
import { zeroOr, type PlainSyscall, type SyscallFamily } from '../syscalls/syscall-result.ts';
import type { Task } from './task.ts';
import type { Args } from './args.ts';

/** Frozen: a change makes another one. */
export interface Credentials {
  /** The real, effective and saved user. */
  readonly ruid: bigint;
  readonly euid: bigint;
  readonly suid: bigint;
  /** What it may take into its effective set. */
  readonly permitted: bigint;
  readonly effective: bigint;
  /** What a program of root's begins with. */
  readonly bounding: bigint;
  /** PR_SET_KEEPCAPS: what is permitted stays when it is root no more, until it executes a program. */
  readonly keepCaps: boolean;
  /** PR_SET_NO_NEW_PRIVS: executing a program gives nothing. */
  readonly noNewPrivs: boolean;
}

const ROOT = 0n;
const SOMEBODY = 1000n;

/** The credentials of a program that has these capabilities in effect. */
export function credentialsOf(caps: bigint, noNewPrivs: boolean): Credentials {
  const uid = caps === 0n ? SOMEBODY : ROOT;
  const sets = { permitted: caps, effective: caps, bounding: caps };
  return { ruid: uid, euid: uid, suid: uid, ...sets, keepCaps: false, noNewPrivs };
}

/** Those of the program that replaces the task's: root's begins with everything that is bounded by nothing. */
export function credentialsAfterExec(old: Credentials): Credentials {
  const given = old.ruid === ROOT || old.euid === ROOT ? old.bounding : 0n;
  const permitted = old.noNewPrivs ? given & old.permitted : given;
  const effective = old.euid === ROOT ? permitted : 0n;
  return { ...old, suid: old.euid, permitted, effective, keepCaps: false };
}

const UNCHANGED = 0xffff_ffffn;

/** Whether a capability, one of `CAP`, is in effect. */
export const hasCapability = ({ effective }: Credentials, capability: bigint): boolean =>
  ((effective >> capability) & 1n) !== 0n;

const isRoot = ({ ruid, euid, suid }: Credentials): boolean => [ruid, euid, suid].includes(ROOT);

/** cap_task_fix_setuid(): what is left of the capabilities when the users are others. */
function withUsers(old: Credentials, users: Pick<Credentials, 'ruid' | 'euid' | 'suid'>): Credentials {
  const next = { ...old, ...users };
  const isLost = isRoot(old) && !isRoot(next) && !old.keepCaps;
  const permitted = isLost ? 0n : old.permitted;
  const dropped = isLost || (old.euid === ROOT && next.euid !== ROOT);
  const regained = old.euid !== ROOT && next.euid === ROOT;
  return { ...next, permitted, effective: dropped ? 0n : regained ? permitted : old.effective };
}

/** The users that a call asks for, or an errno. */
type Users = Pick<Credentials, 'ruid' | 'euid' | 'suid'> | Errno;

/** Whether each of the wanted users is one of those that the task may become. */
const mayBecome = (old: Credentials, wanted: readonly bigint[], among: readonly bigint[]): boolean =>
  hasCapability(old, CAP.values.CAP_SETUID) || wanted.every((uid) => uid === UNCHANGED || among.includes(uid));

/** setuid(2). @errno EPERM */
function setuid(old: Credentials, [uid = UNCHANGED]: readonly bigint[]): Users {
  if (hasCapability(old, CAP.values.CAP_SETUID)) return { ruid: uid, euid: uid, suid: uid };
  return uid === old.ruid || uid === old.suid ? { ...old, euid: uid } : EPERM;
}

const orOld = (uid: bigint, old: bigint): bigint => (uid === UNCHANGED ? old : uid);

/** setreuid(2). @errno EPERM */
function setreuid(old: Credentials, [real = UNCHANGED, effective = UNCHANGED]: readonly bigint[]): Users {
  const allowed =
    mayBecome(old, [real], [old.ruid, old.euid]) && mayBecome(old, [effective], [old.ruid, old.euid, old.suid]);
  if (!allowed) return EPERM;
  const euid = orOld(effective, old.euid);
  const isSaved = real !== UNCHANGED || (effective !== UNCHANGED && effective !== old.ruid);
  return { ruid: orOld(real, old.ruid), euid, suid: isSaved ? euid : old.suid };
}

/** setresuid(2). @errno EPERM */
function setresuid(old: Credentials, wanted: readonly bigint[]): Users {
  if (!mayBecome(old, wanted, [old.ruid, old.euid, old.suid])) return EPERM;
  const [real = UNCHANGED, effective = UNCHANGED, saved = UNCHANGED] = wanted;
  return { ruid: orOld(real, old.ruid), euid: orOld(effective, old.euid), suid: orOld(saved, old.suid) };
}

const userCall =
  (users: (old: Credentials, wanted: readonly bigint[]) => Users): PlainSyscall =>
  (task, args) => {
    const wanted = Array.from({ length: args.count }, (_, at) => args.flags(at));
    const next = users(task.credentials, wanted);
    if (!('euid' in next)) return zeroOr(next);
    become(task, withUsers(task.credentials, next));
    return zeroOr(null);
  };

/** capset(2) of the caller itself. What is permitted only ever becomes less. @errno EPERM */
const capset: PlainSyscall = (task, args) => {
  const effective = args.field(1, 'effective');
  const permitted = args.field(1, 'permitted');
  if (effective === undefined || permitted === undefined) throw new NotModelled('capset', 'without its sets');
  const old = task.credentials;
  if ((permitted & ~old.permitted) !== 0n || (effective & ~permitted) !== 0n) return zeroOr(EPERM);
  become(task, { ...old, permitted, effective });
  return zeroOr(null);
};

/** PR_SET_KEEPCAPS, PR_SET_NO_NEW_PRIVS, and PR_SET_SECUREBITS where it sets none. @errno EINVAL @throws NotModelled for secure bits */
export function credentialPrctl(task: Task, args: Args): CallResult {
  const argument = args.wordOr(1, 0n);
  switch (args.flags(0)) {
    case PRCTL.values.PR_SET_KEEPCAPS:
      if (argument > 1n) return zeroOr(EINVAL);
      become(task, { ...task.credentials, keepCaps: argument !== 0n });
      break;
    case PRCTL.values.PR_SET_NO_NEW_PRIVS:
      if (argument !== 1n) return zeroOr(EINVAL);
      become(task, { ...task.credentials, noNewPrivs: true });
      break;
    default:
      if (argument !== 0n) throw new NotModelled('PR_SET_SECUREBITS');
  }
  return zeroOr(null);
}

function become(task: Task, credentials: Credentials): void {
  task.mm.sys.journal.touch(task).credentials = Object.freeze(credentials);
}

/** Calls that change who a task is. */
export const credentialFamily: SyscallFamily = {
  plain: {
    setuid: userCall(setuid),
    setreuid: userCall(setreuid),
    setresuid: userCall(setresuid),
    capset,
  },
};
