/**
 * An MMU over nothing but a page-table image: what `mm tables --json` prints is walked as the processor manuals say, on literal
 * bit positions, and every leaf that the walk finds must be listed, with its rights and its word, and no other. It shares no
 * line with the architectures of the model.
 *
 * Intel SDM volume 3, 5.5; Arm ARM D8.2 and D8.3; RISC-V privileged architecture, "Sv39" to "Sv57", "Svnapot", "Svpbmt".
 */

import type { PageTableImage } from 'mm-playground';

/** A leaf that the walk found, as the image would list it. */
type Leaf = PageTableImage['leaves'][number];

/** What user code may do with what lies below an entry. */
interface Rights {
  readonly user: boolean;
  readonly write: boolean;
  readonly exec: boolean;
}

/** What an MMU makes of one entry. `wrong` is what makes it fault although software would call it present. */
type Seen =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'wrong'; readonly why: string }
  | { readonly kind: 'table'; readonly pa: bigint; readonly rights: Rights }
  | { readonly kind: 'leaf'; readonly pa: bigint; readonly rights: Rights & { readonly read: boolean } };

/** A table format: how an address is cut, root first, and how an entry is read. */
interface Format {
  readonly pageShift: number;
  /** Bits of the indexes, root first; of the root only the user half counts. */
  readonly indexBits: readonly number[];
  readonly see: (word: bigint, depth: number, sizeShift: number) => Seen;
  /** Entries of a contiguous run that must be alike, by depth; 1 where there are none. */
  readonly run: (word: bigint, depth: number) => number;
}

const ALL: Rights = { user: true, write: true, exec: true };
const NOTHING: Seen = { kind: 'nothing' };
const bit = (word: bigint, at: number): boolean => ((word >> BigInt(at)) & 1n) === 1n;
const bits = (word: bigint, hi: number, lo: number): bigint =>
  (word >> BigInt(lo)) & ((1n << BigInt(hi - lo + 1)) - 1n);
const hex = (x: bigint): string => `0x${x.toString(16)}`;
const wrong = (why: string): Seen => ({ kind: 'wrong', why });

const numberOf = (image: PageTableImage, key: string): number => Number(image.config[key]);
const isOn = (image: PageTableImage, key: string): boolean => [true, 1].includes(image.config[key] ?? false);

/** The low `levels` tables of 9 bits; half of the root is the kernel's. */
const nines = (levels: number): number[] => Array.from({ length: levels }, (_, depth) => (depth === 0 ? 8 : 9));

function x86Format(image: PageTableImage): Format {
  const levels = numberOf(image, 'levels');
  const physicalBits = numberOf(image, 'phys_bits');
  return {
    pageShift: 12,
    indexBits: nines(levels),
    run: () => 1,
    see: (word, _depth, sizeShift) => {
      if (!bit(word, 0)) return NOTHING;
      const leaf = sizeShift === 12 || bit(word, 7);
      if (leaf && sizeShift > 30) return wrong('PS above the level of 1 GiB');
      if (physicalBits < 52 && bits(word, 51, physicalBits) !== 0n) return wrong('an address beyond phys_bits');
      if (leaf && sizeShift > 12 && bits(word, sizeShift - 1, 13) !== 0n) return wrong('address bits below the size');
      const rights = { user: bit(word, 2), write: bit(word, 1), exec: !bit(word, 63) };
      const shift = leaf ? sizeShift : 12;
      const pa = bits(word, 51, shift) << BigInt(shift);
      return leaf ? { kind: 'leaf', pa, rights: { ...rights, read: true } } : { kind: 'table', pa, rights };
    },
  };
}

/** The architecture's level of the smallest depth at which blocks may be, by granule, with 48 and with 52 bits of address. */
const FIRST_BLOCK: Readonly<Record<number, readonly [number, number]>> = { 4: [1, 0], 16: [2, 1], 64: [2, 1] };
/** Entries of a contiguous run at levels 1, 2 and 3. */
const RUNS: Readonly<Record<number, readonly number[]>> = { 4: [16, 16, 16], 16: [1, 32, 128], 64: [1, 32, 32] };

