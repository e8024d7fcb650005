/**
 * struct vma_munmap_struct: what travels from gathering the VMAs of a range to letting them go, and the side tree that holds
 * them meanwhile. @kernel 6.18 mm/vma.h
 */

import { addrOf, type InvariantName, type StepValue, type Vpn } from '@mm-playground/api';
import type { Touched } from '../journal/journal.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { nameOf, type Travelling } from '../mm/under-way.ts';
import type { VmArea } from './vm-area.ts';

/** How a generation remembers whether the PTEs of what it gathered are still there. */
export type MunmapStructShape =
  /** No struct yet: the variables of do_vmi_align_munmap(). */
  | 'locals'
  /** The seed patch: false until they were cleared. */
  | 'cleared_ptes'
  /** The candidates of 6.12, which also remember that close() was called. */
  | 'clear_ptes closed_vm_ops'
  /** True while they are there. */
  | 'clear_ptes';

/** VMAs that the side tree shows by name; of more it says how many. */
const SHOWN_VMAS = 16;

/** The side tree of a munmap: the gathered VMAs, at 0, 1, 2, ... */
export class MtDetach implements Travelling {
  epoch = 0;
  readonly born: number;
  readonly inUse: boolean = false;
  /** Only ever appended to; `count` says how much of it is there. */
  readonly vmas: VmArea[] = [];
  readonly count: number = 0;

  constructor(born: number) {
    this.born = born;
  }

  describe(): string {
    return 'mt_detach';
  }

  shown(): Readonly<Record<string, StepValue>> {
    if (!this.inUse) return {};
    const shown = this.vmas.slice(0, Math.min(this.count, SHOWN_VMAS)).map((vma, at) => [at, vma.describe()] as const);
    return this.count > SHOWN_VMAS
      ? { ...Object.fromEntries(shown), more: this.count - SHOWN_VMAS }
      : Object.fromEntries(shown);
  }
}

/** See the file. Pages. */
export class VmaMunmap implements Travelling {
  epoch = 0;
  readonly born: number;
  readonly inUse: boolean = false;
  readonly mm: MmStruct;
  readonly start: Vpn;
  readonly end: Vpn;
  readonly mtDetach: MtDetach;
  /** The first VMA of the range, or null where nothing is mapped there. */
  readonly vma: VmArea | null;
  /** The VMAs beside the range, once gathered. */
  readonly prev: VmArea | null = null;
  readonly next: VmArea | null = null;
  /** What is put in the place of the VMAs: another one, or NULL. */
  readonly purpose: 'mmap' | 'munmap';
  /** Between these page tables may go; an end of 0 is the end of user space. */
  readonly unmapStart: number = 0;
  readonly unmapEnd: number = 0;
  readonly vmaCount: number = 0;
  /** Whether mmap_lock is downgraded before the pages are cleared. */
  readonly unlock: boolean;
  /** Where the PTEs are: `gathered` means that they are outstanding. */
  readonly ptes: 'untouched' | 'outstanding' | 'cleared' = 'untouched';
  readonly nrPages: number = 0;
  readonly lockedVm: number = 0;
  /** Charged pages to give back; 0 where a new mapping takes the charge over. */
  readonly nrAccounted: number = 0;
  /** Of those, what a new mapping has taken over. */
  readonly handedOver: number = 0;
  readonly execVm: number = 0;
  readonly stackVm: number = 0;
  readonly dataVm: number = 0;
  /** Anonymous pages that clearing the PTEs let go. */
  readonly anonGone: number = 0;
  /** Whether the counters have let the old VMAs go. */
  readonly completed: boolean = false;
  /** Whether only nr_pages was set: the seed patch's "minimal setup" where nothing is replaced. */
  readonly minimal: boolean = false;

  constructor(mm: MmStruct, start: Vpn, end: Vpn, purpose: 'mmap' | 'munmap', unlock = false) {
    this.born = mm.sys.journal.birth;
    this.mtDetach = new MtDetach(this.born);
    this.mm = mm;
    this.start = start;
    this.end = end;
    this.purpose = purpose;
    this.unlock = unlock;
    const first = mm.vmas.find(start);
    this.vma = first === null || first.start >= end ? null : first;
  }

