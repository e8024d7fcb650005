/** struct iovec: arrays of ranges that calls take. @kernel 6.18 lib/iov_iter.c */

import { EFAULT, EINVAL, NotModelled, fieldOf, isErrno, type ArgValue, type Errno } from '@mm-playground/api';
import type { Args } from './args.ts';
import type { MmStruct } from '../mm/mm-struct.ts';

/** One range, bytes. */
export interface Iovec {
  readonly base: bigint;
  readonly len: bigint;
}

/** UIO_MAXIOV */
const MOST_RANGES = 1024n;
/** MAX_RW_COUNT: no more bytes at once. */
export const MOST_BYTES = 0x7fff_f000n;

/**
 * import_iovec(): ranges of the caller's own, all of which are looked at first.
 *
 * @param at the place of the array among the arguments
 * @errno EINVAL too many, a length below 0 @errno EFAULT beyond user space
 */
export function importIovec(mm: MmStruct, args: Args, at: number, count: bigint): Iovec[] | Errno {
  const ranges = iovecFromUser(args, at, count);
  if (isErrno(ranges)) return ranges;
  // A single range is cut before it is looked at.
  const looked = ranges.length === 1 ? ranges.map(({ base, len }) => ({ base, len: least(len, MOST_BYTES) })) : ranges;
  const { accessEnd, taskSize } = mm.sys.arch.layout;
  const end = BigInt(accessEnd ?? taskSize) << BigInt(mm.sys.arch.geometry.pageShift);
  if (looked.some(({ base, len }) => base + len > end)) return EFAULT;
  let rest = MOST_BYTES;
  return looked.map(({ base, len }) => {
    const taken = least(len, rest);
    rest -= taken;
    return { base, len: taken };
  });
}

/** iovec_from_user(): the ranges as they are, wherever they lie. @errno EINVAL too many, a length below 0 @errno EFAULT no array */
export function iovecFromUser(args: Args, at: number, count: bigint): Iovec[] | Errno {
  if (count > MOST_RANGES) return EINVAL;
  if (count === 0n) return [];
  const arg = args.at(at);
  if (arg.kind === 'int') return EFAULT;
  if (arg.kind !== 'array' || arg.abbreviated || BigInt(arg.items.length) < count)
    throw new NotModelled(args.call, 'with ranges that the log does not show');
  const ranges = arg.items.slice(0, Number(count)).map((item) => iovecOf(args, item));
  return ranges.some(({ len }) => len >= 1n << 63n) ? EINVAL : ranges;
}

/** The part of what ranges hold, one after the other, that begins `from` bytes after their start. */
export function partOf(ranges: readonly Iovec[], from: bigint, bytes: bigint): Iovec[] {
  const part: Iovec[] = [];
  let skipped = from;
  let left = bytes;
  for (const { base, len } of ranges) {
    const some = least(len - skipped, left);
    if (some > 0n) part.push({ base: base + skipped, len: some });
    left -= some > 0n ? some : 0n;
    skipped = skipped > len ? skipped - len : 0n;
  }
  return part;
}

/** iov_length() */
export const bytesOf = (ranges: readonly Iovec[]): bigint => ranges.reduce((sum, { len }) => sum + len, 0n);

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

function iovecOf(args: Args, item: ArgValue): Iovec {
  const numberOf = (name: string): bigint => {
    const field = fieldOf(item, name);
    if (field === undefined) throw new NotModelled(args.call, `without ${name}`);
    return BigInt.asUintN(64, args.number(field, `${name} of ${args.call}`));
  };
  return { base: numberOf('iov_base'), len: numberOf('iov_len') };
}
