/**
 * What a kernel of somebody else's builds its own mmap_region() from: the parts of ours, in the order in which a procedure takes them.
 * Each is the kernel's function of that name, and tells its steps. `defineKernel` of the package's main entry takes the procedure.
 *
 * Recipe. {@link initVmaMunmap} begins and {@link vmsEnd} ends; between them what is in the way is gathered, the new mapping is charged, the
 * old pages are cleared, a neighbour grows or a VMA is made, the old VMAs are completed away and the new pages are counted. What fails
 * after the clearing is aborted, and leaves a hole. {@link endRegion} is the end of everything that was not refused at once, and
 * {@link traced} around it all tells the function itself.
 */
export { traced } from '../machine/system.ts';
export type { MmStruct } from '../mm/mm-struct.ts';
export type { VmArea } from '../vma/vm-area.ts';
export type { VmaMunmap } from '../vma/vma-munmap.ts';
export {
  initVmaMunmap,
  vmsAbortMunmapVmas,
  vmsCleanUpArea,
  vmsCompleteMunmapVmas,
  vmsEnd,
  vmsGatherMunmapVmas,
} from '../vma/munmap.ts';
export {
  accountMapping,
  allocVma,
  backVma,
  chargeRegion,
  deniesWriteExec,
  endRegion,
  fitsLimits,
  mapWritable,
  neighboursOf,
  pagesOf,
  preallocStore,
  requestDetail,
  sealedMemfd,
  storeVma,
  type Charge,
  type MmapRegionProcedure,
  type RegionRequest,
} from '../mmap-region/region.ts';
export { unchargeMemory } from '../mm/accounting.ts';
export { mergeAfterHook, mergeNew, type Neighbours } from '../mmap-region/merge-new.ts';
export { freeVma } from '../mmap-region/unwind.ts';
