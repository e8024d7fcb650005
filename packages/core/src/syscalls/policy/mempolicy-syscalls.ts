/** mbind(2) and its relatives: their arguments, and what of them is no VMA's. @kernel 6.18 mm/mempolicy.c */

import {
  EFAULT,
  EINVAL,
  MPOL,
  NotModelled,
  isErrno,
  type ArgValue,
  type CallResult,
  type Errno,
  type RunningCall,
} from '@mm-playground/api';
import type { Args } from '../../machine/args.ts';
import { doMbind, policyRange, setHomeNode } from './mbind.ts';
import { MAX_NODES, isOnline, modeOf, mpolNew, mpolSetNodemask } from './mempolicy.ts';
import { locked } from '../../mm/mmap-lock.ts';
import { failure, recordedFailure, value, zeroOr, type Syscall, type SyscallFamily } from '../syscall-result.ts';
import type { Task } from '../../machine/task.ts';

const M = MPOL.values;
const WORD_BITS = 64n;
/** A mask may be as large as a page. */
const LARGEST_MASK = 8n * 4096n;

/** The nodes that a mask names: get_nodes(). @errno EINVAL too large, or nodes that cannot be @errno EFAULT no mask there */
function nodesOf(arg: ArgValue, maxnode: bigint): bigint | Errno {
  const bits = BigInt.asUintN(64, maxnode - 1n);
  if (bits === 0n || (arg.kind === 'int' && arg.value === 0n)) return 0n;
  if (bits > LARGEST_MASK) return EINVAL;
  if (arg.kind === 'int') return EFAULT;
  if (arg.kind !== 'array' || arg.abbreviated) throw new NotModelled('a mask of nodes', 'that the log does not show');
  const mask = arg.items.reduce((all, item, i) => all | (wordOf(item) << (BigInt(i) * WORD_BITS)), 0n);
  const nodes = BigInt.asUintN(Number(bits), mask);
  return nodes >> MAX_NODES === 0n ? nodes : EINVAL;
}

function wordOf(item: ArgValue): bigint {
  if (item.kind === 'int') return item.value;
  throw new NotModelled('a mask of nodes', 'is not numbers');
}

/** A kernel without NUMA has none of these calls. */
const withNuma = (syscall: Syscall): Syscall =>
  function* (task, args, call): RunningCall {
    const { recorded } = call;
    const absent = recorded?.kind === 'errno' && recorded.name === 'ENOSYS' ? recordedFailure(call) : null;
    return absent ?? (yield* syscall(task, args, call));
  };

function* mbind({ mm }: Task, args: Args): RunningCall {
  const mode = modeOf(mm, args.word(2));
  if (isErrno(mode)) return failure(mode);
  const nodes = nodesOf(args.at(3), args.word(4));
  if (isErrno(nodes)) return failure(nodes);
  const request = { addr: args.word(0), len: args.word(1), ...mode, nodes, flags: args.flags(5) };
  return zeroOr(yield* locked(mm, 'write', () => doMbind(mm, { ...request, modeFlags: mode.flags })));
}

/** The policy of a task decides which node new pages come from, and with one node nothing. */
// oxlint-disable-next-line require-yield
function* setMempolicy({ mm }: Task, args: Args): RunningCall {
  const mode = modeOf(mm, args.word(0));
  if (isErrno(mode)) return failure(mode);
  const nodes = nodesOf(args.at(1), args.word(2));
  if (isErrno(nodes)) return failure(nodes);
  const asked = mpolNew(mode.mode, mode.flags, nodes);
  const policy = isErrno(asked) ? asked : mpolSetNodemask(asked);
  return zeroOr(isErrno(policy) ? policy : null);
}

function* setMempolicyHomeNode({ mm }: Task, args: Args): RunningCall {
  const { pageShift } = mm.sys.arch.geometry;
  const [addr, node, flags] = [args.word(0), args.word(2), args.word(3)];
  if (BigInt.asUintN(pageShift, addr) !== 0n || flags !== 0n || !isOnline(node)) return failure(EINVAL);
  const range = policyRange(mm, addr, args.word(1));
  if (isErrno(range)) return failure(range);
  if (range.start === range.end) return value(0);
  return zeroOr(yield* locked(mm, 'write', () => setHomeNode(mm, range.start, range.end, Number(node))));
}

/** get_mempolicy(2): whether it answers; what it answers is not compared. */
function* getMempolicy({ mm }: Task, args: Args): RunningCall {
  const [mask, maxnode, addr, flags] = [args.at(1), args.word(2), args.word(3), args.word(4)];
  const wantsMask = !(mask.kind === 'int' && mask.value === 0n);
  if (wantsMask && maxnode < 1n) return failure(EINVAL);
  if ((flags & ~(M.MPOL_F_NODE | M.MPOL_F_ADDR | M.MPOL_F_MEMS_ALLOWED)) !== 0n) return failure(EINVAL);
  if ((flags & M.MPOL_F_MEMS_ALLOWED) !== 0n)
    return (flags & (M.MPOL_F_NODE | M.MPOL_F_ADDR)) === 0n ? value(0) : failure(EINVAL);
  if ((flags & M.MPOL_F_NODE) !== 0n) throw new NotModelled('get_mempolicy', 'with MPOL_F_NODE');
  if ((flags & M.MPOL_F_ADDR) === 0n) return addr === 0n ? value(0) : failure(EINVAL);
  return yield* locked(mm, 'read', (): CallResult => {
    const page = addr >> BigInt(mm.sys.arch.geometry.pageShift);
    const mapped = page < BigInt(mm.sys.arch.layout.taskSize) && mm.vmas.load(Number(page)) !== null;
    return mapped ? value(0) : failure(EFAULT);
  });
}

/** NUMA policies. */
export const mempolicyFamily: SyscallFamily = {
  locking: {
    mbind: withNuma(mbind),
    set_mempolicy: withNuma(setMempolicy),
    set_mempolicy_home_node: withNuma(setMempolicyHomeNode),
    get_mempolicy: withNuma(getMempolicy),
  },
};
