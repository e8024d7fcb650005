/** struct mmap_state: what travels through the phases of mmap_region() since 6.13. @kernel 6.18 mm/vma.c */

import { addrOf, hex, type StepValue, type VmFlags, type Vpn } from '@mm-playground/api';
import type { OpenFile } from '../files/file.ts';
import type { Touched } from '../journal/journal.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { nameOf, type Travelling } from '../mm/under-way.ts';
import type { VmArea } from '../vma/vm-area.ts';
import type { VmaMunmap } from '../vma/vma-munmap.ts';
import { pagesOf, type RegionRequest } from './region.ts';

/** A mapping in the making. Pages. */
export class MmapState implements Travelling, RegionRequest {
  epoch = 0;
  readonly born: number;
  readonly inUse: boolean = false;
  readonly mm: MmStruct;
  readonly start: Vpn;
  readonly end: Vpn;
  readonly sharedAnonymous: boolean;
  readonly pglen: number;
  readonly flags: VmFlags;
  readonly pgoff: number;
  readonly file: OpenFile | null;
  /** Pages charged for the new mapping, beyond what the old ones already were. */
  readonly charged: number = 0;
  readonly prev: VmArea | null = null;
  readonly next: VmArea | null = null;
  readonly vms: VmaMunmap;
  /** Whether KSM marks the mapping before it is proposed to its neighbours. */
  readonly checkKsmEarly: boolean;

  constructor(mm: MmStruct, request: RegionRequest, vms: VmaMunmap, checkKsmEarly: boolean) {
    this.born = mm.sys.journal.birth;
    this.mm = mm;
    this.start = request.start;
    this.end = request.end;
    this.sharedAnonymous = request.sharedAnonymous;
    this.pglen = pagesOf(request);
    this.flags = request.flags;
    this.pgoff = request.pgoff;
    this.file = request.file;
    this.vms = vms;
    this.checkKsmEarly = checkKsmEarly;
  }

  /** This struct, of which a field is about to change. */
  touch<Field extends keyof MmapState>(field: Field): Touched<MmapState, Field> {
    return this.mm.sys.journal.touch<MmapState, Field>(this, field);
  }

  describe(): string {
    return 'mmap_state';
  }

  shown(): Readonly<Record<string, StepValue>> {
    if (!this.inUse) return {};
    const shift = this.mm.sys.arch.geometry.pageShift;
    return {
      addr: addrOf(this.start, shift),
      end: addrOf(this.end, shift),
      pgoff: hex(this.pgoff),
      pglen: this.pglen,
      vm_flags: this.flags.toString(),
      file: nameOf(this.file),
      charged: this.charged,
      prev: nameOf(this.prev),
      next: nameOf(this.next),
      check_ksm_early: this.checkKsmEarly,
    };
  }
}