function arm64Format(image: PageTableImage): Format {
  const granule = numberOf(image, 'granule');
  const ips = numberOf(image, 'ips');
  const [ds, ha, hd] = [isOn(image, 'ds'), isOn(image, 'ha'), isOn(image, 'hd')];
  const pageShift = 10 + Math.log2(granule);
  const stride = pageShift - 3;
  const vaBits = 64 - numberOf(image, 'txsz');
  const count = Math.ceil((vaBits - pageShift) / stride);
  const firstBlock = FIRST_BLOCK[granule]?.[ips === 52 && (ds || granule === 64) ? 1 : 0] ?? 3;
  const addressOf = (word: bigint, shift: number): bigint => {
    if (ds) return (bits(word, 9, 8) << 50n) | (bits(word, 49, shift) << BigInt(shift));
    if (granule === 64 && ips === 52) return (bits(word, 15, 12) << 48n) | (bits(word, 47, shift) << BigInt(shift));
    return bits(word, 47, shift) << BigInt(shift);
  };
  return {
    pageShift,
    indexBits: Array.from({ length: count }, (_, i) => (i === 0 ? vaBits - pageShift - stride * (count - 1) : stride)),
    run: (word, depth) => (bit(word, 52) ? (RUNS[granule]?.[3 - (count - depth)] ?? 1) : 1),
    see: (word, depth, sizeShift) => {
      const level = 4 - count + depth;
      if (!bit(word, 0)) return NOTHING;
      const table = bit(word, 1) && level < 3;
      if (!table && bit(word, 1) !== (level === 3)) return wrong('a page that has the type of a block');
      if (!table && level < firstBlock) return wrong(`a block at level ${level}`);
      const pa = addressOf(word, table ? pageShift : sizeShift);
      if (pa >> BigInt(ips) !== 0n) return wrong('an address beyond ips');
      if (table)
        return { kind: 'table', pa, rights: { user: !bit(word, 61), write: !bit(word, 62), exec: !bit(word, 60) } };
      if (!bit(word, 10) && !ha) return wrong('no access flag');
      const user = bit(word, 6);
      const write = user && (!bit(word, 7) || (hd && bit(word, 51)));
      const exec = !bit(word, 54);
      return { kind: 'leaf', pa, rights: { user: user || exec, read: user, write, exec } };
    },
  };
}

function riscvFormat(image: PageTableImage): Format {
  const svnapot = isOn(image, 'svnapot');
  const svpbmt = isOn(image, 'svpbmt');
  return {
    pageShift: 12,
    indexBits: nines(numberOf(image, 'levels')),
    run: () => 1,
    see: (word, _depth, sizeShift) => {
      const [v, r, w, x, u] = [0, 1, 2, 3, 4].map((at) => bit(word, at));
      if (v !== true) return NOTHING;
      if (w === true && r !== true) return wrong('W without R');
      if (bits(word, 60, 54) !== 0n) return wrong('reserved bits 60:54');
      const memoryType = bits(word, 62, 61);
      if (memoryType === 3n || (memoryType !== 0n && !svpbmt)) return wrong('a memory type that there is none of');
      const pa = bits(word, 53, 10) << 12n;
      if (r !== true && x !== true) {
        if (sizeShift === 12) return wrong('a table at the lowest level');
        if (bits(word, 63, 61) !== 0n || bit(word, 4) || bits(word, 7, 6) !== 0n)
          return wrong('a table with the bits of a leaf');
        return { kind: 'table', pa, rights: ALL };
      }
      if (bit(word, 63) && (!svnapot || sizeShift > 12 || bits(word, 13, 10) !== 8n)) return wrong('N');
      if (bits(pa, sizeShift - 1, 0) !== 0n) return wrong('address bits below the size');
      const rights = { user: u === true, read: r === true, write: w === true, exec: x === true };
      return { kind: 'leaf', pa: bit(word, 63) ? (pa >> 16n) << 16n : pa, rights };
    },
  };
}

function formatOf(image: PageTableImage): Format {
  switch (image.arch) {
    case 'x86-64':
      return x86Format(image);
    case 'arm64':
      return arm64Format(image);
    case 'riscv64':
      return riscvFormat(image);
    default:
      throw new RangeError(`an image for ${image.arch}`);
  }
}

const MEMORY_END = 0x2_0000_0000n;
const HARNESS_START = 0xff80_0000n;
const HARNESS_END = 0x1_0000_0000n;

const isPlaced = (start: bigint, end: bigint): boolean =>
  end <= MEMORY_END && (end <= HARNESS_START || start >= HARNESS_END);

/** What is wrong with an image; nothing where an MMU finds exactly what it lists. */
export const imageFaults = (image: PageTableImage): string[] => new ImageWalk(image).faults();

class ImageWalk {
  readonly #image: PageTableImage;
  readonly #format: Format;
  readonly #pages: ReadonlyMap<bigint, DataView>;
  readonly #reached = new Set<bigint>();
  readonly #found: Leaf[] = [];
  readonly #faults: string[] = [];

  constructor(image: PageTableImage) {
    this.#image = image;
    this.#format = formatOf(image);
    this.#pages = new Map(image.image.map(({ pa, hex: text }) => [BigInt(pa), viewOf(text, this.#size)]));
    if (this.#pages.size < image.image.length) this.#faults.push('a page is listed twice');
  }

  get #size(): number {
    return 2 ** this.#format.pageShift;
  }

  faults(): string[] {
    const { root, leaves } = this.#image;
    if (root === null) this.#faults.push('there is no root');
    else this.#walk(BigInt(root), 0, 0n, ALL);
    this.#checkPlaces();
    this.#checkLists(leaves);
    this.#checkVmas(leaves);
    return this.#faults;
  }

