/**
 * What happens at a step, in the words of people: a VMA was split, a VMA was merged, the CPU raised a fault. Told by the kernel's
 * own names, which differ between generations: up to 6.11 vma_merge() and mmap_region()'s vma_expand() merge, from 6.12 on
 * vma_merge_new_range() and vma_merge_existing_range().
 */

import type { Step } from '@mm-playground/api';

/** What can happen at a step. */
export type Happening = 'split' | 'merge' | 'fault';

const MERGING: ReadonlySet<string> = new Set(['vma_merge', 'vma_merge_new_range', 'vma_merge_existing_range']);
const EXPAND = 'vma_expand';
const SPLIT = '__split_vma';
/** Ends in the kind of the access: `_user`, `_kernel`. */
const FAULT = 'exceptions:page_fault_';

/** The name of a step without what a race adds to it: the thread that took it. */
export const nameOf = ({ name }: Step): string => {
  const end = name.indexOf(' · ');
  return end < 0 ? name : name.slice(0, end);
};

/** What happened at step number `at`; null where none of it did. A split or merge has happened when its function returns. */
export function happeningAt(steps: readonly Step[], at: number): Happening | null {
  const step = steps[at];
  if (step === undefined) return null;
  const name = nameOf(step);
  if (step.kind === 'tracepoint') return name.startsWith(FAULT) ? 'fault' : null;
  if (step.kind !== 'exit') return null;
  if (name === SPLIT) return gaveVma(step) ? 'split' : null;
  if (MERGING.has(name) || (name === EXPAND && callerOf(steps, at) === 'mmap_region'))
    return gaveVma(step) ? 'merge' : null;
  return null;
}

/** They return the VMA that came of it; an error or nothing otherwise. */
const gaveVma = ({ detail: { result } }: Step): boolean => typeof result === 'string' && result.startsWith('vma#');

/** The function that a function returns to. */
function callerOf(steps: readonly Step[], exit: number): string | null {
  const depth = steps[exit]?.depth ?? 0;
  for (let at = exit + 1; at < steps.length; at++) {
    const step = steps[at];
    if (step?.kind === 'exit' && step.depth < depth) return nameOf(step);
  }
  return null;
}
