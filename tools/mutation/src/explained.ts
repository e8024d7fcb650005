/*
 * Survivors that no test is to kill, and why: mostly mutants that do the same as the code. A mutant is known by its file, the code
 * that it changes and what it makes of it, so an explanation goes with the code and not with a line. One that fits no survivor any
 * more is refused by a test.
 */

/** Why a mutant, or all mutants of a piece of code, may survive. */
export interface Explanation {
  readonly target: string;
  /** From the target's package. */
  readonly file: string;
  /** The code that is changed, as {@link Survivor.from} has it. */
  readonly from: string;
  /** What it is changed to; left out: whatever it is. */
  readonly to?: string;
  readonly why: string;
}

const GUARD = 'always so: it tells the type checker what is known there';
const NEWBORN = 'the VMA is made in this call: where time goes back to before it, nothing leads to it';
const ALONE =
  'only another task can tell, and no judge lets two run side by side: memory/concurrent-faults.test.ts does, for ten seconds';
const SHORTCUT = 'a shortcut: what would be done comes to the same';

const BESIDE = 'beside the first slot there is nothing, which is not null';
const HOW_FAST = 'how an array is made decides how fast it is, not what it holds';
const EQUAL = 'where both are equal, either is the same';

const SPLITS_LATER = 'whoever changes the entries of a part splits its huge page then';
const OWED =
  'tells a counter that is knowingly too high from one that a bug made so: no kernel of the model breaks one in the middle of an unmapping';

/** The same of several mutants of a file. */
const all = (
  target: string,
  file: string,
  why: string,
  mutants: readonly (readonly [from: string, to: string])[],
): readonly Explanation[] => mutants.map(([from, to]) => ({ target, file, from, to, why }));

