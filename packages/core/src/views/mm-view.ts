/** A frozen look at one address space: what viewers and reports draw. Computed when asked for, kept afterwards. */

import {
  VM_EXEC,
  VM_READ,
  VM_WRITE,
  type Architecture,
  type CostView,
  type Counters,
  type IndexCost,
  type InvariantView,
  type MapsRow,
  type MmView,
  type PhysicalView,
  type RmapView,
  type SmapsRollup,
  type SmapsRow,
  type Status,
  type TablesView,
  type TlbView,
  type TravellingView,
  type TreeView,
  type VmaView,
  type Vpn,
} from '@mm-playground/api';
import type { AtPosition } from './at-position.ts';
import type { MemoryViews } from './memory-views.ts';
import { tablesView } from './tables-view.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { procMaps, vmaKind, vmaName } from '../proc/proc-maps.ts';
import { countersOf, procStatus } from '../proc/proc-status.ts';
import { invariantsOf } from '../mm/validate.ts';
import { permsOf, type VmArea } from '../vma/vm-area.ts';

/** See {@link MmView}. */
export class FrozenMmView implements MmView {
  readonly mm: number;
  readonly arch: Architecture;
  readonly tasks: readonly string[];
  readonly #mm: MmStruct;
  readonly #at: AtPosition;
  readonly #memory: () => MemoryViews;
  readonly #cache = new Map<string, unknown>();

  /** @param memory how views of memory are made; asked when somebody wants one */
  constructor(mm: MmStruct, tasks: readonly string[], at: AtPosition, memory: () => MemoryViews) {
    this.mm = mm.id;
    this.arch = mm.sys.arch;
    this.tasks = tasks;
    this.#mm = mm;
    this.#at = at;
    this.#memory = memory;
  }

  get vmas(): readonly VmaView[] {
    return this.#once('vmas', (mm) => mm.vmas.all().map((vma) => vmaView(mm, vma)));
  }

  get counters(): Counters {
    return this.#once('counters', countersOf);
  }

  get tables(): TablesView {
    return this.#once('tables', tablesView);
  }

  get tree(): TreeView | null {
    return this.#once('tree', (mm) => mm.vmas.inspect());
  }

  get physical(): PhysicalView {
    return this.#once('physical', (mm) => this.#memory().physicalView(mm, this.#at));
  }

  get rmap(): RmapView {
    return this.#once('rmap', (mm) => this.#memory().rmapView(mm, this.#at));
  }

  get tlbs(): readonly TlbView[] {
    return this.#once('tlbs', ({ sys }) => this.#memory().tlbViews(sys));
  }

  get cost(): CostView {
    return this.#once('cost', (mm) => this.#memory().costView(mm));
  }

  get indexCost(): IndexCost | null {
    return this.#once('index cost', (mm) => mm.vmas.cost());
  }

  get travelling(): readonly TravellingView[] {
    return this.#once('travelling', travellingOf);
  }

  get invariants(): readonly InvariantView[] {
    return this.#once('invariants', invariantsOf);
  }

  get layout(): Readonly<Record<string, bigint>> {
    return this.#once('layout', layoutOf);
  }

  maps(): readonly MapsRow[] {
    return this.#once('maps', procMaps);
  }

  smaps(): readonly SmapsRow[] {
    return this.#once('smaps', (mm) => this.#memory().procSmaps(mm));
  }

  smapsRollup(): SmapsRollup | null {
    return this.#once('smaps_rollup', (mm) => this.#memory().procSmapsRollup(mm));
  }

  status(): Status {
    return this.#once('status', procStatus);
  }

  pagemap(start: Vpn, pages: number): string {
    return this.#once(`pagemap ${start} ${pages}`, (mm) => this.#memory().pagemapOf(mm, start, pages));
  }

  #once<T>(key: string, compute: (mm: MmStruct) => T): T {
    if (!this.#cache.has(key))
      this.#cache.set(
        key,
        this.#at(() => compute(this.#mm)),
      );
    return this.#cache.get(key) as T;
  }
}

const travellingOf = ({ underWay }: MmStruct): TravellingView[] =>
  underWay.structs.map((struct) => ({ name: struct.describe(), fields: struct.shown() }));

function vmaView(mm: MmStruct, vma: VmArea): VmaView {
  return Object.freeze({
    id: vma.id,
    start: vma.start,
    end: vma.end,
    flags: vma.flags,
    perms: permsOf(vma.flags, VM_READ, VM_WRITE, VM_EXEC),
    pgoff: vma.pgoff,
    name: vmaName(mm, vma),
    kind: vmaKind(mm, vma),
    anonVma: vma.anonVma?.id ?? null,
    file: vma.file?.id ?? null,
  });
}

const layoutOf = (mm: MmStruct): Record<string, bigint> => ({
  start_code: mm.startCode,
  end_code: mm.endCode,
  start_data: mm.startData,
  end_data: mm.endData,
  start_brk: mm.startBrk,
  brk: mm.brk,
  start_stack: mm.startStack,
  arg_start: mm.argStart,
  arg_end: mm.argEnd,
  env_start: mm.envStart,
  env_end: mm.envEnd,
  mmap_base: BigInt(mm.mmapBase) << BigInt(mm.sys.arch.geometry.pageShift),
});
