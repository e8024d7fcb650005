/**
 * memfd_create, memfd_secret and seals: files that no path leads to, and what may no longer be done with one.
 * @kernel 6.18 mm/memfd.c, mm/secretmem.c
 *
 * Not modelled: vm.memfd_noexec other than 0.
 */

import {
  EBUSY,
  EINVAL,
  ENODEV,
  EPERM,
  FCNTL,
  MFD,
  OPEN,
  VM_MAYWRITE,
  VM_SHARED,
  isErrno,
  type Errno,
} from '@mm-playground/api';
import { Inode, OpenFile } from '../../files/file.ts';
import { newHugetlbFile } from '../../files/hugetlb.ts';
import type { System } from '../../machine/system.ts';

const { MFD_CLOEXEC, MFD_ALLOW_SEALING, MFD_HUGETLB, MFD_NOEXEC_SEAL, MFD_EXEC } = MFD.values;
const { F_SEAL_SEAL, F_SEAL_SHRINK, F_SEAL_GROW, F_SEAL_WRITE, F_SEAL_FUTURE_WRITE, F_SEAL_EXEC } = FCNTL;

const FIRST_FLAGS = MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_HUGETLB;
const EXEC_FLAGS = MFD_NOEXEC_SEAL | MFD_EXEC;
/** MFD_HUGE_*: the size of huge pages. */
const HUGE_SIZE = 0x3fn << 26n;
const FIRST_SEALS = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_FUTURE_WRITE;
/** Bytes of a name, without what comes before it in /proc and the NUL behind it. */
const LONGEST_NAME = 249;

const has = (word: bigint, bits: bigint): boolean => (word & bits) !== 0n;

/** memfd_create(2). `name` as the program gave it. @errno EINVAL flags, or a name that is too long @errno ENODEV huge size */
export function doMemfdCreate(sys: System, name: string, shownName: string, flags: bigint): OpenFile | Errno {
  const hugetlb = has(flags, MFD_HUGETLB);
  const known = FIRST_FLAGS | (sys.generation.hasExecSeals ? EXEC_FLAGS : 0n) | (hugetlb ? HUGE_SIZE : 0n);
  if (has(flags, ~known) || (flags & EXEC_FLAGS) === EXEC_FLAGS) return EINVAL;
  if (bytesOf(name) > LONGEST_NAME) return EINVAL;
  const sealable = has(flags, MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL);
  const executable = !has(flags, MFD_NOEXEC_SEAL);
  const seals = (sealable ? 0 : F_SEAL_SEAL) | (executable ? 0 : F_SEAL_EXEC);
  if (hugetlb) {
    const file = newHugetlbFile(sys, `/memfd:${shownName}`, flags);
    if (isErrno(file)) return ENODEV;
    sys.journal.touch(file.inode).seals = seals;
    return file;
  }
  const inode = new Inode(sys.nextId('inode'), { kind: 'shmem', size: 0n, seals, executable });
  sys.journal.touch(inode).deleted = true;
  return new OpenFile(sys.nextId('file'), inode, `/memfd:${shownName}`, 'rdwr', false);
}

/** Bytes of the text in UTF-8. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
  }
  return bytes;
}

/** memfd_secret(2): memory that the kernel itself does not map. @errno EINVAL flags */
export function doMemfdSecret(sys: System, flags: bigint): OpenFile | Errno {
  if (has(flags, ~OPEN.values.O_CLOEXEC)) return EINVAL;
  const inode = new Inode(sys.nextId('inode'), { kind: 'secret', size: 0n, noexec: true });
  sys.journal.touch(inode).deleted = true;
  return new OpenFile(sys.nextId('file'), inode, '/secretmem', 'rdwr', false);
}

/**
 * fcntl(F_ADD_SEALS). Sealing an executable file against changes of its mode seals all that it contains, too.
 *
 * @errno EPERM not open for writing, or sealed against seals @errno EINVAL no such seal, or not a file in shared memory
 * @errno EBUSY mapped so that it could be written, whether it is writable now or not
 */
export function addSeals(sys: System, file: OpenFile, asked: number): Errno | null {
  const { inode } = file;
  if (!file.writable) return EPERM;
  const known = FIRST_SEALS | (sys.generation.hasExecSeals ? F_SEAL_EXEC : 0);
  if ((asked & ~known) !== 0 || !isSealable(inode)) return EINVAL;
  if ((inode.seals & F_SEAL_SEAL) !== 0) return EPERM;
  const contents = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_FUTURE_WRITE;
  const seals = asked | ((asked & F_SEAL_EXEC) !== 0 && inode.executable ? contents : 0);
  if ((seals & ~inode.seals & F_SEAL_WRITE) !== 0 && isMapped(sys, inode)) return EBUSY;
  sys.journal.touch(inode).seals |= seals;
  return null;
}

/** Whether somebody could write to the file through a mapping: mapping_deny_writable(). */
const isMapped = (sys: System, inode: Inode): boolean =>
  sys
    .addressSpaces()
    .some((mm) =>
      mm.vmas.all().some((vma) => vma.file?.inode === inode && vma.flags.hasAll(VM_SHARED.or(VM_MAYWRITE))),
    );

/** fcntl(F_GET_SEALS). @errno EINVAL not a file in shared memory */
export const sealsOf = ({ inode }: OpenFile): number | Errno => (isSealable(inode) ? inode.seals : EINVAL);

const isSealable = ({ kind }: Inode): boolean => kind === 'shmem' || kind === 'hugetlb';
