/**
 * Units. Bytes are `bigint`, pages are `number`, and both are branded, so that a forgotten PAGE_SHIFT does not compile.
 *
 * System-call arguments, fault addresses, brk and page-table words are bytes or words at the edges; inside the model VMA
 * bounds, tree keys, pgoff, page frame numbers and counts are page numbers, exact in a double up to 2^52 pages, which is
 * all of a 64-bit address space. Converting is only possible here, with the architecture's page shift in hand.
 */

declare const unit: unique symbol;

/** A byte address or a byte count, `0n <= x < 2n ** 64n`. */
export type Bytes = bigint & { readonly [unit]: 'bytes' };

/** A count of pages, or a page offset within a file (`vm_pgoff`). */
export type Pages = number & { readonly [unit]: 'pages' };

/** A virtual page number: a virtual address shifted right by PAGE_SHIFT. */
export type Vpn = number & { readonly [unit]: 'vpn' };

/** A page frame number: a physical address shifted right by PAGE_SHIFT. */
export type Pfn = number & { readonly [unit]: 'pfn' };

/** log2 of the page size: 12 for 4 KiB, 14 for 16 KiB, 16 for 64 KiB. */
export type PageShift = number & { readonly [unit]: 'page shift' };

const WORD_BITS = 64;

/** Brands a `bigint` as bytes; wraps modulo 2^64 as an `unsigned long` does. */
export const bytes = (x: bigint): Bytes => BigInt.asUintN(WORD_BITS, x) as Bytes;

/** Brands a page count. @throws RangeError unless `n` is a safe, non-negative integer. */
export const pages = (n: number): Pages => checked(n, 'pages') as Pages;

/** Brands a virtual page number. @throws RangeError unless `n` is a safe, non-negative integer. */
export const vpn = (n: number): Vpn => checked(n, 'virtual page number') as Vpn;

/** Brands a page frame number. @throws RangeError unless `n` is a safe, non-negative integer. */
export const pfn = (n: number): Pfn => checked(n, 'page frame number') as Pfn;

/** Brands a page shift. @throws RangeError outside 10..30. */
export function pageShift(n: number): PageShift {
  if (!Number.isInteger(n) || n < 10 || n > 30) throw new RangeError(`page shift ${n} is not in 10..30`);
  return n as PageShift;
}

function checked(n: number, what: string): number {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`${n} is not a ${what}`);
  return n;
}

/** The page that holds `addr` (rounds down). */
export const vpnOf = (addr: bigint, shift: PageShift): Vpn => Number(addr >> BigInt(shift)) as Vpn;

/** Below it a size in bytes is a safe integer. */
const EXACT_BYTES = 1n << 53n;
/** Below it a page's address is a safe integer, whatever the page size. */
const EXACT_PAGES = 2 ** 37;

/** The address of the first byte of a page. */
export const addrOf = (page: Vpn, shift: PageShift): Bytes =>
  // All of user space is exact in a double: one BigInt instead of three.
  (page < EXACT_PAGES ? BigInt(page * (1 << shift)) : BigInt(page) << BigInt(shift)) as Bytes;

/** Whole pages in `size` bytes, rounded up as PAGE_ALIGN does; the caller has checked that this cannot wrap. */
export const pagesIn = (size: bigint, shift: PageShift): Pages =>
  (size < EXACT_BYTES
    ? Math.ceil(Number(size) / (1 << shift))
    : Number((size + (1n << BigInt(shift)) - 1n) >> BigInt(shift))) as Pages;

/** Bytes in `n` pages. */
export const bytesIn = (n: number, shift: PageShift): Bytes => (BigInt(n) << BigInt(shift)) as Bytes;

/** kB in `n` pages, as `/proc` prints sizes. */
export const kbIn = (n: number, shift: PageShift): number => n * 2 ** (shift - 10);

/** Whether `x` is a multiple of the page size. */
export const isPageAligned = (x: bigint, shift: PageShift): boolean =>
  (Number(BigInt.asUintN(32, x)) & ((1 << shift) - 1)) === 0;

/** A half-open range of virtual pages, `[start, end)`. */
export interface VpnRange {
  readonly start: Vpn;
  readonly end: Vpn;
}

/** Whether two half-open ranges share a page. */
export const overlaps = (a: VpnRange, b: VpnRange): boolean => a.start < b.end && b.start < a.end;

/** `0x7ffff7fc0000`: an address as strace and the viewers print it. */
export const hex = (x: bigint | number): string => `0x${x.toString(16)}`;