  /** This struct, of which a field is about to change. */
  touch<Field extends keyof VmaMunmap>(field: Field): Touched<VmaMunmap, Field> {
    return this.mm.sys.journal.touch<VmaMunmap, Field>(this, field);
  }

  /** The gathered VMAs, ascending. */
  get detached(): readonly VmArea[] {
    return this.mtDetach.vmas;
  }

  /** Whether the PTEs of what was gathered are still there: clear_ptes. */
  get clearPtes(): boolean {
    return this.ptes === 'outstanding';
  }

  /** Between gather and complete the counters are knowingly too high, and until the store the tree has what is detached. */
  owes(invariant: InvariantName, by: number): string | null {
    const pages = this.purpose === 'mmap' ? this.end - this.start : 0;
    switch (invariant) {
      case 'attached':
        return this.purpose === 'mmap' ? 'vma_iter_store' : 'vma_iter_clear_gfp';
      case 'ptes':
        return this.clearPtes ? this.#step('vms_clear_ptes', 'unmap_region') : 'vma_iter_store';
      case 'map_count':
        return by === this.vmaCount && !this.completed ? this.#complete : null;
      case 'total_vm':
        return this.#explainsTotal(by, pages) ? this.#complete : null;
      case 'locked_vm':
      case 'committed':
        return this.#complete;
      default:
        return null;
    }
  }

  /** What total_vm has too much: the old pages, without the new ones where they are there. remove_mt() takes them off one by one. */
  #explainsTotal(by: number, added: number): boolean {
    if (this.mm.sys.generation.munmapStruct === 'locals') return by > 0 && by <= this.nrPages;
    return by === this.nrPages || by === this.nrPages - added || by === -added;
  }

  /** The step that counts: first the old VMAs off, then the new one. */
  get #complete(): string {
    return this.completed ? 'vm_stat_account' : this.#step('vms_complete_munmap_vmas', 'remove_mt');
  }

  #step(now: string, before: string): string {
    return this.mm.sys.generation.munmapStruct === 'locals' ? before : now;
  }

  describe(): string {
    return this.mm.sys.generation.munmapStruct === 'locals' ? 'do_vmi_align_munmap' : 'vma_munmap_struct';
  }

  shown(): Readonly<Record<string, StepValue>> {
    if (!this.inUse) return {};
    const { munmapStruct } = this.mm.sys.generation;
    if (munmapStruct === 'locals')
      return {
        start: this.#addr(this.start),
        end: this.#addr(this.end),
        count: this.vmaCount,
        locked_vm: this.lockedVm,
        unlock: this.unlock,
      };
    const fields = { ...this.#whole(), ...this.#flags(munmapStruct) };
    if (!this.minimal) return fields;
    const names = Object.keys(fields).filter((name) => name !== 'nr_pages');
    return { ...Object.fromEntries(names.map((name) => [name, 'uninitialised'])), nr_pages: this.nrPages };
  }

  #whole(): Record<string, StepValue> {
    return {
      vma: nameOf(this.vma),
      prev: nameOf(this.prev),
      next: nameOf(this.next),
      start: this.#addr(this.start),
      end: this.#addr(this.end),
      unmap_start: this.#addr(this.unmapStart),
      unmap_end: this.#addr(this.unmapEnd),
      vma_count: this.vmaCount,
      nr_pages: this.nrPages,
      locked_vm: this.lockedVm,
      nr_accounted: this.nrAccounted,
      exec_vm: this.execVm,
      stack_vm: this.stackVm,
      data_vm: this.dataVm,
      unlock: this.unlock,
    };
  }

  #flags(shape: MunmapStructShape): Record<string, StepValue> {
    const cleared = this.ptes === 'cleared';
    switch (shape) {
      case 'cleared_ptes':
        return { cleared_ptes: cleared };
      case 'clear_ptes closed_vm_ops':
        return { clear_ptes: this.clearPtes, closed_vm_ops: cleared };
      default:
        return { clear_ptes: this.clearPtes };
    }
  }

  #addr(page: number): StepValue {
    return addrOf(page as Vpn, this.mm.sys.arch.geometry.pageShift);
  }
}
