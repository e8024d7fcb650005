/**
 * The architecture kit must be able to fail: each mutant here is x86-64 with one mistake that somebody could make, and at
 * least one property has to find it.
 */

import { describe, expect, it } from 'vitest';
import {
  bytes,
  pfn,
  vmFlags,
  vpn,
  type AddressLayout,
  type Architecture,
  type ArchitecturePlugin,
  type Bytes,
  type EntryNotes,
  type Geometry,
  type LeafState,
} from '@mm-playground/api';
import { architectureProperties, casesOf } from '@mm-playground/api/testing';
import { x8664 } from './index.ts';

const RW = 1n << 1n;
const ACCESSED = 1n << 5n;
const SPECIAL = 1n << 9n;
const SOFT_DIRTY = 1n << 11n;
const NX = 1n << 63n;
const ABOVE_46_BITS = 0x3fn << 46n;
const WRITE = vmFlags('WRITE');
const ACCOUNT = vmFlags('ACCOUNT');
const PTE = 3;
/** Enough for every mistake here, and quick where fast-check shrinks what it found. */
const RUNS = 60;

type Mistake = (arch: Architecture) => Partial<Architecture>;

const withLayout =
  (change: (layout: AddressLayout) => Partial<AddressLayout>): Mistake =>
  ({ layout }) => ({ layout: Object.freeze({ ...layout, ...change(layout) }) });

const withGeometry =
  (change: (geometry: Geometry) => Partial<Geometry>): Mistake =>
  ({ geometry }) => ({ geometry: Object.freeze({ ...geometry, ...change(geometry) }) });

/** withLeafState that adds to a change of WRITE alone. */
const withSlip =
  (write: boolean, slip: Partial<LeafState>): Mistake =>
  (arch) => ({
    withLeafState: (level, word, state) =>
      arch.withLeafState(
        level,
        word,
        state.write === write && state.dirty === undefined ? { ...state, ...slip } : state,
      ),
  });

const withNotes =
  (change: (notes: EntryNotes) => EntryNotes): Mistake =>
  ({ notes }) =>
    notes === undefined ? {} : { notes: change(notes) };

const MISTAKES: Readonly<Record<string, Mistake>> = {
  'a private mapping is writable': (arch) => ({
    mkLeaf: (level, frame, flags) => arch.mkLeaf(level, frame, flags) | (flags.has(WRITE) ? RW : 0n),
  }),
  'everything can be executed': (arch) => ({ mkLeaf: (...leaf) => arch.mkLeaf(...leaf) & ~NX }),
  'leaves are made old': (arch) => ({ mkLeaf: (...leaf) => arch.mkLeaf(...leaf) & ~ACCESSED }),
  'frames of pages are off by one': (arch) => ({
    mkLeaf: (level, frame, flags) =>
      arch.mkLeaf(level, level === PTE ? pfn(frame === 0 ? 1 : frame - 1) : frame, flags),
  }),
  'frames are cut to 34 bits': (arch) => ({
    mkLeaf: (level, frame, flags) => arch.mkLeaf(level, pfn(frame % 2 ** 34), flags),
  }),
  'an unrelated flag leaves a trace': (arch) => ({
    mkLeaf: (level, frame, flags) => arch.mkLeaf(level, frame, flags) | (flags.has(ACCOUNT) ? SOFT_DIRTY : 0n),
  }),
  'state never changes': () => ({ withLeafState: (_level, word) => word }),
  'dirtiness goes with the write permission': withSlip(false, { dirty: false }),
  'write permission makes dirty': withSlip(true, { dirty: true }),
  'special cannot be taken back': (arch) => ({
    withLeafState: (level, word, state) => arch.withLeafState(level, word, state) | (word & SPECIAL),
  }),
  'a new protection keeps WRITE': (arch) => ({
    modifyLeaf: (level, word, flags) => arch.modifyLeaf(level, word, flags) | (word & RW),
  }),
  'a new protection makes old': (arch) => ({ modifyLeaf: (...change) => arch.modifyLeaf(...change) & ~ACCESSED }),
  'a new protection makes young': (arch) => ({ modifyLeaf: (...change) => arch.modifyLeaf(...change) | ACCESSED }),
  'a new protection drops special': (arch) => ({ modifyLeaf: (...change) => arch.modifyLeaf(...change) & ~SPECIAL }),
  'swap forgets who owned the page': (arch) => ({
    encodeSwap: ({ kind, type, offset }) => arch.encodeSwap({ kind, type, offset }),
  }),
  'swap offsets are cut to 24 bits': (arch) => ({
    encodeSwap: (swap) => arch.encodeSwap({ ...swap, offset: BigInt.asUintN(24, swap.offset) }),
  }),
  'notes get lost': withNotes((notes) => ({ ...notes, write: (_level, word) => word })),
  'a note takes the frame along': withNotes((notes) => ({
    ...notes,
    write: (...note) => notes.write(...note) ^ (note[3] ? 1n << 20n : 0n),
  })),
  'a store does not mark dirty': (arch) => ({ afterAccess: (level, word) => arch.afterAccess(level, word, 'load') }),
  'a load marks dirty': (arch) => ({ afterAccess: (level, word) => arch.afterAccess(level, word, 'store') }),
  'tables are read-only': (arch) => ({ encodeTable: (level, frame) => arch.encodeTable(level, frame) & ~RW }),
  'PROT_NONE is not seen': (arch) => ({
    decode: (level, word) => ({ ...arch.decode(level, word), protnone: false }),
  }),
  'decode lets everything be executed': (arch) => ({
    decode: (level, word) => {
      const entry = arch.decode(level, word);
      return { ...entry, exec: entry.exec || entry.read };
    },
  }),
  'zero is a page': (arch) => ({ decode: (level, word) => arch.decode(level, word === 0n ? 0x25n : word) }),
  'reserved bits are not looked at': (arch) => ({
    decode: (level, word) => arch.decode(level, word & ~ABOVE_46_BITS),
  }),
  'a field is missing': (arch) => ({ fields: (level, kind) => arch.fields(level, kind).slice(1) }),
  'a field is there twice': (arch) => ({
    fields: (level, kind) => [...arch.fields(level, kind), ...arch.fields(level, kind).slice(-1)],
  }),
  'a level spans too much': withGeometry(({ levels }) => ({
    levels: levels.map((spec, level) => (level === 1 ? { ...spec, spanShift: spec.spanShift + 1 } : spec)),
  })),
  'user addresses are too short': withGeometry(() => ({ userBits: 46 })),
  'mmap_base is off by a page': withLayout((layout) => ({
    mmapBase: (limit: Bytes, random: number) => vpn(layout.mmapBase(limit, random) + 1),
  })),
  'mmap_base is not randomised': withLayout((layout) => ({ mmapBase: (limit: Bytes) => layout.mmapBase(limit, 0) })),
  'mmap_base does not know the stack limit': withLayout((layout) => ({
    mmapBase: (_limit: Bytes, random: number) => layout.mmapBase(bytes(1n << 40n), random),
  })),
  'faults do not see that a page is there': (arch) => ({
    faultCode: (access, level) => arch.faultCode(access, level, arch.decode(PTE, 0n)),
  }),
  'faults see PROT_NONE pages': (arch) => ({
    faultCode: (access, level, entry) => arch.faultCode(access, level, { ...entry, protnone: false }),
  }),
  'faults do not tell accesses apart': (arch) => ({
    faultCode: (_access, level, entry) => arch.faultCode('load', level, entry),
  }),
  'the processor denies nothing': ({ mmu }) => (mmu === undefined ? {} : { mmu: { ...mmu, denies: () => null } }),
  'the processor translates half of user space': ({ mmu }) =>
    mmu === undefined ? {} : { mmu: { ...mmu, translates: (va) => va < 1n << 46n } },
  'the spec is of another configuration': () => ({ spec: 'x86-64:levels=5,phys_bits=40' }),
};