  #walk(table: bigint, depth: number, va: bigint, above: Rights): void {
    const page = this.#pages.get(table);
    if (page === undefined) return void this.#faults.push(`${hex(table)} is no page of the image`);
    if (this.#reached.has(table)) return void this.#faults.push(`${hex(table)} is reached twice`);
    this.#reached.add(table);
    const { indexBits, pageShift, see } = this.#format;
    const sizeShift = pageShift + indexBits.slice(depth + 1).reduce((sum, each) => sum + each, 0);
    for (let index = 0; index < 2 ** (indexBits[depth] ?? 0); index++) {
      const word = page.getBigUint64(index * 8, true);
      const seen = see(word, depth, sizeShift);
      const at = va + (BigInt(index) << BigInt(sizeShift));
      if (seen.kind === 'wrong') this.#faults.push(`${hex(word)} at ${hex(at)}: ${seen.why}`);
      else if (seen.kind === 'table') this.#walk(seen.pa, depth + 1, at, both(above, seen.rights));
      else if (seen.kind === 'leaf') {
        this.#found.push(leafOf(at, 2 ** sizeShift, seen, above, word));
        this.#checkRun(page, index, depth, sizeShift, word);
      }
    }
  }

  /** A contiguous bit promises that all entries of the aligned run are leaves alike, of consecutive memory. */
  #checkRun(page: DataView, index: number, depth: number, sizeShift: number, word: bigint): void {
    const run = this.#format.run(word, depth);
    if (run === 1) return;
    const first = index - (index % run);
    const seenAt = (at: number): Seen => this.#format.see(page.getBigUint64(at * 8, true), depth, sizeShift);
    const start = seenAt(first);
    const size = 1n << BigInt(sizeShift);
    const fits = Array.from({ length: run }, (_, i) => seenAt(first + i)).every(
      (seen, i) => seen.kind === 'leaf' && start.kind === 'leaf' && seen.pa === start.pa + BigInt(i) * size,
    );
    if (!fits || (start.kind === 'leaf' && start.pa % (size * BigInt(run)) !== 0n))
      this.#faults.push(`${hex(word)} is not of an aligned run of ${run}`);
  }

  #checkPlaces(): void {
    const size = BigInt(this.#size);
    for (const [pa] of this.#pages) {
      if (!isPlaced(pa, pa + size) || pa % size !== 0n) this.#faults.push(`a table may not be at ${hex(pa)}`);
      if (!this.#reached.has(pa)) this.#faults.push(`the table at ${hex(pa)} is reached by nothing`);
    }
    for (const { va, pa, size: bytes } of this.#image.leaves) {
      const [start, end] = [BigInt(pa), BigInt(pa) + BigInt(bytes)];
      if (!isPlaced(start, end)) this.#faults.push(`the leaf at ${va} may not point to ${pa}`);
      for (let page = start; page < end; page += size)
        if (this.#pages.has(page)) this.#faults.push(`the leaf at ${va} points to a table`);
    }
  }

  #checkLists(leaves: readonly Leaf[]): void {
    const listed = leaves.map((leaf) => JSON.stringify(leaf));
    const found = this.#found.map((leaf) => JSON.stringify(leaf));
    const first = found.findIndex((text, at) => text !== listed[at]);
    if (first >= 0) this.#faults.push(`the MMU finds ${found[first]}, listed is ${listed[first] ?? 'nothing'}`);
    else if (listed.length > found.length) this.#faults.push(`the MMU does not find ${listed[found.length]}`);
  }

  /** Both lists ascend. */
  #checkVmas(leaves: readonly Leaf[]): void {
    const vmas = this.#image.vmas.map(({ start, end, perms }) => ({ start: BigInt(start), end: BigInt(end), perms }));
    let at = 0;
    for (const { va, size, write, exec } of leaves) {
      const start = BigInt(va);
      while ((vmas[at]?.end ?? start + 1n) <= start) at++;
      const vma = vmas[at];
      if (vma === undefined || start < vma.start || start + BigInt(size) > vma.end)
        this.#faults.push(`the leaf at ${va} lies in no VMA`);
      else if ((write && vma.perms[1] !== 'w') || (exec && vma.perms[2] !== 'x'))
        this.#faults.push(`the leaf at ${va} grants more than ${vma.perms}`);
    }
  }
}

const both = (a: Rights, b: Rights): Rights => ({
  user: a.user && b.user,
  write: a.write && b.write,
  exec: a.exec && b.exec,
});

function leafOf(va: bigint, size: number, seen: Seen & { kind: 'leaf' }, above: Rights, word: bigint): Leaf {
  const { user, write, exec } = both(above, seen.rights);
  const read = user && seen.rights.read;
  return { va: hex(va), size, pa: hex(seen.pa), read, write: user && write, exec: user && exec, user, word: hex(word) };
}

/** The bytes of a page, of which trailing zeroes were cut. */
function viewOf(text: string, size: number): DataView {
  const bytes = new Uint8Array(size);
  bytes.set(Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));
  return new DataView(bytes.buffer);
}
