/** The System V shared memory segments of a machine, by id. What is done with them is in shm.ts. */

import { EINVAL, type Errno } from '@mm-playground/api';
import type { Inode } from '../../files/file.ts';
import type { Journaled } from '../../journal/journal.ts';
import type { System } from '../../machine/system.ts';
import type { VmArea } from '../../vma/vm-area.ts';

/** struct shmid_kernel. Immutable: a change replaces it in its table. */
export interface ShmSegment {
  readonly id: number;
  /** 0 (IPC_PRIVATE) where nobody can find it by key, as after IPC_RMID. */
  readonly key: bigint;
  readonly inode: Inode;
  /** As /proc/PID/maps shows it, without ` (deleted)`. */
  readonly path: string;
  /** Bytes, as asked for; null where somebody made it before the log began. */
  readonly size: bigint | null;
  /** IPC_RMID was called: it goes with its last attachment. */
  readonly removed: boolean;
}

/** The segments of a machine (of its one IPC namespace). */
export class ShmSegments implements Journaled {
  epoch = 0;
  /** Replaced as a whole, never changed. */
  segments: ReadonlyMap<number, ShmSegment> = new Map();
  nextId = 0;
  /** The segment that shmat() is attaching: it counts as attached, although what it replaces may have been its last attachment. */
  attaching: Inode | null = null;

  get(id: number): ShmSegment | undefined {
    return this.segments.get(id);
  }

  find(key: bigint): ShmSegment | undefined {
    return [...this.segments.values()].find((segment) => segment.key === key);
  }

  /** The caller has touched this object; the same for {@link remove}. */
  set(segment: ShmSegment): void {
    this.segments = new Map(this.segments).set(segment.id, segment);
  }

  remove(id: number): void {
    const segments = new Map(this.segments);
    segments.delete(id);
    this.segments = segments;
  }

  describe(): string {
    return 'shared memory segments';
  }
}

/** The segment behind an id, unless it is gone: one that was removed lives as long as its attachments. */
export function segmentOf(sys: System, id: number): ShmSegment | Errno {
  const segment = sys.shm.get(id);
  if (segment === undefined) return EINVAL;
  return segment.removed && attachments(sys, segment) === 0 ? EINVAL : segment;
}

/** shm_nattch: VMAs, not calls of shmat. A split makes two. */
export const attachments = (sys: System, { inode }: ShmSegment): number =>
  sys
    .addressSpaces()
    .reduce(
      (sum, mm) =>
        sum + mm.vmas.all().filter((vma) => isAttachment(vma) && !vma.detached && vma.file?.inode === inode).length,
      0,
    );

/** Whether a mapping is (a piece of) an attachment: shm_vm_ops. */
export const isAttachment = (vma: VmArea): boolean => vma.ops === 'shm';

/** Whether the segment that an attachment was made of is gone: it was removed, and this was its last attachment. */
export function isGone(sys: System, inode: Inode): boolean {
  const segment = [...sys.shm.segments.values()].find((each) => each.inode === inode);
  if (segment === undefined || inode === sys.shm.attaching) return false;
  return segment.removed && attachments(sys, segment) === 0;
}