const mutant = (mistake: Mistake): ArchitecturePlugin => ({
  ...x8664,
  configure: (options) => {
    const arch = x8664.configure(options);
    return Object.freeze({ ...arch, ...mistake(arch) });
  },
});

/** What the kit says of each property that a plugin breaks. */
async function broken(plugin: ArchitecturePlugin): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const { title, run } of casesOf(architectureProperties(plugin, { runs: RUNS })))
    await run().catch((error: unknown) => found.set(title, String(error)));
  return found;
}

describe('the architecture kit', () => {
  it('has at least 100 properties by name', () => {
    const titles = architectureProperties(x8664).map(({ group, title }) => `${group}: ${title}`);
    expect(new Set(titles).size).toBe(titles.length);
    expect(titles.length).toBeGreaterThanOrEqual(100);
  });

  it('finds nothing in the architecture without a mistake', async () => {
    expect([...(await broken(mutant(() => ({})))).keys()]).toEqual([]);
  });

  it.each(Object.entries(MISTAKES))('finds that %s', async (_, mistake) => {
    expect((await broken(mutant(mistake))).size).toBeGreaterThan(0);
  });

  it('names the property that is broken, and draws the smallest example of it', async () => {
    const found = await broken(mutant((arch) => ({ mkLeaf: (...leaf) => arch.mkLeaf(...leaf) & ~ACCESSED })));
    expect(found.get('makes a leaf clean, young and not special')?.split('\n').slice(-4)).toEqual([
      expect.stringMatching(/^smallest example \(seed 1, shrunk \d+ times\):$/),
      '  level 1  frame 0  flags EXEC  word 0x85',
      '',
      'broken: x86-64:levels=4 leaves: makes a leaf clean, young and not special',
    ]);
  });

  it('names what cannot even be asked, and goes on with the rest', async () => {
    const throwing = mutant(() => ({
      fields: () => {
        throw new TypeError('no fields yet');
      },
    }));
    const found = await broken(throwing);
    expect(found.get('can be asked at all')).toContain('no fields yet');
    expect(found.has('names its levels as the kernel does, from pgd to pte')).toBe(false);
  });
});
