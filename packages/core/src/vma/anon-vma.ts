/**
 * anon_vma: what ties the anonymous pages of related VMAs together. A VMA gets one with its first anonymous page; a split or
 * an expansion shares it, a fork hangs the child's own one below the parent's.
 *
 * The model keeps, per VMA, the list of anon_vmas that it is linked to (the kernel's anon_vma_chain); what merging asks is
 * how long that list is.
 */

/** One anon_vma. Immutable; identity is what counts. */
export class AnonVma {
  readonly id: number;
  /** That of the VMA which this one was forked from, or null. */
  readonly parent: AnonVma | null;

  constructor(id: number, parent: AnonVma | null) {
    this.id = id;
    this.parent = parent;
  }

  describe(): string {
    return `anon_vma#${this.id}`;
  }
}

/** The anon_vmas that a VMA is linked to, its own first. Immutable. */
export type AnonVmaChain = readonly AnonVma[];

/** Of a VMA without anonymous pages. */
export const EMPTY_CHAIN: AnonVmaChain = Object.freeze([]);