export const EXPLAINED: readonly Explanation[] = [
  ...all('merge', 'src/vma/vma-merge.ts', GUARD, [
    ['prev !== null', 'true'],
    ['next !== null', 'true'],
    ['middle === null', 'false'],
    ['prev === null', 'false'],
    ['vmg?.note', 'vmg.note'],
  ]),
  ...all('merge', 'src/vma/vma-merge.ts', 'a VMA without anon_vma has no links, and is of no relative', [
    ['vma.anonVma !== null', 'true'],
    ['theirs !== null', 'true'],
  ]),
  ...all('merge', 'src/vma/vma-merge.ts', 'what is no VMA was not assumed to be written', [
    ['[]', '["Stryker was here"]'],
  ]),
  ...all('merge', 'src/vma/vma-merge.ts', 'of one file, and with the same flags, they are the same', [
    ['neighbour.ops === merge.ops', 'true'],
  ]),
  ...all('merge', 'src/vma/vma-merge.ts', SPLITS_LATER, [
    ['splitHugePmdAt(mm, middle, merge.end);', ';'],
    ['splitHugePmdAt(mm, middle, merge.start);', ';'],
  ]),
  ...all('merge', 'src/vma/vma-merge.ts', 'there is no previous VMA in this proposal', [['false', 'true']]),
  ...all('merge', 'src/vma/vma-merge.ts', 'brk leaves at least a page free before the next mapping', [
    ['merge.justExpand !== true', 'true'],
    ['true', 'false'],
  ]),
  ...all('merge', 'src/vma/vma-expand.ts', 'an anon_vma that is handed on is always of a VMA', [
    ['[anonVma]', '[]'],
    ['source?.anonVmaChain', 'source.anonVmaChain'],
    ["'no'", '""'],
    ['source?.assumedWritten', 'source.assumedWritten'],
  ]),
  ...all('merge', 'src/vma/vma-expand.ts', 'VMAs that merge have one anon_vma, where both have any', [
    ['target.anonVma !== null', 'false'],
  ]),
  ...all('merge', 'src/vma/vma-expand.ts', 'of what is no relative there is one link', [
    ['source?.anonVmaChain ?? [anonVma]', 'source?.anonVmaChain && [anonVma]'],
  ]),
  ...all('merge', 'src/vma/vma-expand.ts', 'the stack, which alone shrinks in this way, keeps its start', [
    ['[vma.start, start]', '[]'],
    ['vma.start < start', 'false'],
    ["'start'", '""'],
    ["'pgoff'", '""'],
  ]),
  ...all('merge', 'src/vma/vma-expand.ts', ALONE, [
    ['lockMappings(mm.sys, target.file.inode);', ';'],
    ['target.file !== null', 'false'],
    ['true', 'false'],
  ]),
  ...all('merge', 'src/vma/vma-split.ts', NEWBORN, [
    ["'end'", '""'],
    ["'start'", '""'],
    ["'pgoff'", '""'],
  ]),
  ...all('merge', 'src/vma/vma-split.ts', SHORTCUT, [['vma.lockSeq === mm.lockSeq', 'false']]),
  ...all('merge', 'src/vma/vma-split.ts', SPLITS_LATER, [['splitHugePmdAt(mm, vma, addr);', ';']]),
  ...all('merge', 'src/vma/vma-split.ts', ALONE, [
    ["'lockSeq'", '""'],
    ['lockMappings(mm.sys, vma.file.inode);', ';'],
    ['vma.file !== null', 'false'],
  ]),
  ...all('merge', 'src/vma/vma-split.ts', 'never reached: it tells the type checker that there are two halves', [
    ['default: assertNever(half);', 'default:'],
    ['assertNever(half);', ';'],
  ]),
  ...all('region', 'src/mmap-region/region.ts', NEWBORN, [
    ["'ops'", '""'],
    ["'flags'", '""'],
    ["'file'", '""'],
  ]),
  ...all('region', 'src/mmap-region/region.ts', GUARD, [
    ['request.file?.inode', 'request.file.inode'],
    ['file?.inode', 'file.inode'],
    ['file?.isAttachment', 'file.isAttachment'],
    ['file !== null', 'true'],
  ]),
  ...all('region', 'src/mmap-region/region.ts', 'what was gathered has the neighbours that the tree has', [
    ['vms.vma === null', 'true'],
  ]),
  ...all('region', 'src/mmap-region/region.ts', 'no special mapping is made by mmap()', [
    ["'special'", '""'],
    ["vma.ops !== 'special'", 'true'],
  ]),
  ...all('region', 'src/mmap-region/region.ts', 'only segments can be gone', [['file?.isAttachment === true', 'true']]),
  ...all('region', 'src/mmap-region/v6-18.ts', NEWBORN, [["'ops'", '""']]),
  ...all(
    'region',
    'src/mmap-region/v6-18.ts',
    'struct mmap_state does not show its flags, and is gone when the call is over',
    [["'flags'", '""']],
  ),
  ...all('region', 'src/mmap-region/v6-18.ts', 'there is always a VMA beside it: the stack, or what lies below', [
    ['prev === null && next === null', 'false'],
  ]),
  ...all('region', 'src/vma/vma-munmap.ts', OWED, [
    ["this.purpose === 'mmap'", 'true'],
    ["'vma_iter_store'", '""'],
    ["case 'map_count': return by === this.vmaCount && !this.completed ? this.#complete : null;", "case 'map_count':"],
    ['by === this.vmaCount && !this.completed', 'by === this.vmaCount || !this.completed'],
    ['by === this.vmaCount && !this.completed', 'true'],
    ['by === this.vmaCount', 'true'],
    ["case 'total_vm': return this.#explainsTotal(by, pages) ? this.#complete : null;", "case 'total_vm':"],
    ['default: return null;', 'default:'],
    ['by > 0 && by <= this.nrPages', 'by > 0 || by <= this.nrPages'],
    ['by > 0', 'by >= 0'],
    ['by > 0 && by <= this.nrPages', 'true'],
    ['by > 0', 'true'],
    ['by <= this.nrPages', 'true'],
    ['by === this.nrPages', 'by !== this.nrPages'],
    ['by === this.nrPages - added', 'by !== this.nrPages - added'],
    ['by === this.nrPages || by === this.nrPages - added', 'by === this.nrPages && by === this.nrPages - added'],
    ['by === this.nrPages', 'false'],
    ['by === this.nrPages - added', 'false'],
    ['this.nrPages - added', 'this.nrPages + added'],
    ['by === this.nrPages || by === this.nrPages - added || by === -added', 'true'],
  ]),
  ...all('region', 'src/vma/vma-munmap.ts', 'only `outstanding` and `cleared` are asked for', [["'untouched'", '""']]),
  ...all('region', 'src/vma/vma-munmap.ts', 'nr_pages is written over what it is filtered from', [
    ["'nr_pages'", '""'],
    ["Object.keys(fields).filter((name) => name !== 'nr_pages')", 'Object.keys(fields)'],
    ["name !== 'nr_pages'", 'true'],
  ]),
  ...all('region', 'src/vma/munmap.ts', GUARD, [['vms.vma === null', 'false']]),
  ...all('region', 'src/vma/munmap.ts', SHORTCUT, [['mm.sys.trace === null', 'false']]),
  ...all(
    'region',
    'src/vma/munmap.ts',
    'struct vma_munmap_struct does not show it, and is gone when the call is over',
    [["'anonGone'", '""']],
  ),
  ...all('region', 'src/vma/munmap.ts', 'only `mmap` is asked for', [["'munmap'", '""']]),
  ...all('region', 'src/vma/munmap-in-one.ts', 'only `mmap` is asked for', [["'munmap'", '""']]),
  ...all('region', 'src/mmap-region/seed-v3.ts', NEWBORN, [["'flags'", '""']]),
  ...all('region', 'src/mmap-region/munmap-first.ts', NEWBORN, [["'flags'", '""']]),
  ...all('region', 'src/mmap-region/v6-12-rc.ts', NEWBORN, [["'flags'", '""']]),
  ...all('region', 'src/mmap-region/v6-12-rc.ts', 'what is neither null nor an errno is told as 0', [
    ["'0 as an address'", '""'],
  ]),
  ...all('maple-tree', 'src/store-leaf.ts', SHORTCUT, [
    ['by === 0', 'false'],
    ['by > 0', 'by >= 0'],
  ]),
  ...all(
    'maple-tree',
    'src/store-leaf.ts',
    'gaps are worked out where they cannot have changed, and come to the same',
    [
      ['gapsChange', 'true'],
      ['entry === null', 'true'],
    ],
  ),
  ...all('maple-tree', 'src/rebuild.ts', BESIDE, [
    ['offset > 0', 'offset >= 0'],
    ['offset > 0', 'true'],
  ]),
  ...all('maple-tree', 'src/rebuild.ts', 'any index of the first and of the last node says which nodes go', [
    ['left.min(depth)', 'left.max(depth)'],
    ['right.max(depth)', 'right.min(depth)'],
    ['path.min(depth)', 'path.max(depth)'],
    ['path.max(depth)', 'path.min(depth)'],
  ]),
  ...all('maple-tree', 'src/rebuild.ts', 'owns nodes that are let go besides', [['depth - 1', 'depth + 1']]),
  ...all('maple-tree', 'src/rebuild.ts', SHORTCUT, [['tree.events === null', 'false']]),
  ...all('maple-tree', 'src/big-node.ts', HOW_FAST, [
    ['3 * LEAF_64.slots', '3 / LEAF_64.slots'],
    ['{ length: MOST }', '{}'],
    ['() => 0.5', '() => undefined'],
  ]),
  ...all('maple-tree', 'src/node.ts', HOW_FAST, [
    ['() => 0.5', '() => undefined'],
    ['PIVOTS.slice(0, ARANGE_64.slots)', 'PIVOTS'],
    ['SLOTS.slice(0, ARANGE_64.slots)', 'SLOTS'],
  ]),
  ...all('maple-tree', 'src/node.ts', 'copies what it need not', [
    ['of !== null', 'true'],
    ['!this.borrows', 'false'],
    ['false', 'true'],
    ['this.gaps !== NO_GAPS', 'true'],
  ]),
  ...all('maple-tree', 'src/node.ts', EQUAL, [
    ['gap > largest', 'gap >= largest'],
    ['hole > largest', 'hole >= largest'],
  ]),
  ...all('maple-tree', 'src/write-state.ts', BESIDE, [
    ['offset > 0', 'offset >= 0'],
    ['offset > 0', 'true'],
  ]),
  ...all('maple-tree', 'src/write-state.ts', SHORTCUT, [
    ['slot === leaf.end', 'true'],
    ['last >= rMax', 'true'],
  ]),
  ...all('maple-tree', 'src/write-state.ts', EQUAL, [['sufficient < vacant', 'sufficient <= vacant']]),
  ...all('maple-tree', 'src/store-record.ts', HOW_FAST, [['ids.length === 0', 'false']]),
  ...all('maple-tree', 'src/old-nodes.ts', 'it is emptied before it is used', [['[]', '["Stryker was here"]']]),
  ...all('maple-tree', 'src/old-nodes.ts', 'no node is of one index alone', [
    ['first <= to', 'first < to'],
    ['last >= from', 'last > from'],
  ]),
  ...all('maple-tree', 'src/tree-state.ts', SHORTCUT, [
    ['depth < 0 || path.node(depth).edition === this.edition', 'false'],
    ['path.node(depth).edition === this.edition', 'false'],
    ['this.events === null', 'false'],
    ['node.goneIn !== -this.epoch', 'false'],
    ['this.listen() !== null', 'true'],
    ['this.#events === null', 'false'],
    ['parent.gaps[slot] === gap', 'false'],
  ]),
  ...all('maple-tree', 'src/tree-state.ts', 'copies what it need not', [['node.edition === this.edition', 'false']]),
  ...all('maple-tree', 'src/maple-tree.ts', 'a bug that nobody knows is none', [['[]', '["Stryker was here"]']]),
  ...all('maple-tree', 'src/maple-tree.ts', 'only how long nodes stay in memory', [
    ['this.#writer.path.release();', ';'],
  ]),
  ...all('maple-tree', 'src/rebuilding.ts', SHORTCUT, [
    ['this.left.depth >= 0', 'this.left.depth > 0'],
    ['this.row.count > 0', 'this.row.count >= 0'],
    ['this.row.count > 0 || this.left.depth >= 0', 'true'],
  ]),
  ...all('maple-tree', 'src/vma-index.ts', SHORTCUT, [
    ['end - 1', 'end + 1'],
    ['mas.last >= end - 1', 'mas.last > end - 1'],
  ]),
  ...all('maple-tree', 'src/read.ts', 'looks at what does not count: it is cut to the window', [
    ['slot <= end', 'true'],
    ['slot <= end && first <= max', 'slot <= end || first <= max'],
    ['first <= max', 'true'],
    ['(gaps[slot] as number) >= size', 'true'],
    ['max >= node.max', 'true'],
    ['last < min', 'false'],
  ]),
  ...all('maple-tree', 'src/read.ts', EQUAL, [
    ['last < index', 'last <= index'],
    ['max >= node.max', 'max > node.max'],
    ['first > min', 'first >= min'],
    ['last < max', 'last <= max'],
  ]),
  ...all('maple-tree', 'src/dump.ts', EQUAL, [['value > MAX_INDEX / 2', 'value >= MAX_INDEX / 2']]),
  ...all('maple-tree', 'src/vma-index.ts', 'a bug that nobody knows is none', [['[]', '["Stryker was here"]']]),
  ...all('maple-tree', 'src/vma-index.ts', 'what is not `detached` is of an mm', [["'mm'", '""']]),
  ...all('maple-tree', 'src/vma-index.ts', 'words for people', [
    ["'index'", '""'],
    ["'readers without locks'", '""'],
    ["'node by node, grace periods'", '""'],
    ["'tree'", '""'],
    ["'nodes, gaps, pivots'", '""'],
  ]),
  ...all('maple-tree', 'src/ma-state.ts', 'walks to where it stands already', [['!this.#isFresh()', 'true']]),
  ...all('maple-tree', 'src/write-state.ts', 'every store decides on a kind before it is performed', [
    ["'store_root'", '""'],
  ]),
  ...all('maple-tree', 'src/write-state.ts', 'what is not there is not erased by the caller', [
    ['found === null', 'false'],
  ]),
  ...all('maple-tree', 'src/big-node.ts', 'behind a row that was cleared there is null', [
    ['i < this.count', 'i <= this.count'],
  ]),
  ...all('arch-riscv64', 'src/layout.ts', SHORTCUT, [
    ['value < low', 'value <= low'],
    ['value > high', 'value >= high'],
  ]),
  ...all('arch-riscv64', 'src/entry.ts', SHORTCUT, [['(low & marks) === marks', 'false']]),
  ...all('arch-riscv64', 'src/mmu.ts', 'what would be marked is refused before', [['ADUE === 1', 'true']]),
  ...all('arch-riscv64', 'src/mmu.ts', 'words for people', [
    ["'sstatus: the supervisor may use the memory of user code'", '""'],
    ["'sstatus: what can be executed can be read'", '""'],
    ["'menvcfg: the processor sets A and D itself (Svadu); without, it faults (Svade)'", '""'],
  ]),
  ...all('arch-riscv64', 'src/mmu.ts', GUARD, [['levels[level]?.spanShift', 'levels[level].spanShift']]),
];
