/** struct vma_merge_struct, as a person sees it while a merge is tried. @kernel 6.18 mm/vma.h */

import { addrOf, hex, type StepValue } from '@mm-playground/api';
import type { MmStruct } from '../mm/mm-struct.ts';
import { beginTravel, endTravel, isWatched, nameOf, type Travelling } from '../mm/under-way.ts';
import type { VmArea } from './vm-area.ts';
import type { VmaMerge } from './vma-merge.ts';

/** What has become of a proposal. */
export type MergeStateName = 'START' | 'NOMERGE' | 'SUCCESS' | 'ERROR_NOMEM';

/** What a merge finds out about its proposal. */
export interface MergeFindings {
  readonly state: MergeStateName;
  /** The VMA that is to hold the range. */
  readonly target: VmArea | null;
  readonly removeMiddle: boolean;
  readonly removeNext: boolean;
  readonly adjustMiddleStart: boolean;
  readonly adjustNextStart: boolean;
}

/** A proposal with what is known of it so far. */
export class VmaMergeStruct implements Travelling, MergeFindings {
  epoch = 0;
  readonly born: number;
  readonly inUse: boolean = false;
  readonly mm: MmStruct;
  readonly merge: VmaMerge;
  readonly state: MergeStateName = 'START';
  readonly target: VmArea | null = null;
  readonly removeMiddle: boolean = false;
  readonly removeNext: boolean = false;
  readonly adjustMiddleStart: boolean = false;
  readonly adjustNextStart: boolean = false;

  constructor(mm: MmStruct, merge: VmaMerge) {
    this.born = mm.sys.journal.birth;
    this.mm = mm;
    this.merge = merge;
  }

  /** Something is known of it. */
  note(findings: Partial<MergeFindings>): void {
    for (const field of Object.keys(findings) as (keyof MergeFindings)[]) this.mm.sys.journal.touch(this, field);
    Object.assign(this, findings);
  }

  describe(): string {
    return 'vma_merge_struct';
  }

  shown(): Readonly<Record<string, StepValue>> {
    if (!this.inUse) return {};
    const { merge } = this;
    const shift = this.mm.sys.arch.geometry.pageShift;
    return {
      prev: nameOf(merge.prev),
      middle: nameOf(merge.middle),
      next: nameOf(merge.next),
      target: nameOf(this.target),
      start: addrOf(merge.start, shift),
      end: addrOf(merge.end, shift),
      pgoff: hex(merge.pgoff),
      vm_flags: merge.flags.toString(),
      file: nameOf(merge.file),
      anon_vma: nameOf(merge.anonVma),
      uffd_ctx: nameOf(merge.userfault ?? null),
      anon_name: merge.anonName ?? 'NULL',
      state: this.state,
      copied_from: nameOf(merge.copiedFrom ?? null),
      just_expand: merge.justExpand === true,
      __adjust_middle_start: this.adjustMiddleStart,
      __adjust_next_start: this.adjustNextStart,
      __remove_middle: this.removeMiddle,
      __remove_next: this.removeNext,
    };
  }
}

/** A merge is tried. It is only kept where somebody keeps the past; nobody else could see it. */
export const beginMerge = (mm: MmStruct, merge: VmaMerge): VmaMergeStruct | null =>
  mm.sys.journal.recording && isWatched(mm.sys) ? beginTravel(mm, new VmaMergeStruct(mm, merge)) : null;

/** The try is over. */
export function endMerge(mm: MmStruct, vmg: VmaMergeStruct | null): void {
  if (vmg !== null) endTravel(mm, vmg);
}
