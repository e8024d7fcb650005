/**
 * What a model is made of, besides mapping and touching memory, which it always can. All of it, or what a page has fetched for one script
 * and its viewers: then whoever asks for more is told so.
 */

import type { KernelGeneration } from '../kernels/generation.ts';
import type { Recording } from '../recording/recording.ts';
import type { SyscallFamily } from '../syscalls/syscall-result.ts';
import type { MemoryViews } from '../views/memory-views.ts';

/** See above; null is what was not fetched. */
export interface ModelParts {
  readonly kernels: readonly KernelGeneration[];
  readonly families: readonly SyscallFamily[];
  readonly recording: Recording | null;
  readonly memoryViews: MemoryViews | null;
}

/** A part that must be there. @throws RangeError where the model was fetched without it */
export function fetched<T>(part: T | null, what: string): T {
  if (part === null) throw new RangeError(`this model was fetched without ${what}: it was not asked for`);
  return part;
}
