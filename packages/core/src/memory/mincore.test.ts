import { x8664 } from '@mm-playground/arch-x86-64';
import { mapleIndex } from '@mm-playground/maple-tree';
import { NO_SYSTEM_FACTS, VM_READ, VM_WRITE, type Vpn } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { factsOf } from '../machine/facts.ts';
import { Inode, OpenFile } from '../files/file.ts';
import { v6_18 } from '../kernels/v6-18.ts';
import { MmStruct } from '../mm/mm-struct.ts';
import { System } from '../machine/system.ts';
import type { VmOps } from '../vma/vm-area.ts';
import { handleMmFault } from './fault.ts';
import { residency } from './mincore.ts';
import { pgdAlloc } from './page-table.ts';

const START = 0x1_0000 as Vpn;

function mmWith(ops: VmOps, inode: Inode | null): MmStruct {
  const facts = factsOf(NO_SYSTEM_FACTS, false);
  const config = { generation: v6_18, arch: x8664.configure({}), index: mapleIndex, facts };
  const mm = new MmStruct(1, new System({ ...config, completeAccesses: [], assume: 'untouched' }));
  const file = inode === null ? null : new OpenFile(1, inode, '/data', 'rdwr', false);
  const flags = VM_READ.or(VM_WRITE);
  pgdAlloc(mm);
  mm.vmas.store(mm.newVma({ start: START, end: (START + 8) as Vpn, flags, pgoff: 0, ops, file }));
  return mm;
}

function touch(mm: MmStruct, page: number, write: boolean): void {
  const vma = mm.vmas.load(START + page);
  if (vma !== null) expect(handleMmFault(mm, vma, (START + page) as Vpn, write)).toBeNull();
}

describe('mincore', () => {
  it('finds the private pages that are mapped, the zero page included', () => {
    const mm = mmWith('anonymous', null);
    touch(mm, 1, true);
    touch(mm, 3, false);
    expect([...residency(mm, START, 8)].join('')).toBe('01010000');
  });

  it('finds the pages of a file that are cached, mapped or not', () => {
    const mm = mmWith('file', new Inode(1, { kind: 'regular', size: 5n * 4096n }));
    touch(mm, 2, true);
    expect([...residency(mm, START, 8)].join('')).toBe('11111000');
  });
});
