/**
 * i_mmap: which mappings a file has, in any address space. Who truncates a file finds them here, and not in the trees of the
 * address spaces; that is why a mapping can be reached through its file while an mmap() is still at work on its range.
 *
 * Whoever changes the list, or the range of a mapping in it, waits for those who go through it.
 */

import type { Inode } from '../files/file.ts';
import { putJournaled } from '../journal/journal-map.ts';
import type { System } from '../machine/system.ts';
import type { VmArea } from '../vma/vm-area.ts';

/** vma_link_file(): does nothing for a mapping without a file, or one that is there. */
export function linkFileVma(sys: System, vma: VmArea): void {
  const inode = vma.file?.inode;
  if (inode === undefined || inode.mappings.has(vma.id)) return;
  lockMappings(sys, inode);
  putJournaled(sys.journal, inode.mappings, vma.id, vma);
}

/** unlink_file_vma() */
export function unlinkFileVma(sys: System, vma: VmArea): void {
  const inode = vma.file?.inode;
  if (inode === undefined || !inode.mappings.has(vma.id)) return;
  lockMappings(sys, inode);
  putJournaled(sys.journal, inode.mappings, vma.id, null);
}

/** i_mmap_lock_write(), for as long as a step takes: nobody goes through the mappings of the file meanwhile. */
export function lockMappings(sys: System, inode: Inode): void {
  if (inode.mappingsReaders > 0) sys.waitUntil('i_mmap_lock_write', () => inode.mappingsReaders === 0);
}

/** i_mmap_lock_read() */
export function beginReadingMappings(sys: System, inode: Inode): void {
  sys.journal.touch(inode).mappingsReaders++;
}

/** i_mmap_unlock_read() */
export function endReadingMappings(sys: System, inode: Inode): void {
  sys.journal.touch(inode).mappingsReaders--;
}
